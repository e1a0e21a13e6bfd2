import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { filesBeside } from '../policy/policy-file.ts';
import { filesNamedIn, type PolicyFiles } from '../policy/read-user-data.ts';
import { checkOrder, validateText } from './policy-check.ts';

const USAGE = `Usage:
  npm run --silent policy -- validate FILE
  npm run --silent policy -- check --user U… [--channel C…] [--admin] [--price N] --file FILE [PRESET] key=value… [vcpu=N]
--admin: that person stands in ADMIN_USERS. --price: of all of it, for the whole period or about a month, e.g. 4800.
The exit code of check is 0 when it is allowed for certain, else 1; of validate, 0 when the file is right.
`;

/** Returns the lines to print and the exit code. */
async function run(words: readonly string[]): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const [what, ...rest] = words;
  try {
    const options = {
      user: { type: 'string' },
      channel: { type: 'string' },
      file: { type: 'string' },
      admin: { type: 'boolean', default: false },
      price: { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ args: [...rest], options, allowPositionals: true });
    if (what === 'validate' && positionals[0] !== undefined)
      return validateText(positionals[0], ...(await policyAt(positionals[0])));
    if (what === 'check' && values.user !== undefined && values.file !== undefined) {
      const asker = { user: values.user, isAdmin: values.admin, channel: values.channel ?? null };
      const [text, files] = await policyAt(values.file);
      return checkOrder(values.file, text, asker, positionals, values.price ?? null, files);
    }
  } catch (error) {
    return { code: 1, lines: [error instanceof Error ? error.message : String(error), USAGE] };
  }
  return { code: 1, lines: [USAGE] };
}

async function policyAt(file: string): Promise<readonly [text: string, files: PolicyFiles]> {
  const text = readFileSync(file, 'utf8');
  return [text, await filesBeside(file, filesNamedIn(text))];
}

const { code, lines } = await run(process.argv.slice(2));
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = code;
