import type { ButtonAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Click } from '../../core/approval/decide.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Request } from '../../core/request/request.ts';
import { draftOf } from '../../core/spec/presets.ts';
import { AlreadyTaken } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { askerOf } from '../../usecases/spec/plan-allowed.ts';
import { openForm } from '../create-form/open.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import type { ActionArgs, SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { errorReference } from '../kit/error-reference.ts';
import { answerSubmission, type Opener, openModal } from '../kit/modal-flow.ts';
import { mrkdwn, userMention } from '../kit/mrkdwn.ts';
import { answererOf, openFrom } from '../kit/reply.ts';
import { refusedHere } from '../policy/refused-here.ts';
import { answerOf, answerTo } from './answers.ts';
import { hasApproval } from './blocks.ts';
import { type ClickTarget, NOTE_FIELD, readClickTarget } from './ids.ts';
import { closedWindow, denyWindow, noteWindow } from './modals.ts';

/** A window must open within three seconds of the click. */
const READ_MS = 1_500;
/** The cloud and the directory have their clients' timeouts; this bounds everything else. */
const DECIDE_MS = 60_000;

/** A button that decides without a window. It is judged at the click, and only the person who pressed it sees the answer. */
export const onDecide =
  (context: RequestContext, what: 'approve' | 'withdraw') =>
  async (args: ActionArgs): Promise<void> => {
    const tell = answererOf(context, args, context.text.approval[what]);
    const about = aboutOf(args);
    if (about === null) return tell(ephemeral(context.text.decision.oldButton));
    const click: Click = { what, by: args.body.user.id, round: about.round, note: '' };
    await tell((await take(context, about, click)).answer);
  };

/**
 * A button that asks for a note first. If the request has ended, it answers without the window, so that nobody writes a reason
 * for nothing.
 */
export const onAskForNote =
  (context: RequestContext, what: 'approve' | 'deny') =>
  async (args: ActionArgs): Promise<void> => {
    const { text, store, clock } = context;
    const tell = answererOf(context, args, text.approval[what]);
    const about = aboutOf(args);
    if (about === null) return tell(ephemeral(text.decision.oldButton));
    const read = store.request(about.requestId).catch(() => 'late' as const);
    const request = await withDeadline(clock, READ_MS, read);
    if (request === 'late') return tell(ephemeral(text.decision.storeDown));
    if (request === null) return tell(ephemeral(text.decision.noSuchRequest));
    const click: Click = { what, by: args.body.user.id, round: about.round, note: '' };
    if (request.state !== 'pending' || !hasApproval(request)) return tell(overAnswer(request, click, context));
    // The window shows the present price, so it is about the present round.
    const view = what === 'deny' ? denyWindow(request, text) : noteWindow(request, text);
    const open = (window: ModalView) => openFrom(args, window);
    const opener = { user: args.body.user.id, client: args.client, open, tell, again: text.decision.button[what] };
    await openModal(context, opener, view, 'the window for a note could not be opened');
  };

/** A note was submitted: decides with it, and tells the outcome in the window. */
export const onNoteWindow =
  (context: RequestContext, what: 'approve' | 'deny') =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text } = context;
    const about = readClickTarget(view.private_metadata);
    const closing = ({ blocks }: Answer) => closedWindow(view.callback_id, blocks, text);
    if (about === null) {
      await ack({ response_action: 'update', view: closing(ephemeral(text.decision.oldButton)) });
      return;
    }
    const note = view.state.values[NOTE_FIELD]?.[NOTE_FIELD]?.value ?? '';
    await answerSubmission(
      context,
      { ack, view, client },
      {
        work: take(context, about, { what, by: body.user.id, round: about.round, note }),
        soon: ({ lacksReason }) =>
          lacksReason ? { response_action: 'errors', errors: { [NOTE_FIELD]: text.decision.noReason } } : null,
        shown: ({ answer }) => closing(answer),
        checking: closing(ephemeral(text.decision.window.deciding)),
        late: () => closing(ephemeral(text.decision.window.slow)),
        lateMs: DECIDE_MS,
      },
    );
  };

/** Opens the form filled in with an earlier request. */
export const onAskAgain =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const tell = answererOf(context, args, context.text.approval.askAgain);
    const answer = await openAgain(context, args, tell);
    if (answer !== null) await tell(answer);
  };

/** Why the form was not opened; null also if the person was told already. */
async function openAgain(context: RequestContext, args: ActionArgs, tell: Opener['tell']): Promise<Answer | null> {
  const { text } = context;
  const about = aboutOf(args);
  if (about === null) return ephemeral(text.decision.oldButton);
  const user = args.body.user.id;
  const found = await unlessStoreDown(
    () => context.store.request(about.requestId),
    () => 'away' as const,
  );
  if (found === 'away') return ephemeral(text.decision.storeDown);
  if (found === null) return ephemeral(text.decision.noSuchRequest);
  if (found.requester !== user)
    return answerOf([mrkdwn`${text.decision.askAgainNotYours} ${userMention(found.requester)}${text.marks.end}`]);
  const { channel } = found;
  const refused = refusedHere(context, askerOf(context, user, channel));
  if (refused !== null) return ephemeral(refused);
  const { client, body } = args;
  const open = (view: ModalView) => client.views.open({ trigger_id: body.trigger_id, view });
  await openForm(
    context,
    { user, client, open, tell, again: text.decision.askAgain },
    { channel, typed: draftOf(found) },
  );
  return null;
}

interface Answered {
  readonly answer: Answer;
  /** A reason is required, which can be said at its field. */
  readonly lacksReason: boolean;
}

/** Never rejects: a person who has pressed a button about money must learn the outcome. */
async function take(context: RequestContext, { requestId }: ClickTarget, click: Click): Promise<Answered> {
  try {
    const taken = await context.approvals.take(requestId, click);
    const refused = taken.is === 'taken' && taken.outcome.is === 'refused' ? taken.outcome.refused : null;
    return {
      answer: answerTo(taken, click, context.text, context.authority.isAdmin(click.by)),
      lacksReason: refused?.why === 'noReason',
    };
  } catch (error) {
    if (error instanceof AlreadyTaken)
      return { answer: ephemeral(context.text.commands.takenBefore), lacksReason: false };
    const reference = errorReference(context, error, 'a decision failed', { requestId });
    return { answer: ephemeral(context.text.decision.broken(reference)), lacksReason: false };
  }
}

function overAnswer(request: Request, click: Click, { text, authority }: RequestContext): Answer {
  const refused = { why: 'decided', decision: request.approval?.decision ?? null } as const;
  return answerTo(
    { is: 'taken', outcome: { is: 'refused', refused }, request, freeze: null },
    click,
    text,
    authority.isAdmin(click.by),
  );
}

const aboutOf = ({ action }: ActionArgs): ClickTarget | null =>
  action.type === 'button' ? readClickTarget((action as ButtonAction).value ?? '') : null;
