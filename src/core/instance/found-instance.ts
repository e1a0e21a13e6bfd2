import type { Failure } from '../failure/failure.ts';
import { REQUESTER_TAG } from '../request/request.ts';
import { type CloudInstance, tagOf } from './cloud-instance.ts';
import type { Instance } from './instance.ts';

/** A looked-up instance: as the cloud shows it, as the store has it, or both. */
export type FoundInstance =
  | { readonly cloud: CloudInstance; readonly own: Instance | null }
  | { readonly cloud: null; readonly own: Instance; readonly why: Unseen };

/**
 * Why the cloud shows nothing of it. `notYet`: it is still being created. `gone`: the cloud no longer lists it, or never
 * did. `late`: the cloud did not answer in time.
 */
export type Unseen = 'notYet' | 'gone' | 'late' | Failure;

/**
 * Who requested an instance. `tag`: only its tag says so. Anybody with access to the account can write the tag, so this
 * person is never mentioned.
 */
export interface Owner {
  /** A Slack user id; from a tag, any text. */
  readonly id: string;
  readonly from: 'store' | 'tag';
}

/** The store's row counts before the tag; null where neither names anybody. */
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
  /** Whether the policy lets them act on it because of one of its tags, see act-grants.ts; absent for no. */
  readonly byTag?: boolean;
}

/**
 * The row's owner and admins may act on an instance. On one that the bot did not create, so may those to whom the policy
 * grants it by a tag. The requester tag grants nothing, since anybody with access to the account can write it.
 */
export const mayActOn = (
  who: Actor,
  { own }: { readonly own: Pick<Instance, 'requester' | 'adopted'> | null },
): boolean =>
  who.isAdmin || own?.requester === who.user || ((own === null || own.adopted === true) && who.byTag === true);

/** The store's row; the cloud's view where there is no row. */
export function rowOrCloud(
  found: FoundInstance,
): { readonly own: Instance } | { readonly own: null; readonly cloud: CloudInstance } {
  if (found.cloud === null) return { own: found.own };
  const { own, cloud } = found;
  return own === null ? { own, cloud } : { own };
}

export const nameOf = ({ cloud, own }: FoundInstance): string => cloud?.name ?? own?.spec.name ?? '';

/** The cloud's id; the row's id until the cloud gives one. */
export const idOf = ({ cloud, own }: FoundInstance): string => cloud?.cloudId ?? own?.cloudId ?? own?.id ?? '';

export const regionOf = ({ cloud, own }: FoundInstance): string => cloud?.region ?? own?.spec.region ?? '';

/** The row alone, without a look at the cloud. */
export const asKnown = (own: Instance): FoundInstance => ({ cloud: null, own, why: 'late' });
