import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MIGRATIONS } from '../../src/store/opening/migrate.ts';
import { BUILT_BOT } from '../support/sandbox.ts';

/** Beside the packages that it needs. */
const NEAR = dirname(dirname(dirname(BUILT_BOT)));

/**
 * The built bot with one more migration, as its next version might have it: another column and another table. Its entry, and how it is
 * taken away again.
 */
export function makeNewerBot(migration: string): { readonly entry: string; remove(): void } {
  const directory = mkdtempSync(join(NEAR, 'node_modules', '.newer-bot-'));
  cpSync(dirname(BUILT_BOT), directory, { recursive: true });
  const last = Object.keys(MIGRATIONS).at(-1) ?? '';
  const listed = new RegExp(`"${last}": [\\w$]+`);
  const programs = readdirSync(directory).filter((name) => name.endsWith('.js'));
  const changed = programs.filter((name) => {
    const file = join(directory, name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(listed, (found) => `${found},\n${migrationText(migration)}`),
    );
    return listed.test(text);
  });
  if (changed.length !== 1) throw new Error(`the built bot lists its migrations in ${changed.length} files`);
  return { entry: join(directory, 'main.js'), remove: () => rmSync(directory, { recursive: true, force: true }) };
}

const migrationText = (name: string): string => `"${name}": async (db) => {
  await db.schema.alterTable('instances').addColumn('later', 'text').execute();
  await db.schema.createTable('later').addColumn('id', 'text').execute();
}`;
