import type { ScriptSource } from '../../src/core/option/options.ts';
import type { Directory, People } from '../../src/core/policy/people.ts';
import type { Policy, PolicySource } from '../../src/core/policy/policy.ts';

/** A policy that stays what it is. */
export const fixedPolicy = (policy: Policy, hash: string | null = null): PolicySource => ({
  current: () => ({ policy, hash }),
  trouble: () => null,
});

/** A directory that never says anything else. */
export const directoryOf = (people: People): Directory => ({
  known: () => people,
  fresh: async () => people,
  memberships: async () => people,
});

export const NO_SCRIPTS: ScriptSource = { contentOf: () => null };
