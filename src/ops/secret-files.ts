import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type Environment, wrongInPath } from '../config-reader.ts';
import { isSecret, VARIABLES, type VariableName } from '../config-variables.ts';
import { fail, ok, type Result } from '../core/base/result.ts';

/** Longer than any token or URL. */
const MAX_BYTES = 65_536;
/** Read by Alibaba Cloud's own SDK. */
const OF_OTHERS = 'ALIBABA_CLOUD_CREDENTIALS_FILE';
const FOR_STATIC = /^ALIBABA_CLOUD_/u;

/**
 * The environment with each secret from a file (`NAME_FILE`) under its own name, or all mistakes at once. No mistake repeats the
 * path, which may be a misplaced secret.
 *
 * @param only the variables that are needed; all by default
 */
export function withSecretFiles(
  environment: Environment,
  only: readonly VariableName[] = VARIABLES.map(({ name }) => name),
): Result<Environment, readonly string[]> {
  const mistakes: string[] = [];
  const filled: Record<string, string | undefined> = { ...environment };
  for (const name of only) {
    const path = environment[`${name}_FILE`]?.trim();
    if (path === undefined || path === '' || `${name}_FILE` === OF_OTHERS) continue;
    const read = misuse(name, environment) ?? readSecret(name, path);
    if (typeof read === 'string') mistakes.push(read);
    else filled[name] = read.secret;
  }
  return mistakes.length > 0 ? fail(mistakes) : ok(filled);
}

function misuse(name: VariableName, environment: Environment): string | null {
  if (!isSecret(name)) return `${name}_FILE is not read, because only secrets come from files. Set ${name} itself.`;
  // A proxy's variable may be in lower case.
  if ((environment[name] ?? '').trim() !== '' || (environment[name.toLowerCase()] ?? '').trim() !== '')
    return `${name} and ${name}_FILE are both set. Leave one of them out.`;
  const source = environment.ALIBABA_CLOUD_CREDENTIALS?.trim() || 'static';
  return FOR_STATIC.test(name) && source !== 'static'
    ? `${name}_FILE is only read with ALIBABA_CLOUD_CREDENTIALS=static. Leave it out, or set that.`
    : null;
}

/** A sentence if the file has no secret. */
function readSecret(name: VariableName, path: string): { readonly secret: string } | string {
  const wrong = wrongInPath(path);
  if (wrong !== null) return `${name}_FILE ${wrong}`;
  let text: string | null;
  try {
    text = readShort(path);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return `The file that ${name}_FILE names cannot be read (${code}). Set it to the path of a file that the bot's user may read.`;
  }
  if (text === null)
    return `The file that ${name}_FILE names is no file with a secret: it is a directory, or too large.`;
  const secret = text.replace(/^\uFEFF/u, '').trim();
  if (secret === '') return `The file that ${name}_FILE names is empty. Write the secret into it, and nothing else.`;
  if (/[\r\n\0]/u.test(secret))
    return `The file that ${name}_FILE names holds more than one line. Write the secret into it, and nothing else.`;
  return { secret };
}

/** Null if it is not a regular, short file. */
function readShort(path: string): string | null {
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).isDirectory()) return null;
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (let more = 1; more > 0 && length < bytes.length; length += more)
      more = readSync(file, bytes, length, bytes.length - length, null);
    return length > MAX_BYTES ? null : bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
