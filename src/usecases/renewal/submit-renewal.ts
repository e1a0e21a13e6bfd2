import { askFor, type SubmissionVerdict, type Unsubmittable } from '../../core/approval/approval-new.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import { type AgreedPrice, atOnce, isAgreed, type PrepaidGrowth } from '../../core/disk/disk-wish.ts';
import { type Actor, mayActOn } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { People } from '../../core/policy/people.ts';
import { ASKED_WITHIN_MS } from '../../core/policy/person-limits.ts';
import { type Breach, judgePolicy, type OrderFacts, type Verdict } from '../../core/policy/policy-judge.ts';
import { purchasesFor } from '../../core/renewal/renewal.ts';
import {
  newRenewal,
  refusalToRenew,
  rulesOfRenewing,
  specToGrow,
  specToRenew,
} from '../../core/renewal/renewal-new.ts';
import type { Request } from '../../core/request/request.ts';
import type { Term } from '../../core/spec/charge.ts';
import type { Quote } from '../../core/spec/quote.ts';
import type { InstanceSpec } from '../../core/spec/spec.ts';
import { type Change, CommitInDoubt } from '../../store/store.ts';
import { type ApprovalDeps, clientTokens } from '../approval/approval-deps.ts';
import { peopleForApproval } from '../approval/people-for-approval.ts';
import { lookUpRenewal, type RenewalGoal, type RenewalSeen, type RenewalUnseen } from './look-up-renewal.ts';

/** A person's wish to renew an instance, or for a larger prepaid disk. */
export interface RenewalWish {
  /** The row's own id. */
  readonly instanceId: string;
  readonly what: RenewalGoal;
  readonly by: Pick<Actor, 'user' | 'byTag'>;
  /** Where the card will be posted. */
  readonly channel: string;
}

/** Why it cannot be asked for; nothing was stored. */
export type Unrenewable =
  | { readonly is: 'unknown' }
  | { readonly is: 'notYours'; readonly instance: Instance }
  | { readonly is: 'policy'; readonly breaches: readonly Breach[] }
  /** Rules that depend on something unknown. */
  | { readonly is: 'unjudged'; readonly open: Verdict['open'] }
  | RenewalUnseen
  | Exclude<Unsubmittable, { readonly is: 'priceUnknown' }>;

/** What the request would mean. */
export interface Renewable {
  readonly is: 'renewable';
  readonly instance: Instance & { readonly cloudId: string };
  /** When the paid time ends at present, milliseconds UTC. */
  readonly until: number;
  readonly quote: Quote;
  /** The terms for which this account can renew. */
  readonly terms: readonly Term[];
  readonly asked: Extract<SubmissionVerdict, { readonly is: 'asks' }>;
}

/** What the person was shown before asking: when the paid time ends, or the price to which they agreed. */
export type ShownBeforeAsking = { readonly until: number } | { readonly most: AgreedPrice };

/** The outcome of asking. `isNew`: made by this very submission. */
export type RenewalAsked =
  | { readonly is: 'submitted'; readonly request: Request; readonly isNew: boolean }
  /** It costs more than the person was shown. */
  | { readonly is: 'otherPrice' }
  /** The paid time ends at another moment than the person was shown. */
  | { readonly is: 'moved'; readonly instance: Instance; readonly until: number }
  | { readonly is: 'busy' }
  | Unrenewable;

/**
 * Why it cannot be asked for, by the store alone; null if it can.
 *
 * @throws StoreUnavailable
 */
export async function refusalOfRenewal(
  deps: ApprovalDeps,
  wish: Pick<RenewalWish, 'instanceId' | 'by'>,
): Promise<Unrenewable | null> {
  const instance = await readInstance(deps, wish);
  return 'is' in instance ? instance : null;
}

/**
 * Whether it can be asked for and who would have to approve, before anybody is asked to confirm it.
 *
 * @throws StoreUnavailable
 */
export async function previewRenewal(deps: ApprovalDeps, wish: RenewalWish): Promise<Renewable | Unrenewable> {
  const instance = await readInstance(deps, wish);
  if ('is' in instance) return instance;
  const [seen, people] = await Promise.all([
    lookUpRenewal(deps, instance, wish.what),
    peopleForApproval(deps, wish.by.user, 'prepaid'),
  ]);
  if ('is' in seen) return seen;
  const judged = await judge(deps, wish, instance, seen, people);
  return 'asked' in judged ? { is: 'renewable', instance, ...seen, asked: judged.asked } : judged;
}

/** What a submission is bound to: its origin, see {@link Request.origin}, and what the person was shown before. */
type RenewalFrom = { readonly origin: string; readonly team: string } & ShownBeforeAsking;

/**
 * Stores the request in one commit with its instance, so that only one of two at once succeeds. A repeated submission gets its
 * request, even if it would be refused by now.
 *
 * @throws StoreUnavailable
 */
export async function askRenewal(deps: ApprovalDeps, wish: RenewalWish, from: RenewalFrom): Promise<RenewalAsked> {
  const requestId = `r-${deps.random.id(10)}`;
  const before = (): Promise<RenewalAsked | null> => submittedBefore(deps, from.origin, requestId);
  const earlier = await before();
  if (earlier !== null) return earlier;
  const asked = await askAs(deps, wish, from, requestId);
  return asked.is === 'submitted' ? asked : ((await before()) ?? asked);
}

