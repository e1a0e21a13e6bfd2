import type { Kysely } from 'kysely';
import { batchesOf } from '../../core/base/lists.ts';
import type { Tables } from '../schema.ts';
import type { Change, CommitRefusal } from '../store.ts';

const PER_QUERY = 500;

export async function readMarks(db: Kysely<Tables>, names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const batch of batchesOf(names, PER_QUERY)) {
    const rows = await db.selectFrom('marks').select('name').where('name', 'in', batch).execute();
    for (const { name } of rows) found.add(name);
  }
  return found;
}

export async function takeTurn(db: Kysely<Tables>, name: string, now: number, everyMs: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('marks')
    .values({ name, at: now })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ at: now })
        // A turn in the future was taken by a wrong clock, and would block the turn until then.
        .where((eb) => eb.or([eb('marks.at', '<=', now - everyMs), eb('marks.at', '>=', now + everyMs)])),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Refuses a change if one of its marks is already set. */
export async function writeMarks(db: Kysely<Tables>, { marks, at }: Change): Promise<CommitRefusal | null> {
  // In a fixed order, so that two writers cannot deadlock.
  for (const name of [...new Set(marks?.clear)].toSorted())
    await db.deleteFrom('marks').where('name', '=', name).execute();
  for (const name of [...new Set(marks?.set)].toSorted()) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('marks')
      .values({ name, at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) return { kind: 'conflict', id: name };
  }
  return null;
}
