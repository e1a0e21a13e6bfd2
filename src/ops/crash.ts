import { withoutSecrets } from '../ecs/credentials/secrets.ts';

const MAX_CAUSES = 5;

/** How many characters of each are read: some libraries quote whole requests. */
const MAX_STACK = 4_000;

/**
 * What is written when the process ends by a bug: where it was, and of its causes too. Nothing that hangs on an error is shown, for SDKs keep
 * requests with their headers there, and no secret of this process.
 */
export function crashText(error: unknown): string {
  const parts: string[] = [];
  let one = error;
  while (one instanceof Error && parts.length < MAX_CAUSES) {
    parts.push(withoutSecrets(one.stack ?? `${one.name}: ${one.message}`).slice(0, MAX_STACK));
    one = one.cause;
  }
  return parts.length === 0 ? `A ${typeof error} was thrown.` : parts.join('\nCaused by: ');
}
