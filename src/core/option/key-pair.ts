/** A key pair of an account in one region. */
export interface KeyChoice {
  readonly name: string;
  /** The Slack user whose key it is; null for one that is nobody's own. */
  readonly owner: string | null;
}

/** The tag of a key pair that names its owner by their Slack user id. */
export const OWNER_TAG = 'ecs-chatops:owner';

/** Whose a key pair is to somebody; null where it carries no owner: nobody's own, or made elsewhere. */
export const whoseKey = ({ owner }: KeyChoice, user: string): 'yours' | 'notYours' | null =>
  owner === null ? null : owner === user ? 'yours' : 'notYours';

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** A person's own first, then those that are nobody's; other people's last. By name in each. */
export function ownFirst<T extends KeyChoice>(keys: readonly T[], user: string): readonly T[] {
  const rank = ({ owner }: KeyChoice): number => (owner === user ? 0 : owner === null ? 1 : 2);
  return keys.toSorted((a, b) => rank(a) - rank(b) || natural.compare(a.name, b.name));
}
