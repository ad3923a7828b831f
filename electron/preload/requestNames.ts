/**
 * The names of all requests that the window may send. The build fills them in from the contract's table, so that this sandboxed script
 * holds a short list instead of every schema.
 */
declare const __WINDOW_REQUESTS__: readonly string[];

export const windowRequests: ReadonlySet<string> = new Set(__WINDOW_REQUESTS__);
