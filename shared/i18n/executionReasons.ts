/** The execution providers of ONNX Runtime by the names that their makers give them: the same in every language. */
const PROVIDERS: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  'cpu int8': 'CPU (INT8)',
  cuda: 'CUDA (NVIDIA)',
  tensorrt: 'TensorRT (NVIDIA)',
  dml: 'DirectML (Windows)',
  coreml: 'Core ML (Apple)',
  webgpu: 'WebGPU',
};

/** What networks run on, as people read it; one that nobody foresaw keeps its id. */
export function providerName(id: string): string {
  return PROVIDERS[id] ?? id;
}

/** Whether a processor that every machine has runs them; any other is a graphics processor. */
export function runsOnCpu(id: string): boolean {
  return id.split(' ')[0] === 'cpu';
}

/** What may stand for a provider in a text that was kept: its name, or the id that earlier versions wrote. */
export const PROVIDERS_IN_TEXTS: readonly string[] = [...Object.values(PROVIDERS), ...Object.keys(PROVIDERS)].toSorted(
  (one, other) => other.length - one.length,
);

/** Why a lane judges on the processor that it does, and what that is called: parts of a sentence. Records and the audit trail keep the English one. */
export const EXECUTION_REASONS = {
  'execution.on': '{provider}: {reason}',
  'execution.both': '{first}; {second}',
  'execution.thread': '{name}, 1 thread',
  'execution.threads': '{name}, {threads} threads',
  'execution.settings': 'chosen in the settings',
  'execution.wished': 'chosen in the settings, {reason}',
  'execution.only-cpu': 'ONNX Runtime offers nothing else here',
  'execution.checking': 'the other providers are being checked',
  'execution.environment': 'named by SIGMALINE_LANE_PROVIDER',
  'execution.failed': '{provider} failed ({reason})',
  'execution.failed-before': '{provider} failed before ({reason})',
  'execution.failed-image': '{provider} failed on this image ({reason})',
  'execution.lane-ended': 'a lane ended while {provider} judged this image',
  'execution.not-offered': '{provider} is not offered by ONNX Runtime here',
  'execution.unusable': '{provider} could not be used ({reason})',
  'execution.not-used': '{provider} was not used: {other} ran instead',
  'execution.not-compared': '{provider} could not be compared ({reason})',
  'execution.not-trusted': '{provider} is not trusted: {reason}',
  'execution.slower': '{provider} agrees with the CPU, but is only {times} times as fast',
  'execution.slower-int8': '{provider} agrees with its calibration, but is only {times} times as fast as in floats',
  'execution.agrees': 'agrees with the CPU to {difference}, {times} times as fast',
  'execution.agrees-int8': 'agrees with its calibration to {difference}, {times} times as fast as in floats',
  'execution.ended': 'the process that ran it ended',
  'execution.no-answer': 'no answer within {seconds} seconds',
  'execution.no-numbers': 'values that are no numbers',
  'execution.ends-lanes': 'lanes end on images that the CPU judges',
  'execution.check': 'the check at regular times: {reason}',
  'execution.pictures': 'it answered for {found} of {expected} pictures',
  'execution.values': 'it answered another number of values',
  'execution.gave-no-numbers': 'it gave values that are no numbers',
  'execution.differs': 'its results differ from those of the CPU by {difference}',
  'execution.differs-int8': 'its results differ from those of its calibration by {difference}',
} as const;
