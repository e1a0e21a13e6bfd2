import { WebAPIPlatformError } from '@slack/web-api';

const FRAMES = 4;

/** For the log: only names, codes, and the place in the code. Messages may hold tokens or people's words. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  // Bolt wraps errors that are not its own.
  const inner = 'original' in error && error.original instanceof Error ? error.original : error;
  const at = (inner.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
  return {
    error: inner.name,
    code: 'code' in error && typeof error.code === 'string' ? error.code : null,
    slack: error instanceof WebAPIPlatformError ? error.data.error : null,
    at,
  };
}
