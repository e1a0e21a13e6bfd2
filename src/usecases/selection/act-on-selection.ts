import { type FoundInstance, idOf, mayActOn, nameOf, rowOrCloud } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { type LeaseWish, orderLease } from '../../core/lease/order-lease.ts';
import type { People } from '../../core/policy/people.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { isPower, type Power, type PowerWish, type StoppedMode } from '../../core/power/power.ts';
import { noEconomicalMode } from '../../core/power/power-rules.ts';
import { nameRanges } from '../../core/request/name-ranges.ts';
import type { LeftOut, LeftOutReason } from '../../core/selection/left-out.ts';
import { MAX_ID_RANGES, maxSelectedOf, readSelection, type SelectionWord } from '../../core/selection/selection.ts';
import { AlreadyTaken } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { inPayload } from '../../store/writes/payloads.ts';
import { accountMismatch } from '../account/accept-account.ts';
import { actorFor, type Caller } from '../instance/actor.ts';
import { type ActorHere, type AdoptPorts, asAdopted } from '../instance/adopt.ts';
import type { ReadDeps } from '../instance/instance-reads.ts';
import { giveLeases, type Leased } from '../lease/set-lease.ts';
import type { OrderDeps } from '../power/begin-order.ts';
import type { Ordered } from '../power/give-order.ts';
import { type Selected, selectInstances } from './select-instances.ts';

export interface SelectionDeps extends ReadDeps, OrderDeps, AdoptPorts {}

/** A wish for several instances: an order, or another end of their leases. */
export type SelectionWish = { readonly what: Power } | LeaseWish;

const isLeaseWish = (wish: SelectionWish): wish is LeaseWish => !isPower(wish.what);

/** An instance with the person who may act on it. */
interface Fitting {
  readonly found: FoundInstance;
  readonly by: ActorHere;
}

export interface SelectionJudged extends Pick<Selected, 'unread' | 'regionsUnknown' | 'isCut'> {
  /** The instances that fit, in natural order; no more than can be acted on at once. */
  readonly fitting: readonly Fitting[];
  readonly leftOut: readonly LeftOut[];
}

/** Judges which of the named instances fit the wish now. Rights are judged for each; the others are left out. */
export function judgeSelection(
  deps: SelectionDeps,
  caller: Caller,
  words: readonly SelectionWord[],
  wish: SelectionWish,
): Promise<SelectionJudged | 'storeDown'> {
  return unlessStoreDown(
    async () => {
      const judged = await judgeEach(deps, words, wish, { caller, purpose: 'glance' });
      const fitting = atOnce(judged.fitting, maxSelectedOf(words));
      const beyond = judged.fitting.slice(fitting.length).map(({ found }): LeftOut => {
        const reason: LeftOutReason = { why: 'beyond', most: fitting.length };
        return { name: nameOf(found), reason };
      });
      return { ...judged, fitting, leftOut: [...judged.leftOut, ...beyond] };
    },
    () => 'storeDown',
  );
}

/** @throws StoreUnavailable */
async function judgeEach(
  deps: SelectionDeps,
  words: readonly SelectionWord[],
  wish: SelectionWish,
  { caller, purpose }: { readonly caller: Caller; readonly purpose: 'glance' | 'decision' },
): Promise<SelectionJudged> {
  const { found, leftOut, ...unread } = await selectInstances(deps, caller.user, words);
  const actorOn = actorsOf(deps, caller, purpose);
  const fitting: Fitting[] = [];
  const refused: LeftOut[] = [];
  for (const one of found) {
    const by = await actorOn(one);
    const reason = refusalOf(deps, one, wish, by);
    if (reason === null) fitting.push({ found: one, by });
    else refused.push({ name: nameOf(one), reason });
  }
  return { fitting, leftOut: [...leftOut, ...refused], ...unread };
}

/** The first instances, as many as one window can confirm. */
function atOnce(can: readonly Fitting[], most: number): readonly Fitting[] {
  const first = can.slice(0, most);
  const ranges = nameRanges(first.map(({ found }) => found.own?.id ?? idOf(found)));
  return first.slice(
    0,
    ranges.slice(0, MAX_ID_RANGES).reduce((sum, { count }) => sum + count, 0),
  );
}

/**
 * A person's rights on each instance. Slack is asked once, however many depend on it, because it may not answer; at a glance only
 * if the known group members do not allow it.
 */
