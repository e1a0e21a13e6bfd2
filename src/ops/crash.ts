import { withoutSecrets } from '../ecs/credentials/secrets.ts';

const MAX_CAUSES = 5;

/** The most characters of each stack that are read: some libraries quote whole requests. */
const MAX_STACK = 4_000;

/**
 * The text written when a bug ends the process: the stack and those of its causes. Leaves out the errors' properties, where SDKs
 * keep requests with their headers, and this process's secrets.
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
