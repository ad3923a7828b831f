import { appendFileSync } from 'node:fs';
import { settings } from './settings.ts';

/** Notes a call whose effect no page can show: a menu, a message box, a download. */
export function note(call: string, ...details: unknown[]): void {
  appendFileSync(settings.callsFile, `${JSON.stringify({ call, details })}\n`);
}
