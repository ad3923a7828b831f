import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { Fault } from '../../formats/index.ts';

/** Why a picture could not be decoded by our own code; the caller knows the file and makes the error that people see. */
export class DecodingError extends Error {
  override readonly name = 'DecodingError';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.kind === 'truncated' ? 'the picture ends too early' : fault.reason);
    this.fault = fault;
  }
}

/** The error of an image whose structure is not whole, or not of a kind that is judged. */
export function faultError(path: string, fault: Fault): SigmalineError {
  if (fault.kind === 'truncated') return new SigmalineError('image.truncated', { file: path });
  return new SigmalineError(`image.${fault.kind}`, { file: path, reason: fault.reason });
}

/** The error of an image whose structure was whole, but which the decoder refused. */
export function decoderError(path: string, cause: unknown): SigmalineError {
  if (cause instanceof SigmalineError) return cause as SigmalineError;
  const message = messageOf(cause);
  if (/unsupported image format/i.test(message)) {
    return new SigmalineError('image.unsupported', { file: path, reason: 'the decoder does not know it' }, cause);
  }
  const reason = message.replace(/^Input buffer has corrupt header: /, '').split('\n')[0] ?? message;
  return new SigmalineError('image.corrupt', { file: path, reason }, cause);
}
