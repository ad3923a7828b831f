import type { ContainerFault } from '../containers/index.ts';

/** Why a bitmap could not be decoded; the caller knows the file and makes the error that people see. */
export class BmpError extends Error {
  override readonly name = 'BmpError';
  readonly fault: ContainerFault;

  constructor(fault: ContainerFault) {
    super(fault.kind === 'truncated' ? 'the bitmap ends too early' : fault.reason);
    this.fault = fault;
  }
}
