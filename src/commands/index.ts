import { nearest } from '../core/base/nearest.ts';
import { splitWords } from '../core/spec/key-values.ts';
import type { Text } from '../text/en.ts';
import { adopt } from './adopt.ts';
import { autoRenew } from './auto-renew.ts';
import type { CommandContext } from './context.ts';
import { create } from './create.ts';
import type { Command } from './define.ts';
import { doctor } from './doctor.ts';
import { extend } from './extend.ts';
import { freeze } from './freeze.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { lease } from './lease.ts';
import { list } from './list.ts';
import { policy } from './policy.ts';
import { release } from './release.ts';
import { renew } from './renew.ts';
import { restart } from './restart.ts';
import { show } from './show.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { unfreeze } from './unfreeze.ts';

/** Every subcommand of `/ecs`, in the order of the help. The only list. */
export const commands: readonly Command[] = [
  create,
  list,
  show,
  start,
  stop,
  restart,
  release,
  extend,
  lease,
  renew,
  adopt,
  autoRenew,
  history,
  policy,
  freeze,
  unfreeze,
  doctor,
  help,
];

/**
 * The commands that somebody may run: what the help shows, and what is proposed for a misspelt word. Anybody may own an
 * instance, so what is the owner's is shown to all.
 */
export const allowed = (all: readonly Command[], isAdmin: boolean): readonly Command[] =>
  all.filter(({ who }) => who !== 'admin' || isAdmin);

/** The command that follows `/ecs`; undefined where none is called so. */
export const commandIn = (all: readonly Command[], typed: string): Command | undefined => {
  const [name = 'help'] = splitWords(typed);
  return all.find((one) => one.name === name.toLowerCase());
};

/** Runs what follows `/ecs` for those who may. Nothing at all, or a word that is no command, gets the help. */
export async function runCommand(
  all: readonly Command[],
  typed: string,
  context: CommandContext,
  text: Text['commands'],
): Promise<void> {
  const [name = 'help', ...words] = splitWords(typed);
  const command = commandIn(all, typed);
  const mine = allowed(all, context.isAdmin);
  if (command === undefined) return context.sayHelp(text.unknownCommand(name, suggestion(mine, name, typed)));
  return mine.includes(command) ? command.run(context, words) : context.sayAdminsOnly(command.name);
}

/** `/ecs type=…` most likely lacks its `create`; any other word may be a misspelt command. */
function suggestion(all: readonly Command[], name: string, typed: string): string | null {
  if (name.includes('=')) return `create ${typed.trim()}`;
  return nearest(
    name,
    all.map((command) => command.name),
  );
}

/** What Slack shows beside `/ecs` while someone types: at most 1000 characters. */
export const usageHint = (all: readonly Command[]): string =>
  all.map(({ name, usage }) => (usage === '' ? name : `${name} ${usage}`)).join(' | ');
