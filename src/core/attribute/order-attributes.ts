import { leftIn, type StoredAccount } from '../account/account.ts';
import type { DiskRefusal } from '../disk/judge-disks.ts';
import type { GrowthRefusal } from '../disk/judge-growth.ts';
import type { InstanceDecision } from '../instance/change-set.ts';
import { type CloudInstance, tagOf } from '../instance/cloud-instance.ts';
import { type Actor, mayActOn } from '../instance/found-instance.ts';
import type { Instance } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import type { Tag } from '../option/tag.ts';
import type { Membership } from '../policy/people.ts';
import { REQUESTER_TAG } from '../request/request.ts';
import type { AttributeOrder, AttributeStep, AttributeWish } from './attribute.ts';
import { attributesOf } from './attributes-of.ts';
import { type TagRefusal, tagRefusal } from './tag-rules.ts';

/** Why an order of changes is refused. */
export type AttributeRefusal =
  | { readonly why: 'notYours' | 'notCreatedYet' | 'neverCreated' | 'gone' | 'beingReleased' }
  | { readonly why: 'otherAccount'; readonly account: string }
  /** An earlier order is not finished. */
  | { readonly why: 'underWay'; readonly by: string }
  /** Everything is already as wanted. */
  | { readonly why: 'already' }
  /** Reasons in OperationLocks; a locked instance cannot be changed. */
  | { readonly why: 'locked'; readonly locks: readonly string[] }
  | { readonly why: 'onlyPayAsYouGo' }
  /** Only the owner and admins may change the owner. */
  | { readonly why: 'notYoursToGive' }
  | { readonly why: 'noMember'; readonly user: string; readonly standing: Exclude<Membership, 'member'> }
  | TagRefusal
  | DiskRefusal
  | GrowthRefusal;

export interface AttributeCircumstances {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly account: StoredAccount | null;
  /** From a look just before; null when the cloud could not be asked. */
  readonly cloud: CloudInstance | null;
  readonly policy: Parameters<typeof tagRefusal>[2];
  /** The membership of the new owner. */
  readonly standing: Membership;
}

export type AttributeDecision = InstanceDecision<AttributeRefusal>;

/**
 * A person orders changes of an instance. Decides whether that is allowed, and returns the row with the order; the
 * lifecycle makes the changes in the cloud. Only the owner changes at once, since the store decides who that is.
 */
export function orderAttributes(
  instance: Instance,
  wish: AttributeWish,
  by: Actor,
  circumstances: AttributeCircumstances,
): AttributeDecision {
  const barred = refusalToChange(instance, by, circumstances) ?? refusal(instance, wish, by, circumstances);
  if (barred !== null) return { refused: barred };
  const steps = stepsOf(instance, wish, circumstances.cloud);
  return steps.length === 0
    ? { refused: { why: 'already' } }
    : { taken: changeOrdered(instance, steps, by.user, circumstances) };
}

/** Why no property of this instance may be changed. */
export function refusalToChange(
  instance: Instance,
  by: Actor,
  { account, cloud }: Pick<AttributeCircumstances, 'account' | 'cloud'>,
): AttributeRefusal | null {
  const { cloudId, outcome, wanted, attributes } = instance;
  if (!mayActOn(by, { own: instance })) return { why: 'notYours' };
  const left = leftIn(instance, account);
  if (left !== null) return { why: 'otherAccount', account: left };
  if (hasGone(instance)) return { why: 'gone' };
  if (cloudId === null) return { why: outcome === null ? 'notCreatedYet' : 'neverCreated' };
  if (wanted === 'released' && outcome === null) return { why: 'beingReleased' };
  if (attributes) return { why: 'underWay', by: attributes.by };
  const locks = cloud?.locks ?? [];
  return locks.length > 0 ? { why: 'locked', locks } : null;
}

/**
 * An instance adopted by this very order. The person was not its owner before, so the order may only do what was allowed
 * before.
 */
