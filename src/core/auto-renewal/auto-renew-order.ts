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

/** Why auto-renewal is not changed. */
export type AutoRenewRefusal =
  | { readonly why: 'notYours'; readonly requester: string }
  | { readonly why: 'notPrepaid' | 'notCreatedYet' | 'neverCreated' | 'gone' }
  /** Its prepaid time is over. */
  | { readonly why: 'over' }
  | { readonly why: 'frozen'; readonly freeze: Freeze }
  /** Such a purchase needs somebody else's approval. */
  | { readonly why: 'needsApproval'; readonly admins: Principals };

/** The auto-renewal term of an instance: the one in its spec, as the form shows it. */
export const renewalTermOf = ({ spec: { charge } }: Pick<Instance, 'spec'>): Term =>
  charge.kind === 'prepaid' ? renewalOf(charge) : ONE_MONTH;

/** The refusals that need no question to anybody; null for none so far. */
export function refusedAtOnce(instance: Instance, by: Actor): AutoRenewRefusal | null {
  const { cloudId, outcome, requester } = instance;
  if (!mayActOn(by, { own: instance })) return { why: 'notYours', requester };
  if (hasGone(instance)) return { why: 'gone' };
  if (cloudId === null) return { why: outcome === null ? 'notCreatedYet' : 'neverCreated' };
  return null;
}

/** The refusal by what the cloud shows; null when auto-renewal can be changed. */
export function refusedByLook(
  seen: Pick<Observed, 'chargeKind' | 'expiresAt'> | 'missing',
  on: boolean,
  now: number,
): AutoRenewRefusal | null {
  if (seen === 'missing') return { why: 'gone' };
  if (seen.chargeKind !== 'prepaid') return { why: 'notPrepaid' };
  // An instance whose time is over cannot auto-renew; it has to be renewed first.
  return on && seen.expiresAt !== null && now >= seen.expiresAt ? { why: 'over' } : null;
}

/** The facts that decide whether somebody may commit the company to further debits. */
export interface AutoRenewCircumstances {
  readonly at: number;
  readonly policy: Policy;
  readonly admins: Principals;
  readonly people: People;
  readonly freeze: Freeze | null;
  /** The price of one renewal; null when unknown. */
  readonly quote: Quote | null;
}

/**
 * Whether a person may switch auto-renewal on. It debits money without asking again, so a person who may not buy that much
 * prepaid without others may not switch it on. Admins may.
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
