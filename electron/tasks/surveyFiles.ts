import { z } from 'zod';
import { rulePreviewSchema } from '../../shared/contract/index.ts';
import { keepingRuleSchema, SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';
import { bePatient } from './patience.ts';

const request = z.object({
  /** Absolute; its station may be at work. */
  dataFolder: z.string(),
  rules: z.array(z.object({ rule: keepingRuleSchema, livedUntilMs: z.number() })),
});
const progress = z.object({
  rule: z.number().int(),
  records: z.array(z.number().int()),
  documents: z.array(z.object({ what: z.enum(['exports', 'reports']), id: z.string() })),
});
const result = z.object({ rules: z.array(rulePreviewSchema) });

/** Looks at the files that rules of keeping name, beside the work. */
export const surveyFiles: Job<z.infer<typeof request>, z.infer<typeof progress>, z.infer<typeof result>> = {
  name: 'surveyFiles',
  request,
  progress,
  result,
  crashed: (reason) => new SigmalineError('keeping.not-looked', { reason }),
  cancelled: () => new SigmalineError('keeping.not-looked', { reason: 'it was stopped' }),
  async run({ dataFolder, rules }, tell) {
    bePatient();
    const { surveyFiles: survey } = await import('../engine/keeping/index.ts');
    return { rules: survey(dataFolder, rules, tell) };
  },
};
