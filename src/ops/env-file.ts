import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
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
 * @returns a sentence if the file exists and cannot be read
 */
export function loadEnvFile(path = ENV_FILE, into: NodeJS.ProcessEnv = process.env): string | null {
  const text = envText(path);
  if (!text.ok) return text.error;
  for (const [name, value] of Object.entries(parseEnv(text.value ?? ''))) into[name] ??= value;
  return null;
}
