import type { PageWords } from './words/words.ts';

/** The sentences of Slack's client about a misbehaving app. */
export function troubleWith({ trouble }: PageWords, error: string | undefined): string {
  switch (error) {
    case 'operation_timeout':
    case 'dispatch_failed':
    case 'dispatch_unknown_error':
      return trouble.connecting;
    case 'unreachable':
      return trouble.unreachable;
    default:
      return trouble.because(error ?? trouble.noReason);
  }
}

export function slashTrouble(words: PageWords, command: string, error: string | undefined): string {
  if (error === 'unreachable') return troubleWith(words, error);
  const why = error === 'operation_timeout' ? words.trouble.tooLate : '';
  return words.trouble.slash(command, error ?? words.trouble.unknown) + why;
}
