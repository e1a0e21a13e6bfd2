import type { ViewResponseAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Text } from '../../text/en.ts';
import type { Caller } from '../../usecases/instance/actor.ts';
import { type Answer, ephemeral } from './answer.ts';
import { plain, section } from './blocks.ts';
import type { ActionArgs, SubmitArgs } from './bolt-args.ts';
import type { RequestContext } from './context.ts';
import { describeError } from './describe-error.ts';
import { bold, fallback } from './mrkdwn.ts';
import { answererOf, callerOf, openFrom, tellInMessages } from './reply.ts';
import { type SlackError, slackError } from './slack-error.ts';
import { updateView, type ViewRef } from './update-view.ts';

/** Slack allows three seconds for the answer to a submission; looking up the person has taken some of them. */
const ANSWER_MS = 2_300;

/** The time left for the answer to a submission, in milliseconds. */
const answerWithin = ({ clock, enteredAt }: Pick<RequestContext, 'clock' | 'enteredAt'>): number =>
  Math.max(0, ANSWER_MS - (clock.now() - enteredAt));

/** Slack opens a window only within three seconds of the person's action. */
const OPEN_MS = 1_800;

/** The time left to look something up before a window has to be opened, in milliseconds. */
export const openWithin = ({ clock, enteredAt }: Pick<RequestContext, 'clock' | 'enteredAt'>): number =>
  Math.max(0, OPEN_MS - (clock.now() - enteredAt));

/** Opens a window, while the person's action is fresh. */
export type Open = (view: ModalView) => Promise<{ readonly view?: { readonly id?: string; readonly hash?: string } }>;

/** A person for whom a window is to be opened, and how to answer only them. */
export interface Opener {
  readonly user: string;
  readonly client: WebClient;
  readonly open: Open;
  tell(answer: Answer): Promise<void>;
  /** What they can do again if Slack did not open a window. */
  readonly again: string;
}

/** The same with where they are, for what they may do. */
export interface WindowCaller extends Caller, Opener {}

/** The person who used an element. @param title of the window that tells an answer */
export const windowCallerOf = (
  context: Pick<RequestContext, 'log' | 'text'>,
  args: ActionArgs,
  title: string,
  again = title,
): WindowCaller => ({
  ...callerOf(args),
  client: args.client,
  open: (view) => openFrom(args, view),
  tell: answererOf(context, args, title),
  again,
});

/** An open window, as far as Slack has said. */
export interface Opened {
  readonly ref: ViewRef;
  readonly viewId: string | undefined;
  readonly hash: string | undefined;
}

/** Opens a window under its own external id, which finds it even if Slack's answer with the id is lost. */
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

/** Resolves to the open window. Null if there is none; if Slack did not open it, the person was told. */
export async function openModal(
  context: Pick<RequestContext, 'log' | 'clock' | 'random' | 'text'>,
  opener: Opener,
  view: ModalView,
  logged: string,
): Promise<Opened | null> {
  const opened = await openNamed(context, opener, view);
  if ('ref' in opened) return opened;
  // A retried payload: the first one has opened the window.
  if (opened.code === 'exchanged_trigger_id') return null;
  context.log.warn({ trouble: opened, user: opener.user }, logged);
  await opener.tell(ephemeral(openFailureSentence(opened, opener.again, context.text)));
  return null;
}

/** What an open window shows in the end: a window to act in, or an answer. */
export type Shown = { readonly window: ModalView } | { readonly answer: Answer };

/**
 * Shows it in an open window. If the person has closed that meanwhile, an answer reaches them in another way; a window to act in
 * does not, because they no longer want it.
 *
 * @param closing the window with an answer
 */
export async function fillWindow(
  context: RequestContext,
  { client, tell }: Pick<Opener, 'client' | 'tell'>,
  ref: ViewRef,
  shown: Shown,
  closing: (answer: Answer) => ModalView,
): Promise<void> {
  if ('window' in shown) await updateView(context, client, ref, shown.window);
  else if ((await updateView(context, client, ref, closing(shown.answer))) === 'gone') await tell(shown.answer);
}

