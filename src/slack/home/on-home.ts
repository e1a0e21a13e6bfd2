import type { ModalView } from '@slack/types';
import { withDeadline } from '../../core/base/deadline.ts';
import { baseName, LAST, readCreateArguments } from '../../core/spec/presets.ts';
import { askerOf } from '../../usecases/spec/plan-allowed.ts';
import { presetsWith } from '../../usecases/spec/presets-now.ts';
import { openForm, startOf } from '../create-form/open.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import type { ActionArgs, BoltClient, HomeArgs, ShortcutArgs } from '../kit/bolt-args.ts';
import type { AppContext, RequestContext } from '../kit/context.ts';
import type { Opener } from '../kit/modal-flow.ts';
import { tellInMessages } from '../kit/reply.ts';
import { slackError } from '../kit/slack-error.ts';
import { refusedHere } from '../policy/refused-here.ts';

/** A window must open within three seconds of the click. */
const READ_MS = 1_500;

export const onHomeOpened =
  (appContext: AppContext) =>
  async ({ event }: HomeArgs): Promise<void> => {
    if (event.tab === 'home') await appContext.homes.opened(event.user, event.view !== undefined);
  };

/** Opens the form: empty, or from the preset or last request that the button's value names. */
export const onHomeCreate =
  (context: RequestContext) =>
  async ({ action, body, client }: ActionArgs): Promise<void> => {
    const from = action.type === 'button' ? (action.value ?? '') : '';
    const again = from === '' ? context.text.home.create : from === LAST ? context.text.home.again : from;
    await openForDirectMessage(context, client, { user: body.user.id, triggerId: body.trigger_id, from, again });
  };

export const onShortcut =
  (context: RequestContext) =>
  async ({ body, client }: ShortcutArgs): Promise<void> => {
    const again = context.text.modal.shortcut;
    await openForDirectMessage(context, client, { user: body.user.id, triggerId: body.trigger_id, from: '', again });
  };

interface Beginning {
  readonly user: string;
  readonly triggerId: string;
  /** The name of a preset, or `last`; empty for none. */
  readonly from: string;
  /** What the person can press again. */
  readonly again: string;
}

/**
 * Home and shortcut belong to no channel, so the card goes to the person's direct messages with the bot: others see nothing that
 * the person did not mean to show.
 */
async function openForDirectMessage(context: RequestContext, client: BoltClient, beginning: Beginning): Promise<void> {
  const { user } = beginning;
  const tell = async (answer: Answer): Promise<void> => {
    try {
      await tellInMessages(client, user, answer);
    } catch (error) {
      context.log.warn({ trouble: slackError(error), user }, 'nor could that be told');
    }
  };
  const sentence = refusedHere(context, askerOf(context, user, user)) ?? (await open(context, client, beginning, tell));
  if (sentence !== null) await tell(ephemeral(sentence));
}

/** Resolves to why the form was not opened; null also if the person was told already. */
async function open(
  context: RequestContext,
  client: BoltClient,
  { user, triggerId, from, again }: Beginning,
  tell: Opener['tell'],
): Promise<string | null> {
  const { store, clock, text } = context;
  const last =
    from === LAST
      ? await withDeadline(
          clock,
          READ_MS,
          store.lastRequestOf(user).catch(() => 'late' as const),
        )
      : null;
  if (last === 'late') return text.decision.storeDown;
  const words = from === '' ? [] : [from];
  const read = readCreateArguments(words, await presetsWith(context, baseName(words)), last);
  const opener = {
    user,
    client,
    tell,
    again,
    open: (view: ModalView) => client.views.open({ trigger_id: triggerId, view }),
  };
  await openForm(context, opener, { channel: user, ...startOf(read) });
  return null;
}