const isTakenOverBy = ({ adopted, version }: Instance): boolean => adopted === true && version === 0;

function refusal(
  instance: Instance,
  wish: AttributeWish,
  by: Actor,
  { cloud, policy, standing }: AttributeCircumstances,
): AttributeRefusal | null {
  const { spec, requester } = instance;
  const { owner, protection, tags, untag } = wish;
  if (owner !== undefined && owner !== requester) {
    if (!by.isAdmin && (by.user !== requester || isTakenOverBy(instance))) return { why: 'notYoursToGive' };
    if (standing !== 'member') return { why: 'noMember', user: owner, standing };
  }
  if (protection !== undefined && (cloud?.chargeKind ?? spec.charge.kind) !== 'payAsYouGo')
    return { why: 'onlyPayAsYouGo' };
  return tags === undefined && untag === undefined ? null : tagRefusal({ tags, untag }, cloud?.tags ?? null, policy);
}

/** The steps, without what the cloud already shows as wanted. */
function stepsOf(instance: Instance, wish: AttributeWish, cloud: CloudInstance | null): readonly AttributeStep[] {
  const { spec, requester } = instance;
  const { name, tags = [], untag = [], protection, owner } = wish;
  const isThere = (key: string): boolean => cloud === null || cloud.tags.some((tag) => tag.key === key);
  const keys = untag.filter(isThere);
  const news = tags.filter((tag) => cloud === null || !has(cloud.tags, tag));
  const is = { name: cloud?.name ?? spec.name, protection: cloud?.deletionProtection ?? null };
  return [
    ...(name !== undefined && (name !== is.name || name !== spec.name)
      ? [{ is: 'name', from: spec.name, to: name } as const]
      : []),
    // Before the new tags, since the number of tags is limited.
    ...(keys.length > 0 ? [{ is: 'untag', keys } as const] : []),
    ...(news.length > 0 ? [{ is: 'tags', tags: news } as const] : []),
    ...(protection !== undefined && protection !== is.protection
      ? [{ is: 'protection', on: protection } as const]
      : []),
    ...(owner !== undefined && (owner !== requester || isTaggedOtherwise(cloud, owner))
      ? [{ is: 'owner', from: requester, to: owner } as const]
      : []),
  ];
}

/** An adopted instance has no owner tag yet, and an earlier change of owner may have failed in the cloud only. */
const isTaggedOtherwise = (cloud: CloudInstance | null, owner: string): boolean =>
  cloud !== null && tagOf(cloud, REQUESTER_TAG) !== owner;

const has = (all: readonly Tag[], { key, value }: Tag): boolean =>
  all.some((tag) => tag.key === key && tag.value === value);

/** The row with the order, and what has to be stored with it. */
export function changeOrdered(
  instance: Instance,
  left: readonly AttributeStep[],
  by: string,
  { at }: Pick<AttributeCircumstances, 'at'>,
): Extract<AttributeDecision, { readonly taken: unknown }>['taken'] {
  const { requestId, id: instanceId, requester: was } = instance;
  const about = { at, actor: by, requestId, instanceId };
  const order: AttributeOrder = { by, at, left, done: [], missed: [], tryAt: at, attempts: 0 };
  const owner = left.find((step) => step.is === 'owner')?.to ?? was;
  const { name } = attributesOf(instance.spec, owner);
  const told = owner === was ? [] : [owner, was].filter((user) => user !== by);
  return {
    next: { ...instance, version: instance.version + 1, requester: owner, attributes: order },
    events: [
      { ...about, kind: 'instance.changeWanted' as const, data: { steps: left } },
      ...(owner === was ? [] : [{ ...about, kind: 'instance.given' as const, data: { owner, was } }]),
    ],
    messages: [
      { kind: 'card' as const, requestId },
      ...told.map((user) => ({
        ...{ kind: 'dm' as const, about: 'owner' as const, requestId, user, instanceId },
        ...{ name, owner, was, by },
      })),
    ],
  };
}