function actorsOf(
  { authority, policy, directory }: SelectionDeps,
  caller: Caller,
  purpose: 'glance' | 'decision',
): (found: FoundInstance) => Promise<ActorHere> {
  let asked: Promise<People> | null = null;
  const fresh = (users: readonly string[]): Promise<People> => {
    asked ??= directory.fresh(users);
    return asked;
  };
  const asking = { authority, policy, directory: { known: directory.known, fresh } };
  return async (found) => {
    const by = await actorFor(asking, caller, found, purpose);
    return mayActOn(by, found) ? by : actorFor(asking, caller, found, 'decision');
  };
}

function refusalOf(
  deps: SelectionDeps,
  found: FoundInstance,
  wish: SelectionWish,
  by: ActorHere,
): LeftOutReason | null {
  if (found.own === null && !mayActOn(by, found)) return { why: 'notTheBots' };
  if (!isLeaseWish(wish)) return deps.power.refusalAsSeen(found, { what: wish.what, stoppedMode: null }, by);
  const row = subject(deps, { found, by });
  const cloudEndsAt = found.cloud?.autoReleaseAt ?? null;
  const decided = orderLease(row, wish, by, { at: deps.clock.now(), policy: rulesOf(deps), cloudEndsAt });
  return 'refused' in decided ? decided.refused : null;
}

/** A confirmed selection. */
interface SelectionConfirmed {
  readonly wish: SelectionWish;
  /** For a stop: the stopped mode, if there is a choice. */
  readonly stoppedMode: StoppedMode | null;
  /** The instances that were shown, in the form that commands take. */
  readonly refs: readonly string[];
  /** Names the confirmation, which is acted on once, however often it is sent. */
  readonly key: string;
}

/** The outcome of a confirmed selection. */
export interface SelectionActed {
  readonly taken: readonly (Extract<Ordered, { is: 'taken' }> | Extract<Leased, { is: 'taken' }>)[];
  readonly leftOut: readonly LeftOut[];
  /** Why the bot does nothing in the account now; null if it does. */
  readonly elsewhere: 'other' | 'unknown' | null;
}

/**
 * Acts on a confirmed selection, by the state and the rights of this moment. All is stored in one commit, so that it happens once
 * or not at all; afterwards each instance goes its own way.
 *
 * @throws AlreadyTaken when it was done before
 */
export function actOnSelection(
  deps: SelectionDeps,
  caller: Caller,
  { wish, stoppedMode, refs, key }: SelectionConfirmed,
): Promise<SelectionActed | 'storeDown'> {
  const origin = `selection ${key}`;
  const act = async (): Promise<SelectionActed | 'storeDown'> => {
    // A repeated confirmation would otherwise be judged anew, and only hear that everything is under way.
    if (await deps.store.wasTaken(origin)) throw new AlreadyTaken('It was confirmed before.');
    const { fitting, leftOut } = await judgeEach(deps, readSelection(refs), wish, { caller, purpose: 'decision' });
    const outcomes: readonly (Ordered | Leased)[] = isLeaseWish(wish)
      ? await giveLeases(deps, fitting, wish, rulesOf(deps))
      : await deps.power.orders(
          fitting.map((one) => ({ ...one, wish: powerWish(subject(deps, one), wish.what, stoppedMode) })),
        );
    if (outcomes.some(({ is }) => is === 'storeDown')) return 'storeDown';
    const refused = outcomes.flatMap((outcome, index): LeftOut[] => {
      const found = fitting[index]?.found;
      const reason = reasonOf(outcome);
      return reason === null || found === undefined ? [] : [{ name: nameOf(found), reason }];
    });
    return {
      taken: outcomes.flatMap((outcome) => (outcome.is === 'taken' ? [outcome] : [])),
      leftOut: [...leftOut, ...refused],
      elsewhere: isLeaseWish(wish) ? null : await accountMismatch(deps),
    };
  };
  return inPayload(origin, () => unlessStoreDown(act, () => 'storeDown'));
}

/** The row that the instance has or would get. */
function subject(deps: SelectionDeps, { found, by }: Fitting): Instance {
  const known = rowOrCloud(found);
  return known.own ?? asAdopted(deps, known.cloud, by).instance;
}

/** An instance without an economical mode is stopped in the cloud's default way. */
function powerWish(instance: Instance, what: Power, mode: StoppedMode | null): PowerWish {
  const isChosen = what === 'stop' && noEconomicalMode(instance) === null;
  return { what, stoppedMode: isChosen ? mode : null };
}

function reasonOf(outcome: Ordered | Leased): LeftOutReason | null {
  switch (outcome.is) {
    case 'taken':
      return null;
    case 'refused':
      return outcome.refusal;
    case 'notTheBots':
      return { why: 'notTheBots' };
    case 'unknown':
    case 'busy':
    case 'storeDown':
      return { why: 'unknown' };
  }
}
