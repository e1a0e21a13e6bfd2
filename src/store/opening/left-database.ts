import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

// A bot that starts on an empty database while another one holds its requests would forget them, and nobody would hear of it.

/** The embedded database in `DATA_DIR`. The lock is a separate file, so that the database can be read while the bot runs. */
export const FILE = 'ecs-chatops.db';
/** Its name once it was moved to PostgreSQL. */
export const MOVED_FILE = `${FILE}.moved`;

/** Why no empty embedded database is begun in a directory; null if it may be, or if there is one. */
export function movedAway(directory: string): string | null {
  const path = resolve(directory);
  if (existsSync(join(path, FILE)) || !existsSync(join(path, MOVED_FILE))) return null;
  return `The database in ${path} was moved to PostgreSQL. Set DATABASE_URL to that one. To begin with an empty database, move ${MOVED_FILE} away.`;
}

/** Why the bot does not begin on an empty PostgreSQL database; null if it may, or if that one is in use. */
export async function leftUnmoved(directory: string, db: Kysely<Tables>): Promise<string | null> {
  const path = join(resolve(directory), FILE);
  if (!existsSync(path)) return null;
  const end = await db.selectFrom('chain').select('seq').executeTakeFirst();
  if (end === undefined || end.seq > 0) return null;
  return `The PostgreSQL database is empty, and ${path} was not moved there. Run npm run move. To begin with an empty database, move that file away.`;
}
