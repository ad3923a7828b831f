/** Which call is to fail, counted from the moment at which the plan is armed. */
export interface FaultPlan {
  readonly nth: number;
  /** 0: that one alone; else all that follow it for so long, too. */
  readonly forMs: number;
  /** Turns through the kinds of failure. */
  readonly turn: number;
  /** Calls to this folder never come back; nothing fails then. */
  readonly silentFolder: string | null;
}

export interface FiredFault {
  readonly call: string;
  readonly code: string;
  readonly subject: string;
}

export type ToFaulty =
  | { readonly kind: 'begin'; readonly dataFolder: string; readonly laneFault: string | null }
  | { readonly kind: 'arm'; readonly plan: FaultPlan }
  | { readonly kind: 'disarm' }
  | { readonly kind: 'answerAgain' };

export type FromFaulty =
  | { readonly kind: 'ready' }
  | { readonly kind: 'begun' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'broken'; readonly code: string }
  | { readonly kind: 'counted'; readonly calls: number; readonly fired: readonly FiredFault[] };
