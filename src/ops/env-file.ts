/**
 * Reads `.env` in the working directory into the environment, when there is one; variables that are set already win.
 *
 * @returns a sentence when it is there and cannot be read.
 */
export function loadEnvFile(): string | null {
  try {
    process.loadEnvFile();
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? null : `The file .env cannot be read: ${message}`;
  }
}
