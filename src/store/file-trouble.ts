import { dirname, resolve } from 'node:path';
import { diskSentence } from './opening/disk.ts';
import { codeOf, explainStoreError } from './store-trouble.ts';

/** Why a file that an operator has named cannot be read or written: the second half of a sentence, with what to do. */
export function explainFileError(file: string, error: unknown): string {
  const disk = diskSentence(dirname(resolve(file)), error);
  if (disk !== null) return disk;
  const code = codeOf(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `there is no such file or folder. Check the path. (${code})`;
    case 'EACCES':
    case 'EPERM':
      return `this user has no right to it. Run this as a user who has. (${code})`;
    case 'EISDIR':
    case 'ERR_FS_EISDIR':
      return `it is a folder. Name a file. (${code})`;
    default:
      return explainStoreError(error);
  }
}
