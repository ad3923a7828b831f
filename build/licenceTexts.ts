import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MIT = `The MIT License

Copyright (c) the authors of the package, as named in its repository

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** The text of a licence for packages that bring none of their own. An expression such as "A AND B" gives all of its texts. */
export function licenceOf(expression: string, root: string): string {
  return expression
    .split(' AND ')
    .map((licence) => textOf(licence, root))
    .join('\n\n');
}

function textOf(licence: string, root: string): string {
  const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8').trim();
  switch (licence) {
    case 'MIT':
      return MIT;
    case 'Apache-2.0':
      return read('LICENSE');
    // The Lesser licence is a set of permissions on top of the other.
    case 'LGPL-3.0-or-later':
      return `${read('resources', 'licences', 'LGPL-3.0.txt')}\n\n${read('resources', 'licences', 'GPL-3.0.txt')}`;
    default:
      throw new Error(`There is no text of the licence ${licence}`);
  }
}
