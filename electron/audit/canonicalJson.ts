import canonicalize from 'canonicalize';

/**
 * The one text of a value (RFC 8785). A string that is not well-formed Unicode has no UTF-8: each lone surrogate in it becomes U+FFFD, as SQLite
 * stores it.
 *
 * @throws Error for what JSON cannot say: numbers that are not finite, `undefined`, circles
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalOrNull(value) ?? canonicalize(JSON.parse(JSON.stringify(value, wellFormed)));
  if (text === undefined) throw new TypeError('undefined has no JSON');
  return text;
}

/** Null for lone surrogates. They are so rare that nothing looks for them before they are refused. */
function canonicalOrNull(value: unknown): string | undefined | null {
  try {
    return canonicalize(value);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.includes('surrogate')) return null;
    throw thrown;
  }
}

function wellFormed(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON`);
  return typeof value === 'string' ? value.toWellFormed() : value;
}
