import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { isSecret, VARIABLES } from '../config-variables.ts';
import { nearest } from '../core/base/nearest.ts';
import { fail, ok, type Result } from '../core/base/result.ts';

/** In the working directory; a container gets its variables directly. */
export const ENV_FILE = '.env';

/**
 * The text of a `.env` without the mark that Windows editors put at its beginning, which would become part of the first name.
 *
 * @returns null if there is no such file; a sentence if it exists and cannot be read
 */
export function envText(path: string): Result<string | null, string> {
  try {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/u, '');
    return text.includes('\0') ? fail(NOT_UTF8) : ok(text);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? ok(null) : fail(`The file .env cannot be read (${code}). Let the bot's user read it.`);
  }
}

const NOT_UTF8 = 'The file .env is not in UTF-8; PowerShell writes UTF-16, for example. Save it as UTF-8.';

/**
 * Reads `.env`, if there is one, into the environment; variables that are set already win.
 *
 * @returns what is wrong with the file, each as a sentence
 */
export function loadEnvFile(path = ENV_FILE, into: NodeJS.ProcessEnv = process.env): readonly string[] {
  const text = envText(path);
  if (!text.ok) return [text.error];
  const variables = Object.entries(parseEnv(text.value ?? ''));
  for (const [name, value] of variables) into[name] ??= value;
  return [...variables.flatMap(([name]) => misspelling(name) ?? []), ...cutOff(text.value ?? '')];
}

/** Node.js takes a # without a space before it for a comment too, where others do not: half a password would be left. */
const cutOff = (text: string): readonly string[] =>
  [...text.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=[ \t]*[^\s'"`#][^\s#]*#/gmu)]
    .map(([, name = '']) => name)
    .filter((name) => NAMES.includes(name))
    .map(
      (name) => `${name} in .env contains a #. Put quotation marks around its value, or a space before the comment.`,
    );

const NAMES: readonly string[] = VARIABLES.flatMap(({ name }) => (isSecret(name) ? [name, `${name}_FILE`] : [name]));

/** A setting with a misspelt name would not count, and the bot would start with the default: with no policy, for example. */
function misspelling(name: string): string | null {
  // Proxies are also set in lower case, and for protocols that the bot does not speak.
  const isKnown = NAMES.includes(name) || /_PROXY$/iu.test(name);
  const meant = isKnown ? null : nearest(name, NAMES);
  return meant && `${name} in .env is no variable of the bot. Write ${meant}, or leave it out.`;
}
