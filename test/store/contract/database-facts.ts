import { expect, test } from 'vitest';
import type { OpenStore } from './contract.ts';

/** What an operator is told about the database. */
export function aboutContract(open: OpenStore): void {
  test('it tells what it is, how large, and the last migration that it has been through', async () => {
    const store = await open();
    const { kind, bytes, migrations, newestMigration, newerMigrations } = await store.about();
    expect(kind).toBe(store.exclusive ? 'sqlite' : 'postgres');
    expect(bytes).toBeGreaterThan(10_000);
    expect(migrations).toBeGreaterThanOrEqual(1);
    // Numbers may be left out, never given twice.
    expect(Number.parseInt(newestMigration, 10)).toBeGreaterThanOrEqual(migrations);
    expect(newerMigrations).toEqual([]);
    await store.close();
  });
}
