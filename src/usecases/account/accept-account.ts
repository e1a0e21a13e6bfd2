import type { AccountGate, AccountStatus } from '../../core/account/account.ts';
import { giveUpInstance, giveUpRenewal } from '../../core/account/give-up.ts';
import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import { gathered } from '../../core/expiry/reminder-groups.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isRenewing, type Renewing } from '../../core/renewal/renewal-act.ts';
import { ACCOUNT_SCOPE } from '../../core/request/event.ts';
import type { AccountWish } from '../../core/spec/command-arguments.ts';
import { AlreadyTaken, type Change, CommitInDoubt, type Store, StoreUnavailable } from '../../store/store.ts';

export interface AccountDeps {
  readonly store: Store;
  readonly account: AccountGate;
  readonly clock: Clock;
  readonly log: Log;
}

/** The instances and renewals that are under way in the previous account. */
interface UnderWay {
  /** The first ten. */
  readonly named: readonly { readonly id: string; readonly name: string; readonly region: string }[];
  readonly total: number;
}

/** The outcome of an admin's wish to go on in another account. */
export type AccountAccepted =
  /** `left`: the work that was given up. */
  | { readonly kind: 'accepted'; readonly stored: string | null; readonly actual: string; readonly left: UnderWay }
  /** Refused while these may exist in the previous account, where the bot could not find them any more. */
  | { readonly kind: 'underWay'; readonly stored: string; readonly actual: string; readonly left: UnderWay }
  /** Nothing has to be accepted, or the admin named another account. */
  | { readonly kind: 'asItIs'; readonly status: AccountStatus }
  | { readonly kind: 'storeDown' };

/** Why the bot does nothing in the account now; null while the account is right. */
export const accountMismatch = ({ account }: Pick<AccountDeps, 'account'>): Promise<'other' | 'unknown' | null> =>
  account.status().then(
    ({ is }) => (is === 'ours' ? null : is),
    () => null,
  );

/** How many names are shown. */
const NAMED_MAX = 10;
/** Far more than are ever under way at once. */
const MAX_OPEN = 10_000;

/**
 * An admin says that the bot goes on in the account of its credentials, with a store about another account. They name the
 * account, so that they accept nothing unseen. It is refused while something may exist in the previous account, because the bot
 * could not find it any more. An admin whose old credentials are gone for good gives that up with a second word and the number of
 * things that they were shown.
 */
export async function acceptAccount(deps: AccountDeps, user: string, wish: AccountWish): Promise<AccountAccepted> {
  try {
    return await accept(deps, user, wish);
  } catch (error) {
    // A retried payload: it is done already, or the first one is at work on it.
    if (error instanceof AlreadyTaken) return { kind: 'asItIs', status: await deps.account.status() };
    if (!(error instanceof StoreUnavailable) || error instanceof CommitInDoubt) throw error;
    deps.log.error({}, 'a change of the account could not be written down: the store is unavailable');
    return { kind: 'storeDown' };
  }
}

function accept(deps: AccountDeps, user: string, { id, giveUp }: AccountWish): Promise<AccountAccepted> {
  const { account, clock, log, store } = deps;
  const attempt = async (): Promise<AccountAccepted | typeof CONFLICT> => {
    const status = await account.status();
    if (status.is !== 'other' || status.actual !== id) return { kind: 'asItIs', status };
    const { stored, actual } = status;
    // With no account stored, the work under way is in the account that is named now.
    const open = stored === null ? [] : await underWay(deps);
    const left = { named: open.slice(0, NAMED_MAX).map(nameOf), total: open.length };
    if (stored !== null && open.length > 0 && open.length !== giveUp) return { kind: 'underWay', stored, actual, left };
    const at = clock.now();
    const { ok } = await store.commit({ ...change(open, user, { stored, actual, at }), at });
    // Work has begun or ended there meanwhile, or another admin was faster.
    if (!ok) return CONFLICT;
    const givenUp = open.map(({ id }) => id);
    log.warn(
      { user, stored, actual, givenUp },
      'an admin has said that the database is about another account from now on',
    );
    return { kind: 'accepted', stored, actual, left };
  };
  return retryOnConflict(attempt, async () => ({ kind: 'asItIs', status: await account.status() }));
}

/** What may exist in the previous account, as the store has it now. */
async function underWay({ store }: AccountDeps): Promise<readonly (Instance | Renewing)[]> {
  const ids = await store.metadata.underWay(MAX_OPEN);
  const rows = await Promise.all(
    ids.map(async (id) => {
      const row = await store.instance(id);
      if (row !== null) return row;
      const request = await store.request(id);
      return request !== null && isRenewing(request) ? request : null;
    }),
  );
  return rows.filter((row) => row !== null);
}

const nameOf = ({ id, spec }: Instance | Renewing) => ({ id, name: spec.name, region: spec.region });

/**
 * Changes the account and ends everything given up for it in one commit, so that no late answer about the previous account slips
 * in between.
 */
function change(
  open: readonly (Instance | Renewing)[],
  user: string,
  { stored, actual, at }: { readonly stored: string | null; readonly actual: string; readonly at: number },
): Omit<Change, 'at'> {
  const instances = open.flatMap((one) => ('ordinal' in one ? [giveUpInstance(one, stored ?? '', at)] : []));
  const renewals = open.flatMap((one) => ('ordinal' in one ? [] : [giveUpRenewal(one, stored ?? '', at)]));
  const ended = [...instances, ...renewals];
  const givenUp = open.map(({ id }) => id);
  const data = { account: actual, replaces: stored, ...(givenUp.length > 0 && { givenUp }) };
  const event = { at, kind: 'account.set', actor: user, requestId: ACCOUNT_SCOPE, instanceId: null, data } as const;
  const requestIds = [...new Set(instances.map(({ next }) => next.requestId))];
  return {
    account: { was: stored, next: actual },
    instances: instances.map(({ next }) => ({ next })),
    requests: renewals.map(({ next }) => ({ next })),
    events: [event, ...ended.flatMap(({ events }) => events)],
    messages: gathered(ended.flatMap(({ messages }) => messages)),
    nudge: { requestIds, at },
  };
}
