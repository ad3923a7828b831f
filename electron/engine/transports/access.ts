import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i;

/**
 * Whether the request named this machine. A page of the internet that points its own name at 127.0.0.1 (DNS rebinding) sends that name as
 * Host and is refused. Any port is accepted, so that a tunnel to the station may end at another one.
 */
export function namesThisMachine(headers: IncomingHttpHeaders): boolean {
  return headers.host !== undefined && LOOPBACK_HOST.test(headers.host);
}

/**
 * Whether the request comes from our own page, or from no page at all: browsers always say which page opens a WebSocket or loads an image,
 * programs say nothing and show the token.
 */
export function comesFromOurPage(headers: IncomingHttpHeaders): boolean {
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return false;
  const site = headers['sec-fetch-site'];
  // Following a link to the station from elsewhere is harmless: it shows the page to the person who sits here.
  return site === undefined || site === 'same-origin' || site === 'none' || headers['sec-fetch-mode'] === 'navigate';
}

/** Cookies know no ports: the name keeps two stations on one machine apart. */
export function sessionCookieName(port: number): string {
  return `sigmaline-session-${port}`;
}

export function sessionCookie(port: number, token: string): string {
  return `${sessionCookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The tokens that a request shows: in its address (the first visit, programs) or in our cookie. */
export function shownTokens(url: URL, headers: IncomingHttpHeaders, port: number): readonly string[] {
  const prefix = `${sessionCookieName(port)}=`;
  const cookies = (headers.cookie ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(prefix))
    .map((cookie) => cookie.slice(prefix.length));
  return [...url.searchParams.getAll('token'), ...cookies];
}

/** Compares in constant time, whatever the lengths. */
export function sameToken(shown: string, token: string): boolean {
  return timingSafeEqual(digest(shown), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
