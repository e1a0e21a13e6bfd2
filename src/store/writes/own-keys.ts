import type { Kysely } from 'kysely';
import type { OwnKey } from '../../core/key/own-key.ts';
import type { OwnKeys, OwnKeyWrite } from '../own-keys.ts';
import type { Tables } from '../schema.ts';
import type { Change, CommitRefusal } from '../store.ts';

type Row = { readonly version: number; readonly body: string };

/** Rows from before additions were tracked have no `adding`. */
const toKey = ({ version, body }: Row): OwnKey => ({
  unseen: null,
  ...(JSON.parse(body) as Omit<OwnKey, 'version' | 'unseen'>),
  version,
});

export const readOwnKeys = (read: <T>(run: (db: Kysely<Tables>) => Promise<T>) => Promise<T>): OwnKeys => ({
  of: (owner) =>
    read(async (db) => {
      const rows = await db.selectFrom('own_keys').selectAll().where('owner', '=', owner).execute();
      return rows.map(toKey).sort((a, b) => (a.name < b.name ? -1 : 1));
    }),
  named: (name) =>
    read(async (db) => {
      const row = await db.selectFrom('own_keys').selectAll().where('name', '=', name).executeTakeFirst();
      return row === undefined ? null : toKey(row);
    }),
  due: (now, limit) =>
    read(async (db) => {
      const due = db.selectFrom('own_keys').selectAll().where('due_at', '<=', now).orderBy('due_at').limit(limit);
      return (await due.execute()).map(toKey);
    }),
});

/** Refuses with the key's name if its version has changed, or if somebody else has taken the name. */
export async function writeOwnKeys(db: Kysely<Tables>, { ownKeys = [] }: Change): Promise<CommitRefusal | null> {
  const nameOf = (write: OwnKeyWrite): string => (write.kind === 'put' ? write.next.name : write.name);
  for (const write of ownKeys.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)))
    if (!(await isWritten(db, write))) return { kind: 'conflict', id: nameOf(write) };
  return null;
}

async function isWritten(db: Kysely<Tables>, write: OwnKeyWrite): Promise<boolean> {
  if (write.kind === 'drop') {
    const { name, version } = write;
    const gone = db.deleteFrom('own_keys').where('name', '=', name).where('version', '=', version);
    return (await gone.executeTakeFirstOrThrow()).numDeletedRows === 1n;
  }
  const { version, ...rest } = write.next;
  const { name, owner, unseen } = rest;
  const row = { name, owner, version, due_at: unseen?.dueAt ?? null, body: JSON.stringify(rest) };
  if (version > 1) {
    const changed = db
      .updateTable('own_keys')
      .set(row)
      .where('name', '=', row.name)
      .where('version', '=', version - 1);
    return (await changed.executeTakeFirstOrThrow()).numUpdatedRows === 1n;
  }
  const added = db
    .insertInto('own_keys')
    .values(row)
    .onConflict((conflict) => conflict.doNothing());
  return (await added.executeTakeFirstOrThrow()).numInsertedOrUpdatedRows === 1n;
}
