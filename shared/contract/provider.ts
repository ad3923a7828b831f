import { z } from 'zod';
import { defineRequests, ENGINEERS } from './define.ts';

export const providerRequests = defineRequests({
  /** Forgets which providers failed on this machine and checks them all again, in the background. */
  'provider.retry': { input: z.object({}), output: z.object({}), roles: ENGINEERS, errors: [] },
});
