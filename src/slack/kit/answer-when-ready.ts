import { withDeadline } from '../../core/base/deadline.ts';
import { type Answer, ephemeral } from './answer.ts';
import type { RequestContext } from './context.ts';

/** An answer that comes this soon needs no note before it, which would stay. */
const SOON_MS = 2_500;
/** Each read has its own bound; this bounds everything else. */
const LATE_MS = 25_000;

interface AnswerWhenReady {
  /** Tells the person; never rejects. */
  readonly tell: (answer: Answer) => Promise<void>;
  readonly waiting: string;
  readonly late: string;
}

/**
 * Tells the answer when it is there. Only if that takes long is `waiting` told first. It stays above the answer, because Slack
 * replaces only the message whose button was pressed (https://github.com/slackapi/bolt-js/issues/2287): so `waiting` must stay
 * true beside the answer.
 */
export async function answerWhenReady(
  { clock }: Pick<RequestContext, 'clock'>,
  work: Promise<Answer>,
  { tell, waiting, late }: AnswerWhenReady,
): Promise<void> {
  const soon = await withDeadline(clock, SOON_MS, work);
  if (soon !== 'late') return tell(soon);
  await tell(ephemeral(waiting));
  const later = await withDeadline(clock, LATE_MS, work);
  return tell(later === 'late' ? ephemeral(late) : later);
}
