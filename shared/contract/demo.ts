import { z } from 'zod';
import { defineRequests } from './define.ts';

export const demoRequests = defineRequests({
  /** Calibrates the sample product where that was not done yet, and lets a simulated camera deliver its parts. */
  'demo.start': {
    input: z.object({}),
    output: z.object({}),
    role: 'engineer',
    errors: ['demo.running', 'calibration.running'],
  },
  'demo.stop': { input: z.object({}), output: z.object({}), role: 'engineer', errors: [] },
});
