/** The file system's own code of an error, such as `ENOENT`; undefined for any other error. */
export function errnoCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** What the file system says went wrong, as short as it can be told. */
export function errnoReason(thrown: unknown): string {
  return errnoCode(thrown) ?? String(thrown);
}

/** Nothing lies under this path. */
export function isMissing(thrown: unknown): boolean {
  const code = errnoCode(thrown);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The disk, or the share of it that this user may fill, is full. */
export function isDiskFull(thrown: unknown): boolean {
  const code = errnoCode(thrown);
  return code === 'ENOSPC' || code === 'EDQUOT';
}
