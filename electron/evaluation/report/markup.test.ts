import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markup } from './markup.ts';

describe('markup', () => {
  it('escapes what is inserted, in text and in attributes', () => {
    const name = `<img src=x onerror="alert('1')"> & more`;
    expect(markup`<p title="${name}">${name}</p>`.source).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more">' +
        '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more</p>',
    );
  });

  it('lets no text become an element or leave its attribute', () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(markup`${text}`.source)));
  });

  it('inserts markup as it is, a list of it line by line, and nothing for null', () => {
    const items = ['a', 'b'].map((item) => markup`<li>${item}</li>`);
    expect(markup`<ul>${items}</ul>${null}${7}`.source).toBe('<ul><li>a</li>\n<li>b</li></ul>7');
  });
});
