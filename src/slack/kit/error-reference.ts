import { AlreadyTaken, CommitInDoubt, StoreUnavailable } from '../../store/store.ts';
import { type Answer, ephemeral } from './answer.ts';
import type { RequestContext } from './context.ts';
import { describeError } from './describe-error.ts';

type Logging = Pick<RequestContext, 'random' | 'log'>;

/** Logs an unexpected error. Returns the log's reference, for the person to quote. */
export function errorReference({ random, log }: Logging, error: unknown, message: string, about = {}): string {
  const reference = random.id(8);
  log.error({ reference, ...about, ...describeError(error) }, message);
  return reference;
}

/** The texts for a person when the bot itself is in trouble. */
interface TroubleWords {
  readonly storeDown: string;
  readonly broken: (reference: string) => string;
  /** For the log: `a renewal failed`. */
  readonly logged: string;
}

export function troubleAnswer(
  context: Logging & Pick<RequestContext, 'text'>,
  error: unknown,
  { storeDown, broken, logged }: TroubleWords,
): Answer {
  if (error instanceof CommitInDoubt) return ephemeral(context.text.commands.inDoubt);
  if (error instanceof StoreUnavailable) return ephemeral(storeDown);
  if (error instanceof AlreadyTaken) return ephemeral(context.text.commands.takenBefore);
  return ephemeral(broken(errorReference(context, error, logged)));
}
