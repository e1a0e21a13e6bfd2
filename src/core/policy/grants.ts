import { CHARGE_KINDS, type ChargeKind } from '../spec/charge.ts';
import { isGranted, type Membership, type People } from './people.ts';
import { isPlace } from './places.ts';
import type { Grant, Policy } from './policy.ts';

/** The person who asks, and the channel for the card. */
export interface Asker {
  readonly user: string;
  readonly isAdmin: boolean;
  /** Null when unknown. */
  readonly channel: string | null;
}

/**
 * Whether a person may create with this billing method in a channel; null when that depends on something unknown.
 *
 * @param charge null for any billing method
 */
export function mayCreate(policy: Policy, asker: Asker, charge: ChargeKind | null, people: People): boolean | null {
  if (policy.prepaid === 'adminsOnly' && charge === 'prepaid' && !asker.isAdmin) return false;
  const answers = grantsIn(policy)
    .filter(({ charges }) => charge === null || charges.includes(charge))
    .map((grant) => both(isGrantedTo(policy, grant, asker, people), isPlace(grant.channels, asker.channel)));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

/**
 * Whether a person may create with this billing method in any channel. A user group whose members are unknown grants
 * nothing.
 */
export const mayCreateSomewhere = (policy: Policy, user: string, charge: ChargeKind, people: People): boolean =>
  grantsIn(policy).some(
    (grant) => grant.charges.includes(charge) && isGranted(user, grant.who, policy.approval.groups, people) === true,
  );

/**
 * The channels in which a person may create, with any billing method. A user group whose members are unknown grants
 * nothing.
 */
export function channelsOf(
  policy: Policy,
  asker: Pick<Asker, 'user' | 'isAdmin'>,
  people: People,
): 'any' | readonly string[] {
  const mine = grantsIn(policy).filter((grant) => isGrantedTo(policy, grant, asker, people) === true);
  if (mine.some(({ channels }) => channels === 'any')) return 'any';
  return [...new Set(mine.flatMap(({ channels }) => channels))];
}

/** The billing methods that a person may choose in a channel. */
export const chargesOf = (policy: Policy, asker: Asker, people: People): readonly ChargeKind[] =>
  CHARGE_KINDS.filter((charge) => mayCreate(policy, asker, charge, people) === true);

/** The grants of a policy without `create`. */
const ALL_TO_EVERYONE: Grant = { who: 'everyone', channels: 'any', charges: CHARGE_KINDS };

const grantsIn = ({ create }: Policy): readonly Grant[] => create?.value ?? [ALL_TO_EVERYONE];

const NAMED_ONLY: readonly Membership[] = ['guest', 'stranger'];

/** An admin who is a guest or of another workspace is named by id, and so counts as one of everyone. */
function isGrantedTo(
  { approval }: Policy,
  { who }: Pick<Grant, 'who'>,
  { user, isAdmin }: Pick<Asker, 'user' | 'isAdmin'>,
  people: People,
): boolean | null {
  if (who === 'everyone' && isAdmin && NAMED_ONLY.includes(people.membershipOf(user))) return true;
  return isGranted(user, who, approval.groups, people);
}

/** Three-valued and: null for unknown. */
function both(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}
