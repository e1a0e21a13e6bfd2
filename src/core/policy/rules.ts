/** The most that one request may ask for. */
export const LIMIT_KEYS = ['maxAmount', 'maxVCpu', 'maxBandwidthOut', 'maxDiskGiB'] as const;
export type LimitKey = (typeof LIMIT_KEYS)[number];

/** The most that one person may have waiting or ask for, over all ways of paying. They hold for admins too. */
export const PERSON_LIMIT_KEYS = ['maxPendingPerPerson', 'maxInstancesPerPersonPerDay'] as const;
export type PersonLimitKey = (typeof PERSON_LIMIT_KEYS)[number];

/** The rules of a policy, by their keys in its file. */
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
  /** Where it is in the policy file, from 1; null where there is no file, or no such key in it. */
  readonly line: number | null;
  /** What a list allows; empty for a limit. */
  readonly allowed: readonly string[];
  /** For a limit; of `maxLease` in milliseconds. */
  readonly max: number | null;
}

/** In place of a line (they count from 1) for who is told the rule but not where it stands: only admins can look there. */
export const UNTOLD_LINE = 0;

/** How one or several rules are explained to a person. */
export const linesFor =
  (isAdmin: boolean) =>
  <T extends { readonly line: number | null }>(one: T): T =>
    isAdmin || one.line === null ? one : { ...one, line: UNTOLD_LINE };
