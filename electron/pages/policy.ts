/** Nothing may be loaded or run: for answers that are no page of the interface. */
export const INERT_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The Content-Security-Policy of the interface: own scripts, styles, images and fonts, one connection to its own station, nothing else.
 *
 * @param images where images come from besides the page's own address, as Electron has it; null for nowhere else
 * @param socket where the contract is served; null where frames travel by a message port. Older browsers do not count ws:// as 'self'
 */
export function interfacePolicy(images: string | null, socket: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["img-src 'self'", images].filter(Boolean).join(' '),
    "font-src 'self'",
    ["connect-src 'self'", socket].filter(Boolean).join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What every answer carries. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  'Content-Security-Policy': INERT_POLICY,
};

/** Headers of an answer; what is not said otherwise may load nothing and is not kept. */
export function withSecurityHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return { ...SECURITY_HEADERS, 'Cache-Control': 'no-store', ...headers };
}

export function textResponse(status: number, text: string): Response {
  const headers = withSecurityHeaders({ 'Content-Type': 'text/plain; charset=utf-8' });
  return new Response(`${text}\n`, { status, headers });
}
