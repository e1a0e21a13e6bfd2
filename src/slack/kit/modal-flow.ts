import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { withDeadline } from '../../core/base/deadline.ts';
import { type Answer, ephemeral } from './answer.ts';
import type { RequestContext } from './context.ts';
import { openFailureSentence } from './open-failure.ts';
import { type SlackError, slackError } from './slack-error.ts';
import { updateView, type ViewRef } from './update-view.ts';

/** Slack allows three seconds for the answer to a submission; asking who somebody is has taken some of them. */
const ANSWER_MS = 2_300;

/** How long the answer to a submission may still take, in milliseconds. */
const answerWithin = ({ clock, enteredAt }: Pick<RequestContext, 'clock' | 'enteredAt'>): number =>
  Math.max(0, ANSWER_MS - (clock.now() - enteredAt));

/** Opens a window, as long as what somebody did is fresh. */
export type Open = (view: ModalView) => Promise<{ readonly view?: { readonly id?: string; readonly hash?: string } }>;

/** Somebody before whom a window is to be opened, and how to speak to them alone. */
export interface Opener {
  readonly user: string;
  readonly client: WebClient;
  readonly open: Open;
  tell(answer: Answer): Promise<void>;
  /** What they can do again when Slack did not open a window. */
  readonly again: string;
}

/** A window that stands, as far as Slack has said. */
export interface Opened {
  readonly ref: ViewRef;
  readonly viewId: string | undefined;
  readonly hash: string | undefined;
}

/** Opens a window under a name of its own, by which it can be found also when Slack's answer, with the id, is lost. */
export async function openNamed(
  context: Pick<RequestContext, 'log' | 'clock' | 'random'>,
  { client, open }: Pick<Opener, 'client' | 'open'>,
  view: ModalView,
): Promise<Opened | SlackError> {
  const externalId = `view-${context.random.id(20)}`;
  const named = (viewId: string | undefined, hash: string | undefined): Opened => ({
    ref: viewId === undefined ? { externalId } : { viewId },
    viewId,
    hash,
  });
  try {
    const answer = await open({ ...view, external_id: externalId });
    return named(answer.view?.id, answer.view?.hash);
  } catch (error) {
    const trouble = slackError(error);
    if (trouble.kind !== 'inDoubt') return trouble;
    const shown = await updateView(context, client, { externalId }, view);
    if (shown === 'gone') return trouble;
    return shown === 'conflict' ? named(undefined, undefined) : named(shown.viewId, shown.hash);
  }
}

/** Resolves to the window to go on with. Null: there is none; where Slack did not open it, the person has been told. */
export async function openModal(
  context: Pick<RequestContext, 'log' | 'clock' | 'random' | 'text'>,
  opener: Opener,
  view: ModalView,
  logged: string,
): Promise<Opened | null> {
  const opened = await openNamed(context, opener, view);
  if ('ref' in opened) return opened;
  // The same was delivered twice, and the first delivery has opened the window.
  if (opened.code === 'exchanged_trigger_id') return null;
  context.log.warn({ trouble: opened, user: opener.user }, logged);
  await opener.tell(ephemeral(openFailureSentence(opened, opener.again, context.text)));
  return null;
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

/**
 * A window was submitted: it tells what became of it, at once or, when that takes longer than Slack waits, afterwards. Resolves to what it
 * has told; null where it was closed by then, or where that took too long.
 */
export async function answerSubmission<T extends object>(
  context: RequestContext,
  { ack, view, client }: Pick<SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs, 'ack' | 'view' | 'client'>,
  { work, shown, soon: answer, checking, late, lateMs }: SubmissionFlow<T>,
): Promise<T | null> {
  const soon = await withDeadline(context.clock, answerWithin(context), work);
  if (soon !== 'late') {
    const other = answer?.(soon) ?? null;
    await (other === 'close' ? ack() : ack(other ?? { response_action: 'update', view: shown(soon) }));
    return soon;
  }
  await ack({ response_action: 'update', view: checking });
  const later = await withDeadline(context.clock, lateMs, work);
  const updated = await updateView(context, client, { viewId: view.id }, later === 'late' ? late() : shown(later));
  return later === 'late' || updated === 'gone' || updated === 'conflict' ? null : later;
}
