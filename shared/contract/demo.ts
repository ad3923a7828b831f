import { z } from 'zod';
import { CALIBRATION_ERRORS } from './calibration.ts';
import { defineRequests, ENGINEERS } from './define.ts';

export const demoRequests = defineRequests({
  /** Calibrates the sample product where that was not done yet, and lets a simulated camera deliver its parts. */
  'demo.start': {
    input: z.object({}),
    output: z.object({}),
    roles: ENGINEERS,
    errors: ['demo.running', ...CALIBRATION_ERRORS],
  },
  'demo.stop': { input: z.object({}), output: z.object({}), roles: ENGINEERS, errors: [] },
});
