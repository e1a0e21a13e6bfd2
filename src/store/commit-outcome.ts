import { type CommitInDoubt, StoreUnavailable } from './store.ts';

/**
 * After a commit whose answer was lost: returns if the database says that it took effect.
 *
 * @param outcomeOf asks the database about a transaction
 * @throws StoreUnavailable if it took no effect
 * @throws CommitInDoubt if the database cannot tell, or not yet
 */
export async function mustHaveTakenEffect(
  lost: CommitInDoubt,
  transaction: string | null,
  outcomeOf: ((transaction: string) => Promise<string | null>) | undefined,
): Promise<void> {
  if (transaction === null || outcomeOf === undefined) throw lost;
  const outcome = await outcomeOf(transaction).catch(() => null);
  if (outcome === 'committed') return;
  throw outcome === 'aborted' ? new StoreUnavailable(lost.message) : lost;
}
