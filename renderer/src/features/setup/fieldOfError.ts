import type { ErrorCode } from '../../../../shared/domain/index.ts';

/** The field of the calibration form that an error is about; null where it is about none of them. */
export function calibrationFieldOf(code: ErrorCode): 'name' | 'folder' | 'target' | null {
  if (code === 'recipe.name') return 'name';
  if (code === 'target.invalid') return 'target';
  return code.startsWith('folder.') ? 'folder' : null;
}

/** The same for the form that adds a source. */
export function sourceFieldOf(code: ErrorCode): 'folder' | 'recipe' | null {
  if (code.startsWith('recipe.')) return 'recipe';
  return code.startsWith('folder.') || code === 'source.duplicate' || code === 'source.nested' ? 'folder' : null;
}
