/** Makes the clock of this thread wrong, as a person or a time server does who sets that of the machine. The time that passes stays right. */
const RealDate = Date;
let errorMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [RealDate.now() + errorMs] : given) as [number]));
  }

  static override now(): number {
    return RealDate.now() + errorMs;
  }
} as DateConstructor;

export function setClockError(milliseconds: number): void {
  errorMs = milliseconds;
}