async function askAs(
  deps: ApprovalDeps,
  wish: RenewalWish,
  from: RenewalFrom,
  requestId: string,
): Promise<RenewalAsked> {
  const { store, clock } = deps;
  const first = await readInstance(deps, wish);
  if ('is' in first) return first;
  const [seen, people] = await Promise.all([
    lookUpRenewal(deps, first, wish.what),
    peopleForApproval(deps, wish.by.user, 'prepaid'),
  ]);
  if ('is' in seen) return seen;
  if ('until' in from && seen.until !== from.until) return { is: 'moved', instance: first, until: seen.until };
  if ('most' in from && !isAgreed(from.most, atOnce(seen.quote))) return { is: 'otherPrice' };
  // Uses the names of its places from the request that created it.
  const names = (await store.request(first.requestId))?.names;
  const attempt = async (): Promise<RenewalAsked | typeof CONFLICT> => {
    const instance = await readInstance(deps, wish);
    if ('is' in instance) return instance;
    const judged = await judge(deps, wish, instance, seen, people);
    if ('is' in judged) return judged;
    const at = clock.now();
    const made = newRenewal({
      ...{ spec: specOf(instance, wish.what), quote: seen.quote, approval: judged.asked.approval, at },
      ...(names && { names }),
      ...{ requestId, clientTokens: clientTokens(deps, requestId, 1), origin: from.origin },
      ...{ requester: wish.by.user, team: from.team, channel: wish.channel, instance, wasUntil: seen.until },
      ...('disk' in wish.what && { disk: wish.what.disk }),
    });
    const { request, events, messages } = made;
    try {
      const written = await store.commit({
        ...{ requests: [{ next: request }], instances: [{ next: made.instance }], events, messages, at },
        ...judged.under,
      });
      return written.ok ? { is: 'submitted', request, isNew: true } : CONFLICT;
    } catch (error) {
      // Perhaps only the answer was lost.
      const before = await submittedBefore(deps, from.origin, requestId).catch((away: unknown) => {
        throw error instanceof CommitInDoubt ? error : away;
      });
      if (before === null) throw error;
      return before;
    }
  };
  return retryOnConflict(attempt, () => ({ is: 'busy' }));
}

const diskOfGoal = (what: RenewalGoal): PrepaidGrowth | undefined => ('disk' in what ? what.disk : undefined);

const specOf = (instance: Instance, what: RenewalGoal): InstanceSpec =>
  'disk' in what ? specToGrow(instance) : specToRenew(instance, what.term);

async function submittedBefore(
  { store }: ApprovalDeps,
  origin: string,
  requestId: string,
): Promise<RenewalAsked | null> {
  const request = await store.requestByOrigin(origin);
  return request === null ? null : { is: 'submitted', request, isNew: request.id === requestId };
}

/** The instance as it is stored now, if this person may have it renewed. */
async function readInstance(
  { store, authority }: ApprovalDeps,
  { instanceId, by }: Pick<RenewalWish, 'instanceId' | 'by'>,
): Promise<(Instance & { readonly cloudId: string }) | Unrenewable> {
  const instance = await store.instance(instanceId);
  if (instance === null) return { is: 'unknown' };
  const actor = { ...by, isAdmin: authority.isAdmin(by.user) };
  if (!mayActOn(actor, { own: instance })) return { is: 'notYours', instance };
  const ids = purchasesFor(instance);
  const earlier = (await Promise.all(ids.map((id) => store.request(id)))).flatMap((request) => request ?? []);
  const refusal = refusalToRenew(instance, earlier);
  if (refusal !== null) return { is: 'refused', instance, refusal };
  const { cloudId } = instance;
  if (cloudId === null) throw new Error(`${instanceId} was never created`);
  return { ...instance, cloudId };
}

/** Judges by the policy, the limits and the budgets of this moment. `under`: the facts under which the request is written. */
async function judge(
  { store, policy: source, authority, clock }: ApprovalDeps,
  { by: { user }, channel, what }: RenewalWish,
  instance: Instance & { readonly cloudId: string },
  { quote, balance }: RenewalSeen,
  people: People,
): Promise<
  { readonly asked: Renewable['asked']; readonly under: Pick<Change, 'underSpending' | 'underAsked'> } | Unrenewable
> {
  const { policy } = source.current();
  const spec = specOf(instance, what);
  const disk = diskOfGoal(what);
  const renewal = { cloudId: instance.cloudId, ...(disk && { disk }) };
  const facts: OrderFacts = {
    ...{ user, isAdmin: authority.isAdmin(user), channel, charge: 'prepaid', region: spec.region },
    ...{ type: spec.instanceType, family: null, vCpu: null, image: null, amount: 1 },
    ...{ bandwidthOut: spec.internetMaxBandwidthOut, diskGiB: disk?.to ?? spec.systemDisk.sizeGiB },
  };
  const { verdict, breaches, open } = judgePolicy(facts, rulesOfRenewing(policy, renewal), people);
  if (verdict === 'refused') return { is: 'policy', breaches };
  if (verdict === 'unknown') return { is: 'unjudged', open };
  const at = clock.now();
  const month = policy.approval.budgets.length === 0 ? null : await store.month(at);
  const lately = await store.askedBy(user, at - ASKED_WITHIN_MS);
  const asked = askFor(
    { requester: user, spec, amount: 1, quote, balance, facts, renewal },
    { at, policy, admins: authority.admins(), people, month: month?.spending ?? [], lately },
  );
  const underAsked = { requester: user, version: lately.version };
  if (asked.is === 'asks')
    return { asked, under: { underAsked, ...(month === null ? {} : { underSpending: month.version }) } };
  // A prepaid request has a price here, and always needs an approval.
  if (asked.is === 'free' || asked.is === 'priceUnknown') throw new Error(`what is prepaid was ${asked.is}`);
  return asked;
}
