import { keepExpiry } from '../expiry/reduce-expiry.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import { type ChangeSet, endFailed, openChangesOf } from '../instance/change-set.ts';
import type { Instance } from '../instance/instance.ts';
import { keepLease } from '../lease/reduce-lease.ts';
import { endRenewal, type RenewalTransition } from '../renewal/reduce-renewal.ts';
import type { Renewing } from '../renewal/renewal-act.ts';

/**
 * Ends a row whose account can no longer be accessed, as an admin has said. It ends as doubtful: nothing is sent for it
 * again, and it may exist there and cost money. A late answer still counts.
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

/** The same for a renewal there. */
export const giveUpRenewal = (request: Renewing, account: string, at: number): RenewalTransition =>
  endRenewal(request, { is: 'failed', failure: lostWith(account) }, at);

/** @param account shown in the error details */
const lostWith = (account: string): Failure =>
  failureOf('doubtful', { code: 'AccountGivenUp', detail: `Alibaba Cloud account ${account}` });
