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

/** Some people and the places where they may create. */
export interface Grant {
  readonly who: 'everyone' | Principals;
  /** Slack channel ids, and `dm` for direct messages. */
  readonly channels: Places;
  /** The ways of paying it is good for. */
  readonly charges: readonly ChargeKind[];
}

/** Some people who may act on instances that the bot did not create, where these have a tag. */
export interface ActGrant {
  readonly who: 'everyone' | Principals;
  /** An empty value: whatever it is. */
  readonly tag: Tag;
}

/**
 * Who may create what, as the policy file says. null, or a limit that is not there: no such rule, so the bot's own bounds
 * are the only ones. Where there are `families` and `types`, a type is allowed when either list has it.
 */
export interface Policy {
  /** What is written into channels is written in this. */
  readonly language: Language;
  readonly admins: Principals;
  readonly create: Ruled<readonly Grant[]> | null;
  /** Who may act on what the bot did not create, beside the admins; empty: nobody. */
  readonly act: readonly ActGrant[];
  /** Who may ask for what is prepaid: whom `create` names, or admins alone. */
  readonly prepaid: 'asGranted' | 'adminsOnly';
  /** Patterns, see pattern.ts; as for the next three. */
  readonly regions: Ruled<readonly string[]> | null;
  readonly families: Ruled<readonly string[]> | null;
  readonly types: Ruled<readonly string[]> | null;
  readonly images: Ruled<readonly string[]> | null;
  /** By name, in the order of the file. */
  readonly networks: Ruled<readonly Network[]> | null;
  readonly limits: Readonly<Partial<Record<LimitKey | PersonLimitKey, Ruled<number>>>>;
  /** What each says itself. */
  readonly presets: ReadonlyMap<string, Draft>;
  /** Those that start from a launch template of the account, by their names. */
  readonly templates: ReadonlyMap<string, TemplateRef>;
  /** Start scripts by their names. */
  readonly userData: ReadonlyMap<string, Snippet>;
  /** What else an order may hold, and what it holds where nobody says otherwise. */
  readonly options: OptionRules;
  /** What becomes of an order for several that the cloud can place only in part. */
  readonly partial: Shortfall;
  /** How long what is not prepaid lives from its first Running unless it is extended; and the most one may extend to. Milliseconds. */
  readonly lease: Ruled<number> | null;
  readonly maxLease: Ruled<number> | null;
  readonly approval: ApprovalPolicy;
  /** Which channels read a digest every week; at most one entry per channel. */
  readonly digest: readonly DigestPlan[];
}

/** Without a file: everybody may create within the bot's own bounds what is not prepaid. */
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

/** What a server runs at its first start. */
export interface Snippet extends Script {
  readonly content: string;
}

/** The scripts of the policy as it is at this moment. */
export const scriptsOf = (source: Pick<PolicySource, 'current'>): ScriptSource => ({
  contentOf({ name, sha256 }) {
    const snippet = source.current().policy.userData.get(name);
    return snippet?.sha256 === sha256 ? snippet.content : null;
  },
});

export interface PolicyInForce {
  readonly policy: Policy;
  /** SHA-256 of the file and of the start scripts that it names, in hex; null while there is none. */
  readonly hash: string | null;
}

/** The policy at this moment, read again at each act: the file may change while the bot runs. */
export interface PolicySource {
  current(): PolicyInForce;
  /** Why the file as it is now is not in force; null when it is. */
  trouble(): readonly Saying[] | null;
}

/** The policy of this moment. */
export const rulesOf = ({ policy }: { readonly policy: PolicySource }): Policy => policy.current().policy;

export const allowsRegion = ({ regions }: Policy, id: string): boolean =>
  regions === null || regions.value.some((pattern) => matchesPattern(pattern, id));

/** The most vCPU is not asked here: that is of the whole request. */
export function allowsType({ families, types }: Policy, { id, family }: Pick<TypeChoice, 'id' | 'family'>): boolean {
  if (families === null && types === null) return true;
  const byFamily = families?.value.some((pattern) => matchesPattern(pattern, family)) ?? false;
  return byFamily || (types?.value.some((pattern) => matchesPattern(pattern, id)) ?? false);
}

/** What is known of an image; null parts are not. */
export type ImageFacts = Pick<ImageChoice, 'id'> & {
  readonly [Key in 'name' | 'osName' | 'owner']: ImageChoice[Key] | null;
};

/**
 * By its id, or by its name or system where those can be trusted: anybody can share an image with this account under the
 * name of a well-known one. null when that depends on what is not known.
 */
export function allowsImage({ images }: Policy, { id, name, osName, owner }: ImageFacts): boolean | null {
  if (images === null || images.value.some((pattern) => matchesPattern(pattern, id))) return true;
  if (owner === 'others' || owner === 'marketplace') return false;
  if (owner === null || name === null || osName === null) return images.value.length === 0 ? false : null;
  return images.value.some((pattern) => matchesPattern(pattern, name) || matchesPattern(pattern, osName));
}
