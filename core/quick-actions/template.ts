/** Texts with values of a session's context: `Estimate the cost[ for {client_name}][: {service_types}].` */

export const contextNames = [
  'client_name',
  'meeting_type',
  'project_context',
  'service_types',
  'cloud_providers',
] as const;
type ContextName = (typeof contextNames)[number];

export type ContextValues = Readonly<Record<ContextName, string | null>>;

/** What always stands there, or what stands there where a value is known, with what stands there otherwise. */
type Part = string | { before: string; name: ContextName; after: string; otherwise: string };
export type Template = readonly Part[];

const bracket = /^([^{}|]*)\{([a-z_]+)\}([^{}|]*)(?:\|([^{}|]*))?$/;

/** The template, or what is wrong with it. */
export function parseTemplate(source: string): Template | string {
  const parts: Part[] = [];
  for (const [index, piece] of source.split(/[[\]]/).entries()) {
    const isInside = index % 2 === 1;
    if (!isInside) {
      if (/[{}]/.test(piece)) return 'has a value outside of brackets, where it may be missing';
      parts.push(piece);
      continue;
    }
    const [, before = '', name = '', after = '', otherwise = ''] = bracket.exec(piece) ?? [];
    const known = contextNames.find((one) => one === name);
    if (!known) return name === '' ? `[${piece}] must hold one {value}` : `{${name}} is not a value there is`;
    parts.push({ before, name: known, after, otherwise });
  }
  const order = [...source].filter((mark) => mark === '[' || mark === ']').join('');
  return order.replaceAll('[]', '') === '' ? parts : 'has brackets that do not match';
}

/** Reads well whatever is missing. */
export function fillTemplate(template: Template, values: ContextValues): string {
  return template
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = values[part.name];
      return value === null ? part.otherwise : `${part.before}${value}${part.after}`;
    })
    .join('');
}
