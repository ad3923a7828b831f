import { expect, test } from 'vitest';
import { recipeIdSchema, slugOf } from './ids.ts';

test.each([
  ['Brake disc Ø 280', 'brake-disc-o-280'],
  ['  Außenring / Größe 7 ', 'aussenring-grosse-7'],
  ['../../etc', 'etc'],
  ['a'.repeat(200), 'a'.repeat(64)],
])('the name %j becomes the id %j', (name, id) => {
  expect(slugOf(name)).toBe(id);
  expect(recipeIdSchema.safeParse(slugOf(name)).success).toBe(true);
});

test('a name without letters or digits gives no id', () => {
  expect(recipeIdSchema.safeParse(slugOf('***')).success).toBe(false);
});
