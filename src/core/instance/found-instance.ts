import type { Failure } from '../failure/failure.ts';
import { REQUESTER_TAG } from '../request/request.ts';
import { type CloudInstance, tagOf } from './cloud-instance.ts';
import type { Instance } from './instance.ts';

/** One instance that was looked up: as the cloud has it, as the bot has it, or both. */
export type FoundInstance =
  | { readonly cloud: CloudInstance; readonly own: Instance | null }
  | { readonly cloud: null; readonly own: Instance; readonly why: Unseen };

/**
 * Why there is no word of the cloud about it. `notYet`: it is being created. `gone`: the cloud does not list it (any more).
 * `late`: the cloud has not answered in time.
 */
export type Unseen = 'notYet' | 'gone' | 'late' | Failure;

/** Who asked for an instance. `tag`: only its tag says so, which anybody with access to the account can write: it calls nobody. */
export interface Owner {
  /** A Slack user id; whatever somebody wrote where it is from a tag. */
  readonly id: string;
  readonly from: 'store' | 'tag';
}

/** What the bot itself wrote down counts before the tag; null where nobody knows. */
export function ownerOf({ cloud, own }: FoundInstance): Owner | null {
  if (own !== null) return { id: own.requester, from: 'store' };
  const tagged = cloud === null ? null : tagOf(cloud, REQUESTER_TAG);
  return tagged === null ? null : { id: tagged, from: 'tag' };
}

/** Somebody who wants to act on an instance. */
export interface Actor {
  /** Slack user id. */
  readonly user: string;
  readonly isAdmin: boolean;
  /** Whether the policy lets them act on it by one of its tags, see act-grants.ts; absent: no. */
  readonly byTag?: boolean;
}

/**
 * Whether somebody may act on it: who asked for it may, or took it over, and admins. On what the bot did not create also whom
 * the policy lets by its tags. The tag that names a requester gives no right, for anybody with access to the account can write it.
 */
export const mayActOn = (
  who: Actor,
  { own }: { readonly own: Pick<Instance, 'requester' | 'adopted'> | null },
): boolean =>
  who.isAdmin || own?.requester === who.user || ((own === null || own.adopted === true) && who.byTag === true);

/** Its row; or, where it has none, what the cloud shows of it. */
export function rowOrCloud(
  found: FoundInstance,
): { readonly own: Instance } | { readonly own: null; readonly cloud: CloudInstance } {
  if (found.cloud === null) return { own: found.own };
  const { own, cloud } = found;
  return own === null ? { own, cloud } : { own };
}

export const nameOf = ({ cloud, own }: FoundInstance): string => cloud?.name ?? own?.spec.name ?? '';

/** The cloud's id, or the bot's own while there is none. */
export const idOf = ({ cloud, own }: FoundInstance): string => cloud?.cloudId ?? own?.cloudId ?? own?.id ?? '';

export const regionOf = ({ cloud, own }: FoundInstance): string => cloud?.region ?? own?.spec.region ?? '';

/** As the bot's own row has it, without a look at the cloud. */
export const asKnown = (own: Instance): FoundInstance => ({ cloud: null, own, why: 'late' });
