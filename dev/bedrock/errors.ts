/** A refusal before the stream, as Bedrock words it on the wire: status, `x-amzn-errortype`, JSON body. */
export interface Refusal {
  status: number;
  type: string;
  message: string;
}

export function validationRefusal(message: string): Refusal {
  return { status: 400, type: 'ValidationException', message };
}

export const unknownModel = validationRefusal('The provided model identifier is invalid.');

export const missingCredentials: Refusal = {
  status: 403,
  type: 'MissingAuthenticationTokenException',
  message: 'The request carries no signature.',
};

export const unknownOperation: Refusal = {
  status: 404,
  type: 'UnknownOperationException',
  message: 'There is no such operation.',
};
