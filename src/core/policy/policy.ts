import { type ApprovalPolicy, NO_APPROVAL_RULES } from '../approval/approval-policy.ts';
import type { Language } from '../base/language.ts';
import { matchesPattern } from '../base/pattern.ts';
import type { Shortfall } from '../chunk/chunk.ts';
import type { DigestPlan } from '../digest/digest-plan.ts';
import type { Script, ScriptSource } from '../option/options.ts';
import type { Tag } from '../option/tag.ts';
import type { Saying } from '../saying.ts';
import type { ChargeKind } from '../spec/charge.ts';
import type { ImageChoice, TypeChoice } from '../spec/choices.ts';
import type { TemplateRef } from '../spec/launch-template.ts';
import type { Draft } from '../spec/spec.ts';
import type { Network } from './networks.ts';
import { NO_OPTION_RULES, type OptionRules } from './option-rules.ts';
import type { Principals } from './people.ts';
import type { Places } from './places.ts';
import type { LimitKey, PersonLimitKey } from './rules.ts';

/** A setting of the policy file with the line of its key, so that a refusal can name the rule. */
export interface Ruled<T> {
  readonly value: T;
  /** From 1. */
  readonly line: number;
}

/** People and the channels in which they may create. */
export interface Grant {
  readonly who: 'everyone' | Principals;
  /** Slack channel ids, and `dm` for direct messages. */
  readonly channels: Places;
  /** The billing methods that it covers. */
  readonly charges: readonly ChargeKind[];
}

/** People who may act on instances with a tag that the bot did not create. */
export interface ActGrant {
  readonly who: 'everyone' | Principals;
  /** An empty value matches any value. */
  readonly tag: Tag;
}

/**
 * The rules of the policy file: who may create what. null, or a missing limit: no such rule, only the bot's own bounds.
 * With both `families` and `types`, a type is allowed if either matches.
 */
export interface Policy {
  /** The language of messages in channels. */
  readonly language: Language;
  readonly admins: Principals;
  readonly create: Ruled<readonly Grant[]> | null;
  /** Who besides the admins may act on instances that the bot did not create; empty for nobody. */
  readonly act: readonly ActGrant[];
  /** Who may request prepaid instances: those that `create` names, or only admins. */
  readonly prepaid: 'asGranted' | 'adminsOnly';
  /** Patterns, see pattern.ts; the same for the next three. */
  readonly regions: Ruled<readonly string[]> | null;
  readonly families: Ruled<readonly string[]> | null;
  readonly types: Ruled<readonly string[]> | null;
  readonly images: Ruled<readonly string[]> | null;
  /** In the order of the file. */
  readonly networks: Ruled<readonly Network[]> | null;
  readonly limits: Readonly<Partial<Record<LimitKey | PersonLimitKey, Ruled<number>>>>;
  /** The draft of each preset. */
  readonly presets: ReadonlyMap<string, Draft>;
  /** Presets that start from a launch template of the account, by name. */
  readonly templates: ReadonlyMap<string, TemplateRef>;
  /** Start scripts by name. */
  readonly userData: ReadonlyMap<string, Snippet>;
  /** Rules and defaults for the options of an order. */
  readonly options: OptionRules;
  /** What to do if the cloud can place only a part of an order. */
  readonly partial: Shortfall;
  /** The default lease from the first Running, not for prepaid; and the longest lease, also for extensions. Milliseconds. */
  readonly lease: Ruled<number> | null;
  readonly maxLease: Ruled<number> | null;
  readonly approval: ApprovalPolicy;
  /** Channels with a weekly digest; at most one entry per channel. */
  readonly digest: readonly DigestPlan[];
}

/** Without a file: everybody may create within the bot's own bounds; prepaid is for admins. */
export const NO_POLICY: Policy = {
  language: 'en',
  admins: [],
  create: null,
  act: [],
  prepaid: 'adminsOnly',
  regions: null,
  families: null,
  types: null,
  images: null,
  networks: null,
  limits: {},
  presets: new Map(),
  templates: new Map(),
  userData: new Map(),
  options: NO_OPTION_RULES,
  partial: 'keep',
  lease: null,
  maxLease: null,
  approval: NO_APPROVAL_RULES,
  digest: [],
};

/**
 * The rules for a purchase for an existing instance: those about what may be created do not apply, and of the limits only the size of
 * a disk does.
 */
export const rulesForExisting = (policy: Policy, isForDisk: boolean): Policy => {
  const { maxDiskGiB } = policy.limits;
  return {
    ...policy,
    ...{ regions: null, families: null, types: null, images: null, networks: null },
    limits: isForDisk && maxDiskGiB !== undefined ? { maxDiskGiB } : {},
  };
};

/** A start script with its content; an instance runs it at its first start. */
export interface Snippet extends Script {
  readonly content: string;
}

/** The start scripts of the current policy. */
export const scriptsOf = (source: Pick<PolicySource, 'current'>): ScriptSource => ({
  contentOf({ name, sha256 }) {
    const snippet = source.current().policy.userData.get(name);
    return snippet?.sha256 === sha256 ? snippet.content : null;
  },
});

export interface PolicyInForce {
  readonly policy: Policy;
  /** SHA-256 of the file and the start scripts that it names, in hex; null without a file. */
  readonly hash: string | null;
}

/** The current policy. Read it at each act: the file can change while the bot runs. */
export interface PolicySource {
  current(): PolicyInForce;
  /** Why the current file is not in force; null when it is. */
  trouble(): readonly Saying[] | null;
}

export const rulesOf = ({ policy }: { readonly policy: PolicySource }): Policy => policy.current().policy;

export const allowsRegion = ({ regions }: Policy, id: string): boolean =>
  regions === null || regions.value.some((pattern) => matchesPattern(pattern, id));

/** Whether the policy allows a type. `maxVCpu` is not judged here, since it limits the whole request. */
export function allowsType({ families, types }: Policy, { id, family }: Pick<TypeChoice, 'id' | 'family'>): boolean {
  if (families === null && types === null) return true;
  const byFamily = families?.value.some((pattern) => matchesPattern(pattern, family)) ?? false;
  return byFamily || (types?.value.some((pattern) => matchesPattern(pattern, id)) ?? false);
}

/** The known facts of an image; null for unknown. */
export type ImageFacts = Pick<ImageChoice, 'id'> & {
  readonly [Key in 'name' | 'osName' | 'owner']: ImageChoice[Key] | null;
};

/**
 * Matches the id, or the name or system of an image that can be trusted: anybody can share an image with this account under
 * a well-known name. null when that depends on something unknown.
 */
export function allowsImage({ images }: Policy, { id, name, osName, owner }: ImageFacts): boolean | null {
  if (images === null || images.value.some((pattern) => matchesPattern(pattern, id))) return true;
  if (owner === 'others' || owner === 'marketplace') return false;
  if (owner === null || name === null || osName === null) return images.value.length === 0 ? false : null;
  return images.value.some((pattern) => matchesPattern(pattern, name) || matchesPattern(pattern, osName));
}
