/** Limits per request. */
export const LIMIT_KEYS = ['maxAmount', 'maxVCpu', 'maxBandwidthOut', 'maxDiskGiB'] as const;
export type LimitKey = (typeof LIMIT_KEYS)[number];

/** Limits per person, over all billing methods: waiting requests, and instances per day. They hold for admins too. */
export const PERSON_LIMIT_KEYS = ['maxPendingPerPerson', 'maxInstancesPerPersonPerDay'] as const;
export type PersonLimitKey = (typeof PERSON_LIMIT_KEYS)[number];

/** The rules of a policy, by their keys in the file. */
export type RuleKey =
  | 'create'
  | 'charges'
  | 'regions'
  | 'families'
  | 'types'
  | 'images'
  | 'networks'
  | 'roles'
  | 'kmsKeys'
  | 'login'
  | 'tags'
  | 'required'
  | 'lease'
  | 'maxLease'
  | LimitKey;

/** A rule of the policy that refuses something. */
export interface FiredRule {
  readonly rule: RuleKey;
  /** The rule's line in the policy file, from 1; null without a file, or without this key in it. */
  readonly line: number | null;
  /** The values that a list allows; empty for a limit. */
  readonly allowed: readonly string[];
  /** The limit; for `maxLease` in milliseconds. Null for a list. */
  readonly max: number | null;
}

/** Replaces the line (lines count from 1) for people who may not see the file: only admins may. */
export const UNTOLD_LINE = 0;

/** One or several rules as this person may see them. */
export const linesFor =
  (isAdmin: boolean) =>
  <T extends { readonly line: number | null }>(one: T): T =>
    isAdmin || one.line === null ? one : { ...one, line: UNTOLD_LINE };
