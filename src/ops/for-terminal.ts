import { isSlashCommand } from '../config-reader.ts';
import { withoutSecrets } from '../ecs/credentials/secrets.ts';
import { sayCommand, USUAL_COMMAND } from '../text/with-command.ts';

/** The text for a terminal: without secrets, and with the slash command of `SLACK_COMMAND`, once `.env` is read. */
export function forTerminal(sentence: string): string {
  const command = process.env.SLACK_COMMAND?.trim() ?? '';
  return withoutSecrets(sayCommand(sentence, isSlashCommand(command) ? command : USUAL_COMMAND));
}

/** Says why a command of the terminal did nothing. The process ends with this code once nothing is under way. */
export function leave(sentence: string, exitCode: number): void {
  process.stderr.write(forTerminal(sentence));
  process.exitCode = exitCode;
}
