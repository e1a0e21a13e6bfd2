import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readPolicyConfig } from '../config.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { filesBeside } from '../policy/policy-file.ts';
import { filesNamedIn, type PolicyFiles } from '../policy/read-user-data.ts';
import { explainFileError } from '../store/file-trouble.ts';
import { loadEnvironment } from './environment.ts';
import { forTerminal } from './for-terminal.ts';
import { type Checked, checkOrder, validateText } from './policy-check.ts';

const USAGE = `Usage:
  npm run --silent policy -- validate [FILE]
  npm run --silent policy -- check --user U… [--channel C…] [--admin] [--price N] [--file FILE] [PRESET] key=value… [vcpu=N]
FILE: that of POLICY_FILE, or policy.yml, if none is named. --admin: that person stands in ADMIN_USERS.
--price: of all of it, for the whole period or about a month, e.g. 4800.
The exit code of check is 0 when it is allowed for certain, else 1; of validate, 0 when the file is right.
`;

const OPTIONS = {
  user: { type: 'string' },
  channel: { type: 'string' },
  file: { type: 'string' },
  admin: { type: 'boolean', default: false },
  price: { type: 'string' },
} as const;

/** Returns the lines to print and the exit code. */
async function run([what, ...rest]: readonly string[]): Promise<Checked> {
  const asked = argumentsOf(rest);
  if (typeof asked === 'string') return wrong(asked, USAGE);
  const { values, positionals } = asked;
  const { user, channel = null, admin: isAdmin, price = null } = values;
  if (what === 'validate' && positionals.length <= 1) {
    const read = await policyAt(positionals[0] ?? values.file);
    return read.ok ? validateText(read.value.file, read.value.text, read.value.files) : wrong(read.error);
  }
  if (what !== 'check' || user === undefined) return wrong(USAGE);
  if (!/^[UW][A-Z0-9]{2,}$/u.test(user)) return wrong(NO_USER);
  if (channel !== null && !/^[CDG][A-Z0-9]{2,}$/u.test(channel)) return wrong(NO_CHANNEL);
  const read = await policyAt(values.file);
  if (!read.ok) return wrong(read.error);
  const { file, text, files } = read.value;
  return checkOrder(file, text, { user, isAdmin, channel }, positionals, price, files);
}

const NO_USER = '--user takes a member ID like U07ABCDEF12 (in Slack: profile, Copy member ID).';
const NO_CHANNEL =
  '--channel takes a channel ID like C07ABCDEF12 (in Slack: at the end of About in the channel’s details).';

const wrong = (...lines: readonly string[]): Checked => ({ code: 1, lines });

/** A sentence if they are wrong. */
function argumentsOf(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface PolicyText {
  readonly file: string;
  readonly text: string;
  readonly files: PolicyFiles;
}

async function policyAt(named: string | undefined): Promise<Result<PolicyText, string>> {
  const file = named === undefined ? fileOfBot() : ok(named);
  if (!file.ok) return file;
  try {
    const text = readFileSync(file.value, 'utf8');
    return ok({ file: file.value, text, files: await filesBeside(file.value, filesNamedIn(text)) });
  } catch (error) {
    return fail(`The policy ${file.value} cannot be read: ${explainFileError(file.value, error)}`);
  }
}

/** The file that the bot would read. */
function fileOfBot(): Result<string, string> {
  const environment = loadEnvironment([]);
  if (!environment.ok) return fail(environment.error.join('\n'));
  const policy = readPolicyConfig(environment.value);
  if (!policy.ok) return fail(policy.error.join('\n'));
  return policy.value === null ? fail('POLICY_FILE is off, so no policy is read. Name a file.') : ok(policy.value.path);
}

const { code, lines } = await run(process.argv.slice(2));
process.stdout.write(forTerminal(`${lines.join('\n')}\n`));
process.exitCode = code;
