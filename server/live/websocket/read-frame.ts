import type { RawData } from 'ws';
import { type ClientFrame, clientFrame } from '../../../core/contracts/socket.js';
import { AsideError } from '../../../core/domain/errors.js';
import { parseJson } from '../../http/read-json.js';
import { validate } from '../../http/validate.js';

/** A frame as the contract reads it. INVALID_JSON, JSON_TOO_DEEP or VALIDATION_FAILED. */
export function readFrame(data: RawData, isBinary: boolean): ClientFrame {
  if (isBinary) throw new AsideError('INVALID_JSON', { details: { in: 'frame', problem: 'must be text' } });
  return validate(clientFrame, parseJson(data.toString()), 'frame');
}
