import { resolve } from '../../core/policy/people.ts';
import type { SweepPorts } from './round.ts';

/** Slack user ids of the admins that the directory knows by name. */
export async function adminsOf({
  authority,
  directory,
  log,
}: Pick<SweepPorts, 'authority' | 'directory' | 'log'>): Promise<readonly string[]> {
  const people = await directory.fresh([]);
  const { users, unknownGroups } = resolve(authority.admins(), new Map(), people);
  if (unknownGroups.length > 0)
    log.warn({ groups: unknownGroups }, 'it is not known who is in these user groups of admins; they are not told');
  return users;
}

/**
 * Regions where the bot has created something, creates by default, or may create by the policy, if the policy lists regions by
 * name.
 */
export async function regionsInUse({
  store,
  policy,
  defaultRegion,
}: Pick<SweepPorts, 'store' | 'policy' | 'defaultRegion'>): Promise<readonly string[]> {
  const named = (policy.current().policy.regions?.value ?? []).filter((pattern) => !pattern.includes('*'));
  return [...new Set([defaultRegion, ...(await store.queries.regions()), ...named])].toSorted();
}
