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

/** Why nothing was changed. */
export type AttributeRefusal =
  | { readonly why: 'notYours'; readonly requester: string }
  | { readonly why: 'notCreatedYet' | 'neverCreated' | 'gone' | 'beingReleased' }
  | { readonly why: 'otherAccount'; readonly account: string }
  /** What was ordered before is not all done. */
  | { readonly why: 'underWay'; readonly by: string }
  /** It is as was wanted. */
  | { readonly why: 'already' }
  /** Reasons in OperationLocks: the cloud takes no change. */
  | { readonly why: 'locked'; readonly locks: readonly string[] }
  | { readonly why: 'onlyPayAsYouGo' }
  /** Only its owner and admins may give it to somebody. */
  | { readonly why: 'notYoursToGive' }
  | { readonly why: 'noMember'; readonly user: string; readonly standing: Exclude<Membership, 'member'> }
  | TagRefusal
  | DiskRefusal
  | GrowthRefusal;

export interface AttributeCircumstances {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly account: StoredAccount | null;
  /** As a look has just shown it; null where the cloud could not be asked. */
  readonly cloud: CloudInstance | null;
  readonly policy: Parameters<typeof tagRefusal>[2];
  /** What Slack says of the one whose it is to be. */
  readonly standing: Membership;
}

export type AttributeDecision = InstanceDecision<AttributeRefusal>;

/**
 * A person wants something of an instance changed: whether it may be, and the row that says that it is wanted. The lifecycle has the
 * cloud do it. Only whose it is changes at once, for that is the bot's own to say.
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

/** Why nothing of an instance may be changed, whatever it is. */
export function refusalToChange(
  instance: Instance,
  by: Actor,
  { account, cloud }: Pick<AttributeCircumstances, 'account' | 'cloud'>,
): AttributeRefusal | null {
  const { cloudId, outcome, wanted, requester, attributes } = instance;
  if (!mayActOn(by, { own: instance })) return { why: 'notYours', requester };
  const left = leftIn(instance, account);
  if (left !== null) return { why: 'otherAccount', account: left };
  if (hasGone(instance)) return { why: 'gone' };
  if (cloudId === null) return { why: outcome === null ? 'notCreatedYet' : 'neverCreated' };
  if (wanted === 'released' && outcome === null) return { why: 'beingReleased' };
  if (attributes) return { why: 'underWay', by: attributes.by };
  const locks = cloud?.locks ?? [];
  return locks.length > 0 ? { why: 'locked', locks } : null;
}

/** Who takes it over with this very order was not its owner before: nothing but what could be done then can be done with it. */
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

/** What is so already is left out, as far as the cloud has shown it. */
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
    // First, for there is room for so many only.
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

/** What was taken over has no tag of it yet; and a change of owner may have been refused in the cloud alone. */
const isTaggedOtherwise = (cloud: CloudInstance | null, owner: string): boolean =>
  cloud !== null && tagOf(cloud, REQUESTER_TAG) !== owner;

const has = (all: readonly Tag[], { key, value }: Tag): boolean =>
  all.some((tag) => tag.key === key && tag.value === value);

/** The row that says what is wanted, and what has to be written with it. */
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
