import { z } from 'zod';
import { stationSettingsSchema } from '../domain/stationSettings.ts';
import { defineRequests, ENGINEERS } from './define.ts';

export const settingsRequests = defineRequests({
  'settings.get': { input: z.object({}), output: stationSettingsSchema, roles: ENGINEERS, errors: [] },
  /**
   * The settings that are to be different from now on; the others stay. What was `seen` of them before tells whether somebody else changed one
   * meanwhile: then nothing is written.
   */
  'settings.change': {
    input: stationSettingsSchema.partial().extend({ seen: stationSettingsSchema.partial().optional() }),
    output: stationSettingsSchema,
    roles: ENGINEERS,
    errors: ['station.data-folder', 'settings.changed-meanwhile'],
  },
});
