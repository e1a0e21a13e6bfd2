import { APPROVE, APPROVE_WITH_NOTE, DENY, DENY_WINDOW, NOTE_WINDOW } from '../approval/ids.ts';
import { ephemeral } from '../kit/answer.ts';
import { header, plain, section } from '../kit/blocks.ts';
import type { ActionArgs, CommandArgs, HomeArgs, ShortcutArgs, SubmitArgs } from '../kit/bolt-args.ts';
import type { AppContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { answererOf, noticeModal, tellInMessages } from '../kit/reply.ts';
import type { Entry } from './gate.ts';

// Tells a person who may not use the bot, wherever they are. What they have typed into a form stays there.

type Refused = Extract<Entry, { readonly refused: unknown }>;
type Log = Pick<AppContext, 'log'>;

/** Buttons and windows that decide on a purchase say so. */
const DECISIONS: ReadonlySet<string> = new Set([APPROVE, APPROVE_WITH_NOTE, DENY, DENY_WINDOW, NOTE_WINDOW]);

const sentenceOf = ({ refused, text }: Refused, what = ''): string =>
  DECISIONS.has(what) ? text.decision.membership[refused] : text.people.refused[refused];

export const refuseCommand = (appContext: Log, { respond }: CommandArgs, entry: Refused): Promise<void> =>
  told(appContext, () => respond({ response_type: 'ephemeral', ...ephemeral(sentenceOf(entry)) }));

export const refuseAction = ({ log }: Log, args: ActionArgs, entry: Refused): Promise<void> =>
  answererOf(
    { log, text: entry.text },
    args,
    entry.text.people.title,
  )(ephemeral(sentenceOf(entry, args.action.action_id)));

export const refuseShortcut = (appContext: Log, { body, client }: ShortcutArgs, entry: Refused): Promise<void> =>
  told(appContext, () => tellInMessages(client, body.user.id, ephemeral(sentenceOf(entry))));

/** At the first field, so that the form stays as it is; a window without fields is replaced. */
export async function refuseSubmission({ ack, view }: SubmitArgs, entry: Refused): Promise<void> {
  const { text } = entry;
  const sentence = sentenceOf(entry, view.callback_id);
  const field = view.blocks.find(({ type }) => type === 'input')?.block_id;
  if (field !== undefined) await ack({ response_action: 'errors', errors: { [field]: sentence } });
  else {
    const told = noticeModal(text.people.title, ephemeral(sentence).blocks, text);
    await ack({ response_action: 'update', view: told });
  }
}

export function refuseHome(
  { log, homes }: Pick<AppContext, 'log' | 'homes'>,
  { event, client }: HomeArgs,
  entry: Refused,
): Promise<void> {
  homes.forget(event.user);
  const blocks = [header(entry.text.home.title), section(plain(sentenceOf(entry)))];
  return told({ log }, () => client.views.publish({ user_id: event.user, view: { type: 'home', blocks } }));
}

async function told({ log }: Log, tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    log.warn({ ...describeError(error) }, 'somebody could not be told that they may not use the bot');
  }
}
