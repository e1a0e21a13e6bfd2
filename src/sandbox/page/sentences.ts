/** What Slack's client says when an app does not do what it should. */
export function troubleWith(error: string | undefined): string {
  switch (error) {
    case 'operation_timeout':
    case 'dispatch_failed':
    case 'dispatch_unknown_error':
      return 'We had some trouble connecting. Try again?';
    case 'unreachable':
      return 'The sandbox itself does not answer. Is it still running?';
    default:
      return `We had some trouble connecting. Try again? (${error ?? 'no reason given'})`;
  }
}

export function slashTrouble(command: string, error: string | undefined): string {
  if (error === 'unreachable') return troubleWith(error);
  const why = error === 'operation_timeout' ? ' The app did not answer within three seconds.' : '';
  return `${command} failed with the error “${error ?? 'unknown'}”.${why}`;
}
