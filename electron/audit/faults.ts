import { AUDIT_FAULTS, AUDIT_PHRASES, AUDIT_REMARKS } from '../../shared/i18n/auditFaults.ts';

export type FaultCode = keyof typeof AUDIT_FAULTS;
export type RemarkCode = keyof typeof AUDIT_REMARKS;
/** What stands within a sentence as words of its own, which other languages have too. */
export interface Phrase {
  readonly code: keyof typeof AUDIT_PHRASES;
  readonly details: Readonly<Record<string, number>>;
}
export type FaultDetails = Readonly<Record<string, string | number | Phrase>>;

/** Something that is wrong with a chain, and the entry at which; null where it is about no single one. */
export interface Fault {
  readonly code: FaultCode;
  readonly sequence: number | null;
  readonly details: FaultDetails;
  readonly text: string;
}

/** Something that whoever reads a verification has to know, and that is no fault. */
export interface Remark {
  readonly code: RemarkCode;
  readonly details: FaultDetails;
  readonly text: string;
}

/** As many are kept; the others are counted. */
const MOST_KEPT = 1000;

/** Faults and remarks as they are found. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly remarks: Remark[] = [];
  faultCount = 0;

  fault(code: FaultCode, details: FaultDetails = {}): void {
    this.faultCount += 1;
    if (this.faults.length < MOST_KEPT) this.faults.push(faultOf(code, details));
  }

  remark(code: RemarkCode, details: FaultDetails = {}): void {
    if (this.remarks.length < MOST_KEPT)
      this.remarks.push({ code, details, text: sentenceOf(AUDIT_REMARKS[code], details) });
  }
}

export function faultOf(code: FaultCode, details: FaultDetails): Fault {
  const { sequence } = details;
  const text = sentenceOf(AUDIT_FAULTS[code], details);
  return { code, sequence: typeof sequence === 'number' ? sequence : null, details, text };
}

/** A sentence with its details in their places. */
export function filled(sentence: string, details: FaultDetails): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name] ?? '';
    return typeof detail === 'object' ? filled(AUDIT_PHRASES[detail.code], detail.details) : String(detail);
  });
}

/** As `filled`; the first letter is a capital, whatever a detail begins with. */
function sentenceOf(sentence: string, details: FaultDetails): string {
  const text = filled(sentence, details);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "7", or "7–9". */
export function rangeText(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}
