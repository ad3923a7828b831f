import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { HostRequests } from './hostRequests.ts';
import { createImageProtocol } from './imageProtocol.ts';

const ID = '11111111-2222-4333-8444-555555555555';

describe('the protocol of images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-image-'));
  const picture = join(folder, 'picture.png');
  writeFileSync(picture, 'picture');

  afterAll(() => rmSync(folder, { recursive: true }));

  /** An engine that answers every request with the same. */
  function answering(output: object | SigmalineError) {
    const asked: unknown[] = [];
    const request = async (name: string, input: unknown): Promise<unknown> => {
      asked.push([name, input]);
      if (output instanceof SigmalineError) throw output;
      return output;
    };
    const serve = createImageProtocol({ request } as HostRequests);
    return { asked, get: (url: string, method = 'GET') => serve(new Request(url, { method })) };
  }

  it('asks the engine which file an id stands for, and sends it', async () => {
    const { asked, get } = answering({ path: picture, mediaType: 'image/png' });
    const answer = await get(`sigmaline-image://image/${ID}/thumbnail`);
    expect(await answer.text()).toBe('picture');
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'image/png', 'content-length': '7' });
    expect(asked).toEqual([['inspection.locateImage', { id: ID, kind: 'thumbnail' }]]);
  });

  it('sends an export as a download under its own name', async () => {
    const { get } = answering({ path: picture, fileName: "Schicht 3's Prüfung.csv" });
    const answer = await get(`sigmaline-image://export/${ID}`);
    expect(answer.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''Schicht%203%27s%20Pr%C3%BCfung.csv",
    );
    await answer.body?.cancel();
  });

  it('asks for nothing where the address holds no id, or another method is used', async () => {
    const { asked, get } = answering({ path: picture, mediaType: 'image/png' });
    expect((await get(`sigmaline-image://image/${picture}`)).status).toBe(404);
    expect((await get(`sigmaline-image://image/${ID}/original`, 'POST')).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('says what is missing: the inspection, the file, or the engine', async () => {
    const unknown = answering(new SigmalineError('inspection.not-found', { inspection: ID }));
    const refused = await unknown.get(`sigmaline-image://image/${ID}/original`);
    expect([refused.status, await refused.text()]).toEqual([404, `There is no inspection ${ID}.`]);
    const gone = answering({ path: join(folder, 'gone.png'), mediaType: 'image/png' });
    const missing = await gone.get(`sigmaline-image://image/${ID}/original`);
    expect([missing.status, await missing.text()]).toEqual([404, 'Not found']);
    const lost = answering(new SigmalineError('connection.lost'));
    expect((await lost.get(`sigmaline-image://image/${ID}/original`)).status).toBe(503);
  });

  it('sends no folder', async () => {
    const { get } = answering({ path: folder, mediaType: 'image/png' });
    expect((await get(`sigmaline-image://image/${ID}/original`)).status).toBe(404);
  });
});
