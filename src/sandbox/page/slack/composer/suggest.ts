import type { OfferedCommand } from '../../../state.ts';
import type { PageLanguage } from '../../words/words.ts';

/** One line of the list above the composer. */
export interface SlashHint {
  /** The composer's text after picking it; null for the arguments of a command typed already, which are only to read. */
  readonly fill: string | null;
  readonly command: string;
  readonly usage: string;
  readonly says: string;
}

const COMMAND = '/ecs';

/**
 * Slack's offers while somebody types: the app's command, then its subcommands, then the arguments of the typed one.
 * @param says the purpose of a command, in the person's language.
 */
export function hintsFor(
  typed: string,
  commands: readonly OfferedCommand[],
  language: PageLanguage,
  says: string,
): readonly SlashHint[] {
  if (commands.length === 0 || !typed.startsWith('/') || typed.includes('\n')) return [];
  const [first = '', second = '', ...more] = typed.split(' ');
  if (!typed.includes(' '))
    return COMMAND.startsWith(first) ? [{ fill: `${COMMAND} `, command: COMMAND, usage: '', says }] : [];
  if (first !== COMMAND) return [];
  const hint = ({ name, usage, summary }: OfferedCommand, fill: string | null): SlashHint => ({
    fill,
    usage: usage[language],
    command: `${COMMAND} ${name}`,
    says: summary[language],
  });
  if (more.length > 0) {
    const known = commands.find(({ name }) => name === second.toLowerCase());
    return known === undefined ? [] : [hint(known, null)];
  }
  return commands
    .filter(({ name }) => name.startsWith(second.toLowerCase()))
    .map((command) => hint(command, `${COMMAND} ${command.name}${command.usage.en === '' ? '' : ' '}`));
}

/** The line that Enter picks: none if the typed text is a complete command, which Enter sends. */
export function firstActive(typed: string, hints: readonly SlashHint[]): number {
  const words = typed.trim();
  const isWhole = words === COMMAND || hints.some(({ command }) => command === words);
  return isWhole || hints.every(({ fill }) => fill === null) ? -1 : 0;
}
