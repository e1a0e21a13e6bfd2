import { join } from 'node:path';
import Database from 'libsql';

/** Runs statements on the file of a closed store. */
export function sqlOn(directory: string, ...statements: readonly string[]): void {
  const file = new Database(join(directory, 'ecs-chatops.db'));
  try {
    for (const statement of statements) file.exec(statement);
  } finally {
    file.close();
  }
}
