import { describe, expect, it } from 'vitest';
import { isExportAddress, isInterfaceAddress, parseImageAddress } from './addresses.ts';

const ID = '11111111-2222-4333-8444-555555555555';

describe('addresses of images', () => {
  it('name an inspection and which of its pictures, or an export', () => {
    expect(parseImageAddress(`sigmaline-image://image/${ID}/thumbnail`)).toEqual({
      kind: 'image',
      id: ID,
      image: 'thumbnail',
    });
    expect(parseImageAddress(`sigmaline-image://image/${ID}/original`)).toEqual({
      kind: 'image',
      id: ID,
      image: 'original',
    });
    expect(parseImageAddress('sigmaline-image://suspect/ring-2/3/0')).toEqual({ kind: 'suspect' });
    expect(parseImageAddress('sigmaline-image://edge/ring-2/3/0')).toEqual({ kind: 'suspect' });
    for (const address of [`export/${ID}/0`, `report/${ID}`, `diagnostics/${ID}`, `certificate/${ID}`])
      expect(parseImageAddress(`sigmaline-image://${address}`)).toEqual({ kind: 'export', id: ID });
  });

  it.each([
    '',
    'sigmaline-image://image/',
    'sigmaline-image://suspect/../3/0',
    'sigmaline-image://suspect/ring/3/0/x',
    'sigmaline-image://suspect/ring/3/x',
    'sigmaline-image://image//etc/passwd',
    'sigmaline-image://image/../../etc/passwd/original',
    `sigmaline-image://image/${ID}`,
    `sigmaline-image://image/${ID}/`,
    `sigmaline-image://image/${ID}/original/..`,
    `sigmaline-image://image/${ID}/original?path=/etc/passwd`,
    `sigmaline-image://image/${ID}/original#`,
    `sigmaline-image://image/${ID}/original\nx`,
    `sigmaline-image://export/${ID}/original`,
    `sigmaline-image://IMAGE/${ID}/original`,
    `sigmaline-image://user@image/${ID}/original`,
    `sigmaline-image://image:80/${ID}/original`,
    `app://image/${ID}/original`,
    `https://image/${ID}/original`,
  ])('are nothing else: %j', (url) => {
    expect(parseImageAddress(url)).toBeNull();
    expect(isExportAddress(url)).toBe(false);
  });
});

describe('the address of the interface', () => {
  it('is the page, whatever part of it is shown', () => {
    for (const url of ['app://sigmaline/', 'app://sigmaline/#recipes', 'app://sigmaline/?x=1#y']) {
      expect(isInterfaceAddress(url), url).toBe(true);
    }
  });

  it.each([
    '',
    'app://sigmaline',
    'app://sigmaline/other.html',
    'app://other/',
    'https://sigmaline/',
    'app://sigmaline.evil/',
    'javascript:1',
  ])('is not %j', (url) => {
    expect(isInterfaceAddress(url)).toBe(false);
  });
});
