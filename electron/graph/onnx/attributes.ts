import type { OnnxAttribute } from './model.ts';

/** The value of a node's attribute, still without its name; ONNX keeps integers and floats apart, so the writer says which it is. */
export type AttributeValue = Omit<OnnxAttribute, 'name'>;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export const float = (value: number): AttributeValue => ({ type: 1, f: value });
export const int = (value: number): AttributeValue => ({ type: 2, i: value });
export const text = (value: string): AttributeValue => ({ type: 3, s: new TextEncoder().encode(value) });
export const ints = (values: readonly number[]): AttributeValue => ({ type: 7, ints: values });
