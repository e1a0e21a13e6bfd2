import type { FoundInstance } from '../../core/instance/found-instance.ts';
import { type Caller, mayActNow } from '../../usecases/instance/actor.ts';
import { findAgain } from '../../usecases/instance/find-instance.ts';
import type { Answer } from '../kit/answer.ts';
import type { RequestContext } from '../kit/context.ts';
import { ownersOnlyAnswer } from './instance-answers.ts';
import { searchAgainAnswer } from './search-answer.ts';

/**
 * The instance of a button, if the presser may act on it; else why not. The button's value grants nothing.
 *
 * @param name the subcommand that does the same
 * @throws StoreUnavailable
 */
export async function foundFor(
  context: RequestContext,
  caller: Caller,
  name: string,
  value: string,
): Promise<{ readonly found: FoundInstance } | { readonly answer: Answer }> {
  const search = await findAgain(context, value, caller.user);
  if (search?.kind !== 'found') return { answer: searchAgainAnswer(context, name, value, search) };
  const { found } = search;
  return (await mayActNow(context, caller, found)) ? { found } : { answer: ownersOnlyAnswer(context, name, found) };
}
