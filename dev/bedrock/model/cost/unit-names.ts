import type { Language } from '../language.js';
import type { Unit } from './quantities.js';

const same = (name: string): [string, string] => [name, name];

/** Of one, and of several. */
export const unitNames: Record<Unit, Record<Language, [one: string, several: string]>> = {
  instances: { en: ['instance', 'instances'], fr: ['instance', 'instances'] },
  tasks: { en: ['task', 'tasks'], fr: ['tâche', 'tâches'] },
  clusters: { en: ['cluster', 'clusters'], fr: ['cluster', 'clusters'] },
  gateways: { en: ['gateway', 'gateways'], fr: ['passerelle', 'passerelles'] },
  pieces: { en: ['piece', 'pieces'], fr: ['pièce', 'pièces'] },
  gb: { en: same('GB'), fr: same('Go') },
  ram: { en: same('GB of memory'), fr: same('Go de mémoire') },
  mb: { en: same('MB'), fr: same('Mo') },
  ms: { en: same('ms'), fr: same('ms') },
  hours: { en: ['hour', 'hours'], fr: ['heure', 'heures'] },
  vcpus: { en: same('vCPU'), fr: same('vCPU') },
  reads: { en: ['read', 'reads'], fr: ['lecture', 'lectures'] },
  writes: { en: ['write', 'writes'], fr: ['écriture', 'écritures'] },
  requests: { en: ['request', 'requests'], fr: ['requête', 'requêtes'] },
  input_tokens: { en: ['input token', 'input tokens'], fr: ['jeton d’entrée', 'jetons d’entrée'] },
  output_tokens: { en: ['output token', 'output tokens'], fr: ['jeton de sortie', 'jetons de sortie'] },
};

/** As people write them in both languages. */
export const variantNames: Record<string, string> = {
  multi_az: 'Multi-AZ',
  standard_ia: 'Infrequent Access',
  cross_az: 'cross-AZ',
  cross_region: 'cross-Region',
};
