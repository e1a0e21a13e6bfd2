import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { withDeadline } from '../../core/base/deadline.ts';
import { type Answer, ephemeral } from './answer.ts';
import type { RequestContext } from './context.ts';
import { openFailureSentence } from './open-failure.ts';
import { slackError } from './slack-error.ts';
import { updateView } from './update-view.ts';

/** Slack allows three seconds for the answer to a submission; asking who somebody is has taken some of them. */
const ANSWER_MS = 2_300;

/** How long the answer to a submission may still take, in milliseconds. */
const answerWithin = ({ clock, enteredAt }: Pick<RequestContext, 'clock' | 'enteredAt'>): number =>
  Math.max(0, ANSWER_MS - (clock.now() - enteredAt));

/** Somebody before whom a window is to be opened, and how to speak to them alone. */
export interface Opener {
  readonly user: string;
  /** Opens a window, as long as what they did is fresh. */
  open(view: ModalView): Promise<unknown>;
  tell(answer: Answer): Promise<void>;
  /** What they can do again when Slack did not open a window. */
  readonly again: string;
}

/** Resolves to whether there is a window now to go on with. Where Slack did not open it, the person has been told. */
export async function openModal(
  { log, text }: Pick<RequestContext, 'log' | 'text'>,
  { user, open, tell, again }: Opener,
  view: ModalView,
  logged: string,
): Promise<boolean> {
  try {
    await open(view);
    return true;
  } catch (error) {
    const trouble = slackError(error);
    // The same was delivered twice, and the first delivery has opened the window.
    if (trouble.code === 'exchanged_trigger_id') return false;
    log.warn({ trouble, user }, logged);
    await tell(ephemeral(openFailureSentence(trouble, again, text)));
    return false;
  }
}

export interface SubmissionFlow<T> {
  /** Never rejects: who has submitted something must hear what became of it. */
  readonly work: Promise<T>;
  /** What the window shows in the end. */
  shown(result: T): ModalView;
  /** Another answer than that, for a result that comes soon enough to close the window, or to be told at a field. */
  soon?(result: T): ViewResponseAction | 'close' | null;
  /** Until then, when it takes longer than Slack waits. */
  readonly checking: ModalView;
  /** When there is no result after `lateMs`. */
  late(): ModalView;
  readonly lateMs: number;
}

/** A window was submitted: it tells what became of it, at once or, when that takes longer than Slack waits, afterwards. */
export async function answerSubmission<T extends object>(
  context: RequestContext,
  { ack, view, client }: Pick<SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs, 'ack' | 'view' | 'client'>,
  { work, shown, soon: answer, checking, late, lateMs }: SubmissionFlow<T>,
): Promise<void> {
  const soon = await withDeadline(context.clock, answerWithin(context), work);
  if (soon !== 'late') {
    const other = answer?.(soon) ?? null;
    if (other === 'close') return ack();
    return ack(other ?? { response_action: 'update', view: shown(soon) });
  }
  await ack({ response_action: 'update', view: checking });
  const later = await withDeadline(context.clock, lateMs, work);
  await updateView(context, client, { viewId: view.id }, later === 'late' ? late() : shown(later));
}
