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
import { AlreadyTaken, type Change, type Store, StoreUnavailable } from '../../store/store.ts';

export interface AccountDeps {
  readonly store: Store;
  readonly account: AccountGate;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is under way in the account of before. */
export interface UnderWay {
  /** The first few. */
  readonly named: readonly { readonly id: string; readonly name: string; readonly region: string }[];
  readonly total: number;
}

/** What became of a wish to go on in another account. */
export type AccountAccepted =
  /** `left`: what was given up. */
  | { readonly kind: 'accepted'; readonly stored: string | null; readonly actual: string; readonly left: UnderWay }
  /** Not while this may exist where nobody could find it from here. */
  | { readonly kind: 'underWay'; readonly stored: string; readonly actual: string; readonly left: UnderWay }
  /** There is nothing to accept, or not what was named. */
  | { readonly kind: 'asItIs'; readonly status: AccountStatus }
  | { readonly kind: 'storeDown' };

/** Why what was asked for waits, whatever it is; null while it does not. */
export const accountMismatch = ({ account }: Pick<AccountDeps, 'account'>): Promise<'other' | 'unknown' | null> =>
  account.status().then(
    ({ is }) => (is === 'ours' ? null : is),
    () => null,
  );

/** So many of what is under way are named. */
const NAMED_MAX = 10;
/** Far more than is ever under way at once. */
const MAX_OPEN = 10_000;

/**
 * An admin says that the bot goes on in the account to which its credentials belong, with the store of another one. They name it, so that
 * nothing is accepted that they have not seen. Not while something may exist in the account of before: from here nobody could find it. Whose
 * credentials are gone for good gives that up with a second word, and says of how many things they have read.
 */
export async function acceptAccount(deps: AccountDeps, user: string, wish: AccountWish): Promise<AccountAccepted> {
  try {
    return await accept(deps, user, wish);
  } catch (error) {
    // What Slack has delivered once more finds it done, or in the hands of the first delivery.
    if (error instanceof AlreadyTaken) return { kind: 'asItIs', status: await deps.account.status() };
    if (!(error instanceof StoreUnavailable)) throw error;
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
    // Where nothing is written down, what is under way is in the account that is named now.
    const open = stored === null ? [] : await underWay(deps);
    const left = { named: open.slice(0, NAMED_MAX).map(nameOf), total: open.length };
    if (stored !== null && open.length > 0 && open.length !== giveUp) return { kind: 'underWay', stored, actual, left };
    const at = clock.now();
    const { ok } = await store.commit({ ...change(open, user, { stored, actual, at }), at });
    // Something has begun there meanwhile, or ended, or another admin was faster.
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

/** What may exist in the account of before, as it is in the store now. */
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

/** The account, and the end of all that is given up for it, in one commit: no answer of before can come in between unseen. */
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
    ...(requestIds.length > 0 && { nudge: { requestIds, at } }),
  };
}
