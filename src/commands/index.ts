import { POWERS } from '../core/power/power.ts';
import { splitWords } from '../core/spec/key-values.ts';
import { approvalsCommand } from './approvals.ts';
import type { CommandContext } from './context.ts';
import { createCommand } from './create.ts';
import type { Command } from './define.ts';
import { doctorCommand } from './doctor.ts';
import { freezeCommand } from './freeze/freeze.ts';
import { unfreezeCommand } from './freeze/unfreeze.ts';
import { helpCommand } from './help.ts';
import { historyCommand } from './history.ts';
import { adoptCommand } from './instance/adopt.ts';
import { connectCommand } from './instance/connect.ts';
import { listCommand } from './instance/list.ts';
import { setCommand } from './instance/set.ts';
import { showCommand } from './instance/show.ts';
import { keyCommand } from './key.ts';
import { extendCommand } from './lease/extend.ts';
import { leaseCommand } from './lease/lease.ts';
import { policyCommand } from './policy.ts';
import { powerCommand } from './power/power.ts';
import { autoRenewCommand } from './renewal/auto-renew.ts';
import { renewCommand } from './renewal/renew.ts';
import { suggestionFor, withoutTicks } from './suggestion.ts';

/** Every subcommand of `/ecs`, in the order of the help. The only list. */
export const COMMANDS: readonly Command[] = [
  createCommand,
  listCommand,
  showCommand,
  connectCommand,
  keyCommand,
  ...POWERS.map(powerCommand),
  extendCommand,
  leaseCommand,
  renewCommand,
  adoptCommand,
  setCommand,
  autoRenewCommand,
  approvalsCommand,
  historyCommand,
  policyCommand,
  freezeCommand,
  unfreezeCommand,
  doctorCommand,
  helpCommand,
];

/**
 * The commands that a person may run: for the help, and for corrections of a misspelt word. Anybody may own an instance, so
 * owners' commands are shown to all.
 */
export const allowed = (all: readonly Command[], isAdmin: boolean): readonly Command[] =>
  all.filter(({ who }) => who !== 'admin' || isAdmin);

/** The command after `/ecs`; undefined if unknown. Without a word it is the menu, which counts as a read like the help. */
export const commandIn = (all: readonly Command[], typed: string): Command | undefined => {
  const [first = 'help'] = splitWords(typed);
  const name = HELP_SIGN.test(first) ? 'help' : withoutTicks(first).toLowerCase();
  return all.find((one) => one.name === name);
};

/** As other tools are asked for their help; none of it is a name or a reason. */
const HELP_SIGN = /^(?:-h|--?help|\?)$/iu;
const HELP_WORD = /^(?:help|帮助)$/iu;

/** `/ecs stop --help` asks about the command, and must not be taken for an instance or, worse, for the reason of a freeze. */
const asksForHelp = ([only, ...more]: readonly string[]): boolean =>
  only !== undefined && more.length === 0 && (HELP_SIGN.test(only) || HELP_WORD.test(only));

/**
 * Runs the typed command if the person may. Without a word it shows the menu; for an unknown word it suggests the likeliest
 * command.
 */
export async function runCommand(all: readonly Command[], typed: string, context: CommandContext): Promise<void> {
  const [name, ...words] = splitWords(typed);
  if (name === undefined) return context.reply({ kind: 'menu' });
  const command = commandIn(all, typed);
  const mine = allowed(all, context.caller.isAdmin);
  if (command === undefined)
    return context.reply({ kind: 'unknownCommand', name, suggestion: suggestionFor(mine, name, typed) });
  if (!mine.includes(command)) return context.reply({ kind: 'adminsOnly', name: command.name });
  return command.name !== 'help' && asksForHelp(words)
    ? context.reply({ kind: 'help', words: [command.name] })
    : command.run(context, words);
}

/** The hint that Slack shows while somebody types after `/ecs`: at most 1000 characters. */
export const usageHint = (all: readonly Command[]): string =>
  all.map(({ name, usage }) => (usage === '' ? name : `${name} ${usage}`)).join(' | ');
