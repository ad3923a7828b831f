import { expect, it } from 'vitest';
import { sentenceOf } from '../../shared/domain/index.ts';
import { folderReason, listeningReason, networkError } from './networkErrors.ts';

const coded = (code: string, message = code): Error => Object.assign(new Error(message), { code });
const saidOf = (thrown: unknown): string => sentenceOf(networkError('mes.plant', thrown));

it.each([
  ['ECONNREFUSED', 'mes.plant cannot be reached (nothing listens there: ECONNREFUSED)'],
  ['ENOTFOUND', 'mes.plant cannot be reached (no computer has this name: ENOTFOUND)'],
  ['ETIMEDOUT', 'mes.plant cannot be reached (no answer came: ETIMEDOUT)'],
  ['EHOSTUNREACH', 'mes.plant cannot be reached (no way leads to it: EHOSTUNREACH)'],
  ['ECONNRESET', 'mes.plant cannot be reached (it closed the connection: ECONNRESET)'],
  ['ESTALE', 'mes.plant cannot be reached (ESTALE)'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'mes.plant does not speak TLS there'],
  ['CERT_HAS_EXPIRED', 'The certificate of mes.plant is not trusted'],
  ['ERR_OSSL_PEM_NO_START_LINE', 'The certificate or key of this connection cannot be used'],
  ['EPROTO', 'mes.plant does not speak TLS there'],
])('%s is told in words', (code, words) => {
  expect(saidOf(coded(code))).toContain(words);
});

it.each([
  [
    'write EPROTO 407D6CA0B67F0000:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/openssl/tlsany_meth.c:77: ',
    'mes.plant does not speak TLS there (SSL routines: wrong version number). Check the port',
  ],
  ['Client network socket disconnected before secure TLS connection was established', 'does not speak TLS there'],
  ['The server does not support SSL connections', 'does not speak TLS there'],
  [
    'self-signed certificate; if the root CA is installed locally, try running Node.js with --use-system-ca',
    'cannot be reached (self-signed certificate). Check',
  ],
])('%s is told without what is for programmers', (message, words) => {
  expect(saidOf(new Error(message))).toContain(words);
});

it('several addresses of one name are told by the first', () => {
  const all = new AggregateError([coded('ECONNREFUSED', 'connect ::1'), coded('ENETUNREACH')]);
  expect(saidOf(all)).toContain('nothing listens there: ECONNREFUSED');
});

it('one reason of the system means another thing for a port than for a folder', () => {
  expect(listeningReason(coded('EACCES'))).toEqual({
    code: 'connection.reason-administrators',
    details: { code: 'EACCES' },
  });
  expect(folderReason(coded('EACCES'))).toEqual({ code: 'connection.reason-no-right', details: { code: 'EACCES' } });
  expect(folderReason(coded('EIO'))).toBe('EIO');
});
