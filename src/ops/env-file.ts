/** In the working directory; a container gets its variables directly. */
export const ENV_FILE = '.env';

/**
 * Reads `.env` in the working directory, if there is one, into the environment; variables that are set already win.
 *
 * @returns a sentence if the file exists and cannot be read
 */
export function loadEnvFile(): string | null {
  try {
    process.loadEnvFile(ENV_FILE);
    return null;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? null : `The file .env cannot be read (${code}). Let the bot's user read it.`;
  }
}