/** A window that opens only for a person who may use it. */
export interface JudgedWindow {
  /** The window, or why there is none. Never rejects. */
  readonly judged: Promise<Shown>;
  /** Opened meanwhile if judging takes longer than Slack waits for a window. */
  readonly loading: ModalView;
  /** Tells in the place of the loading window why there is none. */
  closing(answer: Answer): ModalView;
  /** Shown if nothing is known after `lateMs`. */
  readonly late: Answer;
  readonly lateMs: number;
}

/** Opens the window, or tells the person at once, and without a window, why not. */
export async function openJudged(
  context: RequestContext,
  opener: Opener,
  { judged, loading, closing, late, lateMs }: JudgedWindow,
  logged: string,
): Promise<void> {
  const soon = await withDeadline(context.clock, openWithin(context), judged);
  if (soon !== 'late' && 'answer' in soon) return opener.tell(soon.answer);
  const opened = await openModal(context, opener, soon === 'late' ? loading : soon.window, logged);
  if (soon !== 'late' || opened === null) return;
  const later = await withDeadline(context.clock, lateMs, judged);
  await fillWindow(context, opener, opened.ref, later === 'late' ? { answer: late } : later, closing);
}

interface SubmissionFlow<T> {
  /** Never rejects: the submitter must learn the outcome. */
  readonly work: Promise<T>;
  /** The window with the outcome. */
  shown(result: T): ModalView;
  /** Another answer for an early result: to close the window, or to show problems at fields. */
  soon?(result: T): ViewResponseAction | 'close' | null;
  /** Shown meanwhile if it takes longer than Slack waits. */
  readonly checking: ModalView;
  /** Shown if there is no result after `lateMs`. */
  late(): ModalView;
  readonly lateMs: number;
}

/**
 * Answers a submission with its outcome, at once or, if that takes longer than Slack waits, afterwards: in the window or, if that
 * was closed meanwhile, in the person's direct messages. Resolves to the result that was shown; null if nobody was told, or it
 * took too long.
 */
export async function answerSubmission<T extends object>(
  context: RequestContext,
  { ack, body, view, client }: Pick<SubmitArgs, 'ack' | 'body' | 'view' | 'client'>,
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
  const last = later === 'late' ? late() : shown(later);
  const updated = await updateView(context, client, { viewId: view.id }, last);
  const isTold = updated === 'gone' ? await tellInstead(context, client, body.user.id, last) : updated !== 'conflict';
  return later === 'late' || !isTold ? null : later;
}

/** Whether the person was told in their direct messages what the window would say: what it asks for cannot be answered there. */
export async function tellInstead(
  { log, text: { commands } }: Pick<RequestContext, 'log' | 'text'>,
  client: WebClient,
  user: string,
  { title, blocks, submit }: ModalView,
): Promise<boolean> {
  const said = blocks.filter(({ type }) => type !== 'input' && type !== 'actions') as readonly KnownBlock[];
  // A form cannot be submitted here; its first block says why it is shown, or what it is about.
  const isForm = submit !== undefined;
  const answer: Answer = {
    text: fallback(title.text),
    blocks: [section(bold(title.text)), ...(isForm ? [...said.slice(0, 1), section(plain(commands.formGone))] : said)],
  };
  try {
    await tellInMessages(client, user, answer);
    return true;
  } catch (error) {
    log.warn(
      { user, ...describeError(error) },
      'a person had closed a window, and could not be told its outcome in a direct message either',
    );
    return false;
  }
}

/** Why the form did not open and how to try again. @param again what the person can type or press again */
export function openFailureSentence(trouble: SlackError, again: string, { commands }: Text): string {
  if (trouble.kind === 'slowDown') return commands.formBusy(again, Math.ceil(trouble.retryAfterMs / 1000));
  if (trouble.kind === 'unreachable' || trouble.kind === 'inDoubt') return commands.formUnanswered(again);
  const expired = trouble.code === 'expired_trigger_id';
  return expired ? commands.formExpired(again) : commands.formRefused(again, trouble.code);
}
