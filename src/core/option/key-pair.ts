import type { Login } from './options.ts';

/** A key pair of an account in one region. */
export interface KeyChoice {
  readonly name: string;
  /** The Slack user who owns the key; null for a shared key. */
  readonly owner: string | null;
  /** MD5 in hexadecimal, without colons; absent where it is not known. */
  readonly fingerprint?: string;
}

/** The login, bound to the key that has its name now: later another key may. */
export function boundToKey(login: Login | undefined, keys: readonly KeyChoice[] | null): Login | undefined {
  if (login?.kind !== 'keyPair') return login;
  const fingerprint = keys?.find(({ name }) => name === login.name)?.fingerprint;
  return fingerprint ? { ...login, fingerprint } : login;
}

/** Whether a key pair is the one of a login. */
export const isKeyOf = (
  login: Extract<Login, { readonly kind: 'keyPair' }>,
  { name, fingerprint }: KeyChoice,
): boolean => name === login.name && (login.fingerprint === undefined || login.fingerprint === fingerprint);

/** The tag of a key pair with its owner's Slack user id. */
export const OWNER_TAG = 'ecs-chatops:owner';

/** How a key pair relates to a person; null where it has no owner: a shared key, or one made elsewhere. */
export const whoseKey = ({ owner }: KeyChoice, user: string): 'yours' | 'notYours' | null =>
  owner === null ? null : owner === user ? 'yours' : 'notYours';

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The person's own keys first, then keys without an owner, other people's last; each group by name. */
export function ownFirst<T extends KeyChoice>(keys: readonly T[], user: string): readonly T[] {
  const rank = ({ owner }: KeyChoice): number => (owner === user ? 0 : owner === null ? 1 : 2);
  return keys.toSorted((a, b) => rank(a) - rank(b) || natural.compare(a.name, b.name));
}
