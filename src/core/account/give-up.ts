import { keepExpiry } from '../expiry/reduce-expiry.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import { type ChangeSet, endFailed, openChangesOf } from '../instance/change-set.ts';
import type { Instance } from '../instance/instance.ts';
import { keepLease } from '../lease/reduce-lease.ts';
import { endRenewal, type RenewalTransition } from '../renewal/reduce-renewal.ts';
import type { Renewing } from '../renewal/renewal-act.ts';

/**
 * Something is under way in an account, and an admin has said that nobody can look into that account any more. It ends as doubtful: nothing is sent
 * for it again, and it may exist there and cost money. An answer that comes all the same is still taken.
 */
export function giveUpInstance(
  row: Instance,
  account: string,
  at: number,
): Pick<ChangeSet, 'next' | 'events' | 'messages'> {
  const changes = openChangesOf(row, at);
  endFailed(changes, lostWith(account));
  keepLease(changes);
  keepExpiry(changes);
  changes.messages.push({ kind: 'card', requestId: row.requestId });
  return changes;
}

/** The same of the prolonging of an instance there. */
export const giveUpRenewal = (request: Renewing, account: string, at: number): RenewalTransition =>
  endRenewal(request, { is: 'failed', failure: lostWith(account) }, at);

/** @param account is in the small print */
const lostWith = (account: string): Failure =>
  failureOf('doubtful', { code: 'AccountGivenUp', detail: `Alibaba Cloud account ${account}` });
