const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** An answer of the AWS Query protocol. `result` holds flat elements; order is kept. */
export function resultXml(action: string, result: Record<string, string>, requestId: string): string {
  const elements = Object.entries(result).map(([name, value]) => `<${name}>${escapeMarkup(value)}</${name}>`);
  return `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${elements.join('')}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

export interface SesError {
  status: number;
  code: string;
  message: string;
}

export function errorXml({ status, code, message }: SesError, requestId: string): string {
  const type = status < 500 ? 'Sender' : 'Receiver';
  return `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${type}</Type><Code>${escapeMarkup(code)}</Code><Message>${escapeMarkup(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and quoted attribute values, in XML and in HTML. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
