/**
 * What keeps libraries from calling home: no call leaves the machine unless an engineer configured it. ONNX Runtime reads this before its
 * library is loaded, so it must be in the environment of every process that we start.
 */
export const OFFLINE_ENVIRONMENT = { ORT_DISABLE_TELEMETRY: '1' } as const;
