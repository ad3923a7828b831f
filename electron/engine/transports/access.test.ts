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

  it('accepts the names of the certificate beside its own, and no others', () => {
    const namesOf = (host: string): boolean => ['line-3.plant', 'fd00::7', '10.0.0.7'].includes(host);
    for (const host of ['LINE-3.plant:7446', '[fd00::7]:7446', '10.0.0.7', 'localhost:1']) {
      expect([host, namesThisMachine({ host }, namesOf)]).toEqual([host, true]);
    }
    for (const host of ['line-4.plant', '10.0.0.8:7446', '[fd00::8]']) {
      expect([host, namesThisMachine({ host }, namesOf)]).toEqual([host, false]);
    }
  });
});

describe('the page that a request comes from', () => {
  const host = '127.0.0.1:4711';

  it('accepts our own page and programs that have none', () => {
    expect(comesFromOurPage({ host, origin: 'http://127.0.0.1:4711', 'sec-fetch-site': 'same-origin' }, 'http')).toBe(
      true,
    );
    expect(comesFromOurPage({ host }, 'http')).toBe(true);
  });

  it.each(['http://evil.example', 'http://localhost:4711', 'http://127.0.0.1:4712', 'https://127.0.0.1:4711', 'null'])(
    'refuses a page at %s',
    (origin) => {
      expect(comesFromOurPage({ host, origin }, 'http')).toBe(false);
    },
  );

  it('refuses an image that a foreign page, or another port of this machine, embeds', () => {
    expect(comesFromOurPage({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'http')).toBe(false);
    expect(comesFromOurPage({ host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 'http')).toBe(false);
  });

  it('is served in the same way: a plain page does not speak for one with TLS', () => {
    const headers = { host: 'line-3.plant:7446', origin: 'https://line-3.plant:7446' };
    expect([comesFromOurPage(headers, 'https'), comesFromOurPage(headers, 'http')]).toEqual([true, false]);
  });

  it('accepts a link that a person followed', () => {
    expect(comesFromOurPage({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 'http')).toBe(true);
  });
});

describe('tokens', () => {
  it('are found in the address and in the cookie of this port', () => {
    const cookie = `other=1; ${sessionCookieName(4711)}=from-cookie.number; ${sessionCookieName(4712)}=of-another-station`;
    const url = new URL('http://127.0.0.1/?token=from-address');
    expect(shownTokens(url, { cookie }, 4711)).toEqual([
      { token: 'from-cookie', browser: 'number' },
      { token: 'from-address', browser: null },
    ]);
  });

  it('are the same only when they are equal, whatever their lengths', () => {
    expect(sameToken('secret', 'secret')).toBe(true);
    expect(sameToken('secret', 'secret ')).toBe(false);
    expect(sameToken('', 'secret')).toBe(false);
  });
});
