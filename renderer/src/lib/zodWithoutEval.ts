import { z } from 'zod';

/** The Content-Security-Policy forbids code made at run time. This has to be imported before any schema. */
z.config({ jitless: true });
