import type { StoredBackbone } from '../../engine/index.ts';

/** What a person should know of a backbone, licence, source and hash included. */
export function describeBackbone({ manifest, isBuiltIn }: StoredBackbone): string {
  const { id, name, sizePx, levels, scoring, licence, source, sha256 } = manifest;
  const shapes = levels.map(({ level, channels, height, width }) => `${level}: ${channels} x ${height} x ${width}`);
  return [
    `${id}  ${name}`,
    `  origin   ${isBuiltIn ? 'built in' : 'added'}`,
    `  input    ${sizePx} px`,
    `  levels   ${shapes.join(', ')}`,
    `  scores   part level ${scoring.part}, patch level ${scoring.patch}, map level ${scoring.map}`,
    `  licence  ${licence}`,
    `  source   ${source}`,
    `  SHA-256  ${sha256}`,
  ].join('\n');
}
