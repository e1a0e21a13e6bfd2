/** The most that one request may ask for. */
export const LIMIT_KEYS = ['maxAmount', 'maxVCpu', 'maxBandwidthOut', 'maxDiskGiB'] as const;
export type LimitKey = (typeof LIMIT_KEYS)[number];

/** The rules of a policy, by their keys in its file. */
export type RuleKey = 'create' | 'regions' | 'families' | 'types' | 'images' | LimitKey;

/** A rule of the policy that refuses something. */
export interface FiredRule {
  readonly rule: RuleKey;
  /** Where it stands in the policy file, from 1. */
  readonly line: number;
  /** What a list allows; empty for a limit. */
  readonly allowed: readonly string[];
  /** For a limit. */
  readonly max: number | null;
}
