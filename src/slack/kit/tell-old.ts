import type { GlobalShortcut, MessageShortcut } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Text } from '../../text/en.ts';
import { ephemeral } from './answer.ts';
import type { ActionArgs, ShortcutArgs } from './bolt-args.ts';
import type { AppContext } from './context.ts';
import { describeError } from './describe-error.ts';
import { answererOf, noticeModal, tellInMessages } from './reply.ts';

/** Replaces a window of another version of the bot, or with foreign metadata. */
export const oldWindow = (text: Text): ModalView =>
  noticeModal(text.commands.oldTitle, ephemeral(text.commands.old).blocks, text);

type Told = Pick<AppContext, 'log' | 'localizer'>;

/** An element of another version of the bot was used: nothing was done, and its user is told what to do. */
export async function tellOld({ log, localizer }: Told, args: ActionArgs): Promise<void> {
  const text = await localizer.textFor(args.body.user.id);
  log.warn({ place: args.body.container.type }, 'a button of another version was used, and nothing was done');
  return answererOf({ log, text }, args, text.commands.oldTitle)(ephemeral(text.commands.old));
}

/** The same for a shortcut. */
export async function tellOldShortcut(
  { log, localizer }: Told,
  { body, client }: ShortcutArgs<GlobalShortcut | MessageShortcut>,
): Promise<void> {
  log.warn({}, 'a shortcut of another version was used, and nothing was done');
  try {
    const text = await localizer.textFor(body.user.id);
    await tellInMessages(client, body.user.id, ephemeral(text.commands.old));
  } catch (error) {
    log.warn({ ...describeError(error) }, 'somebody could not be told that nothing was done');
  }
}
