import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { changeMetadata, readMetadata, readModel, writeModel } from './codec.ts';
import { GraphBuilder } from './graphBuilder.ts';

function smallModel() {
  const graph = new GraphBuilder({ name: 'small' });
  const image = graph.input('image', 'float32', ['N', 2]);
  const doubled = graph.multiply(image, graph.scalar(2));
  graph.output('doubled', doubled, 'float32', ['N', 2]);
  return graph.toModel({ recipe: 'brake-disc', note: 'grün' });
}

describe('an ONNX file', () => {
  it('is the same after being written and read', () => {
    const bytes = writeModel(smallModel());
    expect(Buffer.from(writeModel(readModel(bytes))).equals(Buffer.from(bytes))).toBe(true);
  });

  it('runs in ONNX Runtime', async () => {
    const session = await InferenceSession.create(writeModel(smallModel()));
    const { doubled } = await session.run({ image: new Tensor('float32', [1, 2, 3, 4], [2, 2]) });
    expect([...(doubled!.data as Float32Array)]).toEqual([2, 4, 6, 8]);
  });

  it('gives its metadata back', () => {
    expect(readMetadata(writeModel(smallModel()))).toEqual({ recipe: 'brake-disc', note: 'grün' });
  });

  it('takes other metadata, and keeps every byte of its network', () => {
    const written = writeModel(smallModel());
    const changed = changeMetadata(written, ({ recipe = '' }) => ({ recipe, 'limit-fail': '2.5' }));
    expect(readMetadata(changed)).toEqual({ recipe: 'brake-disc', 'limit-fail': '2.5' });
    const without = (bytes: Uint8Array): Buffer => Buffer.from(changeMetadata(bytes, () => ({})));
    expect(without(changed).equals(without(written))).toBe(true);
    expect(() => changeMetadata(written.subarray(0, 60), () => ({}))).toThrow(SigmalineError);
  });

  it('keeps "to the end" in 64-bit integers', () => {
    const model = smallModel();
    const toTheEnd = { name: 'end', dims: [1], dataType: 7, int64Data: [2 ** 63] };
    const graph = { ...model.graph, initializer: [...model.graph.initializer, toTheEnd] };
    const once = writeModel({ ...model, graph });
    expect(Buffer.from(writeModel(readModel(once))).equals(Buffer.from(once))).toBe(true);
    expect(Buffer.from(once).includes(Buffer.from('ffffffffffffffff7f', 'hex'))).toBe(true);
  });

  it.each([
    ['empty', new Uint8Array(0)],
    ['text', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1')],
    ['cut', writeModel(smallModel()).subarray(0, 60)],
  ])('that is %s is refused with a reason', (_, bytes) => {
    expect(() => readModel(bytes)).toThrow(SigmalineError);
    expect(() => readModel(bytes)).toThrow(/ONNX file cannot be read/);
  });
});
