import { NO_POLICY, type Policy } from '../../src/core/policy/policy.ts';

/** A policy that says nothing but that these tags are set on everything. */
export const fixed = (...tags: readonly [key: string, value: string][]): Policy => ({
  ...NO_POLICY,
  options: {
    ...NO_POLICY.options,
    tags: {
      value: { required: [], fixed: tags.map(([key, value]) => ({ key, value })), allowed: new Map() },
      line: 3,
    },
  },
});
