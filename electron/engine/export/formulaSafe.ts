const STARTS_A_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * A text that a spreadsheet would run as a formula (a file may be named "=HYPERLINK(...)") gets an apostrophe before it, as OWASP advises for
 * CSV injection. Plain numbers stay numbers.
 */
export function formulaSafe(text: string): string {
  return STARTS_A_FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}
