import { describe, expect, it } from 'vitest';
import { comesFromOurPage, namesThisMachine, sameToken, sessionCookieName, shownTokens } from './access.ts';

describe('the machine that a request names', () => {
  it.each(['127.0.0.1:4711', 'localhost:4711', 'localhost', 'LOCALHOST:80'])('accepts %s', (host) => {
    expect(namesThisMachine({ host })).toBe(true);
  });

  it.each([
    'evil.example:4711',
    '127.0.0.1.evil.example',
    'localhost.evil.example:80',
    '127.0.0.1:80@evil.example',
    '',
    '0.0.0.0:4711',
  ])('refuses %j, as a rebound name would be sent', (host) => {
    expect(namesThisMachine({ host })).toBe(false);
  });

  it('refuses a request that names none', () => {
    expect(namesThisMachine({})).toBe(false);
  });
});

describe('the page that a request comes from', () => {
  const host = '127.0.0.1:4711';

  it('accepts our own page and programs that have none', () => {
    expect(comesFromOurPage({ host, origin: 'http://127.0.0.1:4711', 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(comesFromOurPage({ host })).toBe(true);
  });

  it.each(['http://evil.example', 'http://localhost:4711', 'http://127.0.0.1:4712', 'https://127.0.0.1:4711', 'null'])(
    'refuses a page at %s',
    (origin) => {
      expect(comesFromOurPage({ host, origin })).toBe(false);
    },
  );

  it('refuses an image that a foreign page, or another port of this machine, embeds', () => {
    expect(comesFromOurPage({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(false);
    expect(comesFromOurPage({ host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })).toBe(false);
  });

  it('accepts a link that a person followed', () => {
    expect(comesFromOurPage({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(true);
  });
});

describe('tokens', () => {
  it('are found in the address and in the cookie of this port', () => {
    const cookie = `other=1; ${sessionCookieName(4711)}=from-cookie; ${sessionCookieName(4712)}=of-another-station`;
    const url = new URL('http://127.0.0.1/?token=from-address');
    expect(shownTokens(url, { cookie }, 4711)).toEqual(['from-address', 'from-cookie']);
  });

  it('are the same only when they are equal, whatever their lengths', () => {
    expect(sameToken('secret', 'secret')).toBe(true);
    expect(sameToken('secret', 'secret ')).toBe(false);
    expect(sameToken('', 'secret')).toBe(false);
  });
});
