import type { ErrorCode } from '../../../../shared/domain/index.ts';
import type { OptionField } from './sourceDraft.ts';

/** The field of the calibration form that an error is about; null where it is about none of them. */
export function calibrationFieldOf(code: ErrorCode): 'name' | 'folder' | 'target' | null {
  if (code === 'recipe.name') return 'name';
  if (code === 'target.invalid') return 'target';
  return code.startsWith('folder.') ? 'folder' : null;
}

/** The same for the form of a source. */
export function sourceFieldOf(code: ErrorCode): 'name' | 'folder' | 'recipe' | OptionField | null {
  switch (code) {
    case 'source.name-taken':
      return 'name';
    case 'source.include':
      return 'include';
    case 'source.exclude':
      return 'exclude';
    case 'source.pattern':
    case 'source.pattern-groups':
      return 'pattern';
    case 'source.duplicate':
    case 'source.nested':
    case 'source.overlap':
    case 'source.holds-data':
    case 'source.holds-archive':
      return 'folder';
    default:
      if (code.startsWith('recipe.')) return 'recipe';
      if (code.startsWith('archive.')) return 'archive';
      return code.startsWith('folder.') ? 'folder' : null;
  }
}
