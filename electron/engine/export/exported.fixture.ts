import { inflateRawSync } from 'node:zlib';

/** Reads RFC 4180 strictly: CRLF between records, quotes doubled inside quotes. */
export function parseDelimited(text: string, separator = ','): string[][] {
  const records: string[][] = [[]];
  for (let at = 0; at < text.length; ) {
    let field: string;
    if (text[at] === '"') {
      const end = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
      if (end === null) throw new Error(`quote at ${at} is never closed`);
      field = (end[1] ?? '').replaceAll('""', '"');
      at += end[0].length;
    } else {
      const end = [separator, '"', '\r', '\n'].map((sign) => text.indexOf(sign, at)).filter((place) => place !== -1);
      field = text.slice(at, Math.min(...end));
      at += field.length;
    }
    records.at(-1)?.push(field);
    if (text[at] === separator) at += 1;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      records.push([]);
    } else throw new Error(`unexpected ${JSON.stringify(text.slice(at, at + 5))} at ${at}`);
  }
  return records.slice(0, -1);
}

/** The entries of a ZIP by its central directory, as every program reads it. */
export function readZip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const entries = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, nameLength] = [at + 10, at + 20, at + 28].map((offset, index) =>
      index === 1 ? bytes.readUInt32LE(offset) : bytes.readUInt16LE(offset),
    ) as [number, number, number];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    entries.set(name, method === 0 ? content : inflateRawSync(content));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The cells of a sheet of a workbook as texts; empty ones are ''. */
export function readSheet(xml: string): string[][] {
  const unescaped = (text: string): string =>
    text
      .replace(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '')
      .replace(/_x([0-9A-F]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c\/>|<c[^>]*><v>(.*?)<\/v><\/c>|<c[^>]*><is><t[^>]*>(.*?)<\/t><\/is><\/c>/gs)].map(
      ([, number, text]) => number ?? unescaped(text ?? ''),
    ),
  );
}
