import { Listeners } from './listeners.ts';
import { type Burst, NO_BURST, type Outcome, readKey, TYPED_AFTER_MS } from './wedge.ts';

type Editable = HTMLInputElement | HTMLTextAreaElement;
type Scanned = Extract<Outcome, { kind: 'scanned' | 'torn' }>;

interface FieldBefore {
  readonly field: Editable;
  readonly value: string;
  readonly start: number | null;
}

/** Fields that a code may land in say so: a badge is scanned into the field of the sign-in id. */
const TAKES_SCANS = '[data-scan]';
const IN_A_WINDOW = '[role="dialog"], [role="alertdialog"]';

/**
 * Reads a scanner that acts as a keyboard. What it types never stays in a field that somebody happens to be in; keys that nobody typed into a field come
 * to whoever listens for them, once it is clear that a hand pressed them. While a window is open, a scan does nothing behind it.
 */
export class Scanner {
  readonly #page: Window;
  readonly #scans = new Listeners<[string]>();
  readonly #torn = new Listeners();
  readonly #keys = new Listeners<[string]>();
  #burst: Burst = NO_BURST;
  /** The field that the burst began in, and what it held then. */
  #before: FieldBefore | null = null;
  /** The same of the burst before it. */
  #earlier: FieldBefore | null = null;
  #pending: { readonly key: string; readonly timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(page: Window) {
    this.#page = page;
    page.addEventListener('keydown', (event) => this.#take(event), { capture: true });
  }

  /** @returns the function that ends the subscription */
  onScan(listener: (code: string) => void): () => void {
    return this.#scans.add(listener);
  }

  /** A scan that came in pieces, so that nobody knows its code. @returns the function that ends the subscription */
  onTorn(listener: () => void): () => void {
    return this.#torn.add(listener);
  }

  /** Single keys of a hand outside of fields and windows. @returns the function that ends the subscription */
  onKey(listener: (key: string) => void): () => void {
    return this.#keys.add(listener);
  }

  #take(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const { burst, outcome } = readKey(this.#burst, { key: event.key, atMs: event.timeStamp });
    this.#burst = burst;
    const field = editableOf(event.target);
    switch (outcome.kind) {
      case 'begun':
        this.#earlier = burst.before === '' ? null : this.#before;
        this.#before = field === null ? null : { field, value: field.value, start: startOf(field) };
        this.#await(event, field);
        break;
      case 'scanning':
        this.#forget();
        // A space in a code presses no button that happens to be in focus.
        if (field === null) event.preventDefault();
        break;
      case 'scanned':
      case 'torn':
        this.#forget();
        this.#scanned(event, field, outcome);
        break;
      case 'typed':
        this.#await(event, field);
    }
  }

  /** What a hand pressed is told as soon as no further key makes a scan of it. */
  #await(event: KeyboardEvent, field: Editable | null): void {
    this.#forget();
    if (event.repeat || field !== null || this.#isCovered() || isForControl(event)) return;
    const { key } = event;
    if (key === 'Shift') return;
    const tell = (): void => {
      this.#pending = null;
      if (!this.#isCovered()) this.#keys.tell(key);
    };
    if (key.length === 1) this.#pending = { key, timer: setTimeout(tell, TYPED_AFTER_MS) };
    else tell();
  }

  #forget(): void {
    if (this.#pending !== null) clearTimeout(this.#pending.timer);
    this.#pending = null;
  }

  #scanned(event: KeyboardEvent, field: Editable | null, outcome: Scanned): void {
    if (field?.closest(TAKES_SCANS)) return;
    // Neither a form that is sent by Enter nor a button in focus is meant.
    event.preventDefault();
    event.stopImmediatePropagation();
    // Single keys before a scan may be somebody's words: they stay.
    const isWholeBefore = outcome.kind === 'torn' && outcome.before.length > 1;
    const before = isWholeBefore ? this.#earlier : this.#before;
    if (before !== null && before.field === field) restore(before);
    this.#before = null;
    if (this.#isCovered()) return;
    if (outcome.kind === 'scanned') this.#scans.tell(outcome.text);
    else this.#torn.tell();
  }

  #isCovered(): boolean {
    return this.#page.document.querySelector(IN_A_WINDOW) !== null;
  }
}

function editableOf(target: EventTarget | null): Editable | null {
  if (target instanceof HTMLTextAreaElement) return target;
  const isTyped = target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return isTyped ? target : null;
}

function startOf(field: Editable): number | null {
  return field.selectionStart;
}

function restore({ field, value, start }: FieldBefore): void {
  field.value = value;
  if (start !== null) field.setSelectionRange(start, start);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Enter and space belong to the button in focus, arrows to what is moved by them. */
function isForControl({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  const control = target.closest(
    'button, a[href], select, [role="slider"], [role="switch"], [role="option"], [role="listbox"]',
  );
  return control !== null && !/^\d$/.test(key) && key !== 'Escape';
}
