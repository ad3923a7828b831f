import { z } from 'zod';
import { stationSettingsSchema } from '../domain/stationSettings.ts';
import { defineRequests, ENGINEERS } from './define.ts';

export const settingsRequests = defineRequests({
  'settings.get': { input: z.object({}), output: stationSettingsSchema, roles: ENGINEERS, errors: [] },
  /** All of the station's settings at once, as they are to be from now on. */
  'settings.change': {
    input: stationSettingsSchema,
    output: stationSettingsSchema,
    roles: ENGINEERS,
    errors: ['station.data-folder'],
  },
});
