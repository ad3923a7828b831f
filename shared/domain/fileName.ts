import { z } from 'zod';

/** A character that ends a name: separators of every platform, a Windows drive or stream, and what no file system takes. */
const PATH_CHARACTER = /[/\\:\0]/;

/** The name of a file beside the one that names it. A path would reach out of the folder, whose other files nobody vouched for. */
export const fileNameSchema = z
  .string()
  .min(1)
  .refine((name) => !PATH_CHARACTER.test(name) && name !== '.' && name !== '..', {
    error: 'a plain file name is expected, not a path',
  });
