import { describe, expect, it } from 'vitest';
import { folded, gramQuery, packTexts, placesWith } from './texts.ts';

const found = (serials: readonly string[], sought: string): number[] =>
  placesWith(packTexts(serials.map((serial) => ({ file: 'a', serial }))), 'serial', Buffer.from(folded(sought)));

describe('a text', () => {
  it.each([
    ['ΟΔΟΣ', 'Greek sigmas end words in lower case', ['ΟΔΟΣ1', 'οδός', 'οδος 2'], [0, 2]],
    ['Prüf', 'accents lie beside their letters', ['Pru\u0308f 7', 'pruf'], [0]],
    ['%_"*', 'signs of query languages', ['100%_"*', '1000'], [0]],
  ])('is found: %s, where %s', (sought, _, serials, places) => {
    expect(found(serials, sought)).toEqual(places);
  });

  it.each(['\0', '\0b', 'a\0b', 'b\0a\0'])('is not found across the texts of records: %j', (sought) => {
    expect(found(['b', 'b'], sought)).toEqual([]);
    expect(gramQuery(`abc${sought}`)).toBeNull();
  });
});
