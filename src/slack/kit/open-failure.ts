import type { Text } from '../../text/en.ts';
import type { SlackError } from './slack-error.ts';

/** Why the form did not open and how to try again. @param again what the person can type or press again */
export function openFailureSentence(trouble: SlackError, again: string, { commands }: Text): string {
  if (trouble.kind === 'slowDown') return commands.formBusy(again, Math.ceil(trouble.retryAfterMs / 1000));
  if (trouble.kind === 'unreachable' || trouble.kind === 'inDoubt') return commands.formUnanswered(again);
  const expired = trouble.code === 'expired_trigger_id';
  return expired ? commands.formExpired(again) : commands.formRefused(again, trouble.code);
}
