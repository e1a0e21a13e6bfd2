import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { galleryEntries } from './gallery.ts';

const USAGE = 'Usage: npm run gallery -- --json FILE';

/** Writes `[[name, blocksOrView], …]` to the file. */
function main(): void {
  const file = fileFrom(process.argv.slice(2));
  if (file === null) {
    process.stderr.write(`${USAGE}\n`);
    process.exit(2);
  }
  const entries = galleryEntries();
  try {
    writeFileSync(file, `${JSON.stringify(entries, null, 2)}\n`);
  } catch (error) {
    process.stderr.write(`${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).\n`);
    process.exit(1);
  }
  process.stdout.write(`${entries.length} entries written to ${file}\n`);
}

function fileFrom(args: readonly string[]): string | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'string' } } });
    return values.json === undefined || values.json === '' ? null : values.json;
  } catch {
    return null;
  }
}

main();
