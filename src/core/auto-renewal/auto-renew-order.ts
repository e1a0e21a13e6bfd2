import { requirementsOf } from '../approval/requirements.ts';
import { ONE_MONTH } from '../expiry/expiry.ts';
import { type Freeze, isInForce } from '../freeze.ts';
import { type Actor, mayActOn } from '../instance/found-instance.ts';
import type { Instance, Observed } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import { mayCreateSomewhere } from '../policy/grants.ts';
import type { People, Principals } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import { renewalOf, type Term } from '../spec/charge.ts';
import type { Quote } from '../spec/quote.ts';

/** Why nothing is changed about whether it renews itself. */
export type AutoRenewRefusal =
  | { readonly why: 'notYours'; readonly requester: string }
  | { readonly why: 'notPrepaid' | 'notCreatedYet' | 'neverCreated' | 'gone' }
  /** What it was paid for is over, milliseconds UTC. */
  | { readonly why: 'over'; readonly until: number }
  | { readonly why: 'frozen'; readonly freeze: Freeze }
  /** Such a purchase has to be approved by somebody else. */
  | { readonly why: 'needsApproval'; readonly admins: Principals };

/** By how much it is to renew itself: as the form says it of what is bought there. */
export const renewalTermOf = ({ spec: { charge } }: Pick<Instance, 'spec'>): Term =>
  charge.kind === 'prepaid' ? renewalOf(charge) : ONE_MONTH;

/** What can be told without asking anybody; null when nothing stands against it so far. */
export function refusedAtOnce(instance: Instance, by: Actor): AutoRenewRefusal | null {
  const { cloudId, outcome, requester } = instance;
  if (!mayActOn(by, { own: instance })) return { why: 'notYours', requester };
  if (hasGone(instance)) return { why: 'gone' };
  if (cloudId === null) return { why: outcome === null ? 'notCreatedYet' : 'neverCreated' };
  return null;
}

/** What the cloud says of how it is paid for; null when it can renew itself, or not, any time. */
export function refusedByLook(
  seen: Pick<Observed, 'chargeKind' | 'expiresAt'> | 'missing',
  on: boolean,
  now: number,
): AutoRenewRefusal | null {
  if (seen === 'missing') return { why: 'gone' };
  if (seen.chargeKind !== 'prepaid') return { why: 'notPrepaid' };
  // The cloud takes no auto-renewal of what is over: it has to be renewed first.
  return on && seen.expiresAt !== null && now >= seen.expiresAt ? { why: 'over', until: seen.expiresAt } : null;
}

/** By what it is judged whether somebody may commit the company to further debits. */
export interface AutoRenewCircumstances {
  readonly at: number;
  readonly policy: Policy;
  readonly admins: Principals;
  readonly people: People;
  readonly freeze: Freeze | null;
  /** Of one renewal; null when none is known. */
  readonly quote: Quote | null;
}

/**
 * Whether somebody may have it renew itself. It is money without another question each time: who may not buy that much prepaid
 * by their own word alone may not turn it on either. Admins may.
 */
export function refusedByPolicy(by: Actor, circumstances: AutoRenewCircumstances): AutoRenewRefusal | null {
  const { at, policy, admins, people, freeze, quote } = circumstances;
  if (isInForce(freeze, at)) return { why: 'frozen', freeze };
  if (by.isAdmin) return null;
  const refused = { why: 'needsApproval', admins } as const;
  if (policy.prepaid === 'adminsOnly' || !mayCreateSomewhere(policy, by.user, 'prepaid', people)) return refused;
  const requirements = requirementsOf(policy, admins, { requester: by.user, charge: 'prepaid', quote }, people);
  return requirements.every(({ needed, users }) => needed <= 1 && users.includes(by.user)) ? null : refused;
}
