import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { NamesHost } from './certificate.ts';

const HOST = /^(\[[\da-f:]+\]|[\w.-]+)(?::\d{1,5})?$/i;
const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', 'localhost'];

/** Whether an address to be served at is reached from this machine alone. */
export function isLoopback(address: string): boolean {
  return LOOPBACK_HOSTS.includes(address);
}

/**
 * Whether the request named this machine. A page of the internet that points its own name at 127.0.0.1 (DNS rebinding) sends that name as
 * Host and is refused. Any port is accepted, so that a tunnel to the station may end at another one.
 *
 * @param namesOf the certificate's own names are the station's, too; null where there is none
 */
export function namesThisMachine({ host = '' }: IncomingHttpHeaders, namesOf: NamesHost | null = null): boolean {
  const [, found] = HOST.exec(host) ?? [];
  const name = found?.toLowerCase().replace(/^\[|\]$/g, '');
  return name !== undefined && (isLoopback(name) || namesOf?.(name) === true);
}

/**
 * Whether the request comes from our own page, or from no page at all: browsers always say which page opens a WebSocket or loads an image,
 * programs say nothing and show the token.
 */
export function comesFromOurPage(headers: IncomingHttpHeaders, scheme: 'http' | 'https'): boolean {
  if (headers.origin !== undefined && headers.origin !== `${scheme}://${headers.host}`) return false;
  const site = headers['sec-fetch-site'];
  // Following a link to the station from elsewhere is harmless: it shows the page to the person who sits here.
  return site === undefined || site === 'same-origin' || site === 'none' || headers['sec-fetch-mode'] === 'navigate';
}

/** Cookies know no ports: the name keeps two stations on one machine apart. */
export function sessionCookieName(port: number): string {
  return `sigmaline-session-${port}`;
}

/** The station's token, and behind a dot a number that tells one browser from another. It says nothing about who sits there. */
export function sessionCookie(port: number, token: string, isSecure: boolean): string {
  const browser = randomBytes(16).toString('base64url');
  return `${sessionCookieName(port)}=${token}.${browser}; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

/** The tokens that a request shows: in its address (the first visit, programs) or in our cookie, with the browser's number. */
export function shownTokens(
  url: URL,
  headers: IncomingHttpHeaders,
  port: number,
): readonly { readonly token: string; readonly browser: string | null }[] {
  const prefix = `${sessionCookieName(port)}=`;
  const cookies = (headers.cookie ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(prefix))
    .map((cookie) => cookie.slice(prefix.length).split('.'))
    .map(([token = '', browser = null]) => ({ token, browser }));
  return [...cookies, ...url.searchParams.getAll('token').map((token) => ({ token, browser: null }))];
}

/** Compares in constant time, whatever the lengths. */
export function sameToken(shown: string, token: string): boolean {
  return timingSafeEqual(digest(shown), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
