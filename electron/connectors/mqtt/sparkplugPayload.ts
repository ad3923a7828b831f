import protobuf from 'protobufjs';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';

/** Types of Sparkplug B that stations use, with their number in the specification and the field that holds a value of them. */
const TYPES = {
  Int32: { number: 3, field: 'int_value' },
  UInt64: { number: 8, field: 'long_value' },
  Double: { number: 10, field: 'double_value' },
  Boolean: { number: 11, field: 'boolean_value' },
  String: { number: 12, field: 'string_value' },
  DateTime: { number: 13, field: 'long_value' },
} as const;

export type MetricType = keyof typeof TYPES;
export type MetricValue = number | string | boolean | null;

export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  readonly value: MetricValue;
  /** ms since 1970; that of the payload where it is left out. */
  readonly timeMs?: number;
  /** It tells of before, and is no value of now. */
  readonly isHistorical?: boolean;
}

/**
 * The part of Sparkplug B's messages that is used here (`Payload` and `Payload.Metric` of the Eclipse Sparkplug specification 3.0, chapter 6), by
 * their field numbers. Templates, data sets and properties are skipped when they are read.
 */
const payloadMessage = protobuf.Root.fromJSON({
  nested: {
    // Of proto2, where a zero, a false and an empty text are written as what they are.
    Payload: {
      edition: 'proto2',
      fields: {
        timestamp: { id: 1, type: 'uint64' },
        metrics: { id: 2, type: 'Metric', rule: 'repeated' },
        seq: { id: 3, type: 'uint64' },
      },
    },
    Metric: {
      edition: 'proto2',
      fields: {
        name: { id: 1, type: 'string' },
        alias: { id: 2, type: 'uint64' },
        timestamp: { id: 3, type: 'uint64' },
        datatype: { id: 4, type: 'uint32' },
        is_historical: { id: 5, type: 'bool' },
        is_null: { id: 7, type: 'bool' },
        int_value: { id: 10, type: 'uint32' },
        long_value: { id: 11, type: 'uint64' },
        float_value: { id: 12, type: 'float' },
        double_value: { id: 13, type: 'double' },
        boolean_value: { id: 14, type: 'bool' },
        string_value: { id: 15, type: 'string' },
      },
    },
  },
}).lookupType('Payload');

/** @param seq of messages of a node that is alive, 0 to 255; null in its death certificate, which has none */
export function encodePayload(metrics: readonly Metric[], seq: number | null, timeMs: number): Buffer {
  const payload = {
    timestamp: timeMs,
    metrics: metrics.map(({ name, type, value, timeMs: at = timeMs, isHistorical = false }) => ({
      name,
      timestamp: at,
      datatype: TYPES[type].number,
      ...(isHistorical && { is_historical: true }),
      ...(value === null ? { is_null: true } : { [TYPES[type].field]: value }),
    })),
    ...(seq !== null && { seq }),
  };
  return Buffer.from(payloadMessage.encode(payloadMessage.fromObject(payload)).finish());
}

/** What commands hold: names, and values that are Booleans or texts. @throws connection.command-unreadable */
export function decodeCommands(bytes: Buffer): { readonly name: string; readonly value: boolean | string | null }[] {
  try {
    const { metrics = [] } = payloadMessage.toObject(payloadMessage.decode(bytes), { longs: Number }) as {
      readonly metrics?: readonly Readonly<Record<string, string | boolean | undefined>>[];
    };
    return metrics.map(({ name, boolean_value: flag, string_value: text }) => ({
      name: String(name ?? ''),
      value: flag ?? text ?? null,
    }));
  } catch (cause) {
    throw new SigmalineError('connection.command-unreadable', { reason: messageOf(cause) }, cause);
  }
}
