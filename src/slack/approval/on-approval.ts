import type { ButtonAction } from '@slack/bolt';
import type { Click } from '../../core/approval/decide.ts';
import { draftOf } from '../../core/spec/presets.ts';
import { AlreadyTaken } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { askerOf } from '../../usecases/spec/plan-allowed.ts';
import { openForm } from '../create-form/open.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import type { ActionArgs, SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { errorReference } from '../kit/error-reference.ts';
import { answerSubmission, type JudgedWindow, type Opener, openJudged, windowCallerOf } from '../kit/modal-flow.ts';
import { mrkdwn, userMention } from '../kit/mrkdwn.ts';
import { answererOf } from '../kit/reply.ts';
import { refusedHere } from '../policy/refused-here.ts';
import { answerOf, answerTo } from './answers.ts';
import { hasApproval } from './blocks.ts';
import { type ClickTarget, DENY_WINDOW, NOTE_FIELD, NOTE_WINDOW, readClickTarget } from './ids.ts';
import { closedWindow, denyWindow, noteWindow } from './modals.ts';

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

/** A button that asks for a note first: only of a person who can decide, so that nobody writes a reason for nothing. */
export const onAskForNote =
  (context: RequestContext, what: 'approve' | 'deny') =>
  async (args: ActionArgs): Promise<void> => {
    const { text } = context;
    const opener = windowCallerOf(context, args, text.approval[what], text.decision.button[what]);
    const about = aboutOf(args);
    if (about === null) return opener.tell(ephemeral(text.decision.oldButton));
    const click: Click = { what, by: opener.user, round: about.round, note: '' };
    const closing = ({ blocks }: Answer) => closedWindow(what === 'deny' ? DENY_WINDOW : NOTE_WINDOW, blocks, text);
    const flow: JudgedWindow = {
      judged: judgedBeforeNote(context, about, click),
      loading: closing(ephemeral(text.decision.window.judging)),
      closing,
      late: ephemeral(text.decision.storeDown),
      lateMs: DECIDE_MS,
    };
    await openJudged(context, opener, flow, 'the window for a note could not be opened');
  };

async function judgedBeforeNote(
  context: RequestContext,
  { requestId }: ClickTarget,
  click: Click,
): ReturnType<() => JudgedWindow['judged']> {
  const { text, authority } = context;
  try {
    const judged = await context.approvals.beforeNote(requestId, click);
    if (judged.is !== 'mayDecide') return { answer: answerTo(judged, click, text, authority.isAdmin(click.by)) };
    const { request } = judged;
    if (!hasApproval(request)) return { answer: ephemeral(text.decision.alreadyOver) };
    return { window: click.what === 'deny' ? denyWindow(request, text) : noteWindow(request, text) };
  } catch (error) {
    return { answer: failedAnswer(context, error, requestId) };
  }
}

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
      { ack, body, view, client },
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
    const { approval, decision } = context.text;
    const opener = windowCallerOf(context, args, approval.askAgain, decision.askAgain);
    const answer = await openAgain(context, opener, aboutOf(args));
    if (answer !== null) await opener.tell(answer);
  };

/** Why the form was not opened; null also if the person was told already. */
async function openAgain(context: RequestContext, opener: Opener, about: ClickTarget | null): Promise<Answer | null> {
  const { text } = context;
  if (about === null) return ephemeral(text.decision.oldButton);
  const { user } = opener;
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
  await openForm(context, opener, { channel, typed: draftOf(found) });
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
    return { answer: failedAnswer(context, error, requestId), lacksReason: false };
  }
}

const failedAnswer = (context: RequestContext, error: unknown, requestId: string): Answer =>
  ephemeral(
    error instanceof AlreadyTaken
      ? context.text.commands.takenBefore
      : context.text.decision.broken(errorReference(context, error, 'a decision failed', { requestId })),
  );

const aboutOf = ({ action }: ActionArgs): ClickTarget | null =>
  action.type === 'button' ? readClickTarget((action as ButtonAction).value ?? '') : null;
