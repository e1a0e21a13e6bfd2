import type { BlockAction } from '@slack/bolt';
import type { CommandAnswer } from '../../commands/answer.ts';
import { readSelection } from '../../core/selection/selection.ts';
import { AlreadyTaken } from '../../store/store.ts';
import type { Caller } from '../../usecases/instance/actor.ts';
import { actOnSelection, judgeSelection, type SelectionWish } from '../../usecases/selection/act-on-selection.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import type { ActionArgs, SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { troubleAnswer } from '../kit/error-reference.ts';
import { answerSubmission, openModal, type WindowCaller, windowCallerOf } from '../kit/modal-flow.ts';
import { visible } from '../kit/mrkdwn.ts';
import { noticeModal } from '../kit/reply.ts';
import { oldWindow } from '../kit/tell-old.ts';
import { readMode } from '../power/modals.ts';
import { actedAnswer, nothingAnswer } from './answers.ts';
import { readCount, readSelectionMeta, type SelectionMeta, selectionForm } from './form.ts';
import { BOXES, SELECTION_ACTIONS, SELECTION_COUNT } from './ids.ts';

/** The looks and the store have their own limits; this bounds everything else. */
const ACT_MS = 30_000;

type Several = Omit<Extract<CommandAnswer, { kind: 'several' }>, 'kind'>;

/** Opens the window that lists the instances, unless none fits. */
export async function answerSeveral(
  context: RequestContext,
  orderer: WindowCaller,
  { wish, words, judged }: Several,
): Promise<void> {
  const { text, defaultRegion, random } = context;
  if (judged === 'storeDown') return orderer.tell(ephemeral(text.selection.storeDown));
  if (judged === 'tooMany') return orderer.tell(ephemeral(text.selection.tooMany));
  if (judged.fitting.length === 0) return orderer.tell(nothingAnswer(wish.what, judged, defaultRegion, text));
  const asked = { wish, words, judged, channel: orderer.channel, key: random.id(20) };
  const window = selectionForm(asked, defaultRegion, text);
  await openModal(context, orderer, window, 'the window of an order for several could not be opened');
}

/** A button below boxes: acts on the ticked ones, as if their ids had been typed. */
export const onSelectionAction =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { action, body } = args;
    const what = SELECTION_ACTIONS.get(action.action_id);
    if (what === undefined) return;
    const { text } = context;
    const orderer = windowCallerOf(context, args, text.selection.verb(what));
    const words = readSelection(ticked(body));
    if (words.length === 0) return orderer.tell(ephemeral(text.selection.noneChosen));
    try {
      const wish: SelectionWish = what === 'extend' ? { what, ms: null } : { what };
      const judged = await judgeSelection(context, orderer, words, wish);
      await answerSeveral(context, orderer, { wish, words, judged });
    } catch (error) {
      await orderer.tell(brokenAnswer(context, error));
    }
  };

/** The instances of the ticked boxes in the message or the window. */
const ticked = ({ state, view }: BlockAction): readonly string[] =>
  Object.values(state?.values ?? view?.state.values ?? {})
    .flatMap((block) => Object.entries(block))
    .filter(([id]) => id.split(':')[0] === BOXES)
    .flatMap(([, { selected_options = [] }]) => selected_options?.map(({ value }) => value ?? '') ?? []);

const brokenAnswer = (context: RequestContext, error: unknown): Answer =>
  error instanceof AlreadyTaken
    ? ephemeral(context.text.selection.takenBefore)
    : troubleAnswer(context, error, {
        storeDown: context.text.selection.storeDown,
        broken: context.text.commands.broken,
        logged: 'an order for several failed',
      });

/** An act on several was confirmed. The window then tells what will happen; each thread tells the rest. */
export const onSelectionSubmit =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text, log } = context;
    const { selection } = text;
    const meta = readSelectionMeta(view.private_metadata);
    if (meta === null) return ack({ response_action: 'update', view: oldWindow(text) });
    const { what } = meta.wish;
    const { length } = meta.refs;
    if (what === 'release' && readCount(view.state.values) !== String(length)) {
      const errors = { [SELECTION_COUNT]: visible(selection.wrongCount(length)) };
      return ack({ response_action: 'errors', errors });
    }
    const note = ({ blocks }: Answer) => noticeModal(selection.verb(what), blocks, text);
    const caller = { user: body.user.id, team: body.team?.id ?? '', channel: meta.channel };
    const mode = what === 'stop' ? readMode(view.state.values) : null;
    await answerSubmission(
      context,
      { ack, body, view, client },
      {
        work: confirmed(context, caller, meta, mode).then((answer) => ({ answer })),
        shown: ({ answer }) => note(answer),
        checking: note(ephemeral(selection.checking)),
        late() {
          log.error({ count: length, what }, 'an order for several got no answer in time');
          return note(ephemeral(selection.busy));
        },
        lateMs: ACT_MS,
      },
    );
  };

async function confirmed(
  context: RequestContext,
  caller: Caller,
  { wish, refs, key }: SelectionMeta,
  stoppedMode: ReturnType<typeof readMode>,
): Promise<Answer> {
  try {
    const acted = await actOnSelection(context, caller, { wish, stoppedMode, refs, key });
    return actedAnswer(wish.what, acted, context.text);
  } catch (error) {
    return brokenAnswer(context, error);
  }
}
