import type { Clock } from '../../core/base/clock.ts';
import {
  agentStateOf,
  allUnchecked,
  type LiveChecks,
  portOf,
  questionsOf,
  whoMayReach,
} from '../../core/connect/live-checks.ts';
import { serverOf } from '../../core/connect/server-of.ts';
import { waysIn } from '../../core/connect/ways-in.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { IpVersion } from '../../core/security-group/inbound-rule.ts';
import type { Site } from '../../core/spec/charge.ts';
import type { Inventory } from '../../ecs/catalogue/inventory.ts';
import type { EcsPort } from '../../ecs/port.ts';
import { type Deadline, deadlineIn } from '../instance/instance-reads.ts';

interface CheckDeps {
  readonly cloud: Pick<EcsPort, 'inboundRules' | 'agent'>;
  readonly inventory: Pick<Inventory, 'instance'>;
  readonly clock: Clock;
}

interface LiveChecked {
  /** The instance, with the cloud's answer if that came only now. */
  readonly found: FoundInstance;
  readonly checks: LiveChecks;
}

/** Bounds all checks together; each call has its own limit too. */
const CHECK_MS = 8_000;

/** Finds out what prevents logging in right now. Never rejects: a check without an answer is reported as unchecked. */
export async function checkLive(
  deps: CheckDeps,
  given: FoundInstance,
  { site, image }: { readonly site: Site | null; readonly image: string | null },
): Promise<LiveChecked> {
  const deadline = deadlineIn(deps.clock, CHECK_MS);
  const found = await seenAgain(deps, deadline, given);
  const server = serverOf(found, site, image);
  const ways = waysIn(server);
  const { cloud } = found;
  if (cloud === null) return { found, checks: allUnchecked(ways) };
  const asked = questionsOf(ways);
  const [ports, agent] = await Promise.all([
    asked.versions.length > 0 ? portsIn(deps, deadline, cloud, portOf(server), asked.versions) : {},
    asked.agent ? agentIn(deps, deadline, cloud) : null,
  ]);
  return { found, checks: { ports, agent } };
}

/** If the cloud did not answer in time, looks once more while the person reads the first answer. */
async function seenAgain(deps: CheckDeps, deadline: Deadline, found: FoundInstance): Promise<FoundInstance> {
  if (found.cloud !== null || found.why === 'gone' || found.why === 'notYet') return found;
  const { own } = found;
  const { cloudId } = own;
  if (cloudId === null) return found;
  const seen = await deadline.read(() => deps.inventory.instance(own.spec.region, cloudId));
  if (!seen.ok) return { cloud: null, own, why: seen.error };
  return seen.value === null ? { cloud: null, own, why: 'gone' } : { cloud: seen.value, own };
}

type InCloud = NonNullable<FoundInstance['cloud']>;

async function portsIn(
  { cloud: { inboundRules } }: CheckDeps,
  deadline: Deadline,
  { region, securityGroupIds }: InCloud,
  port: number,
  versions: readonly IpVersion[],
): Promise<LiveChecks['ports']> {
  const groups = await Promise.all(securityGroupIds.map((id) => deadline.read(() => inboundRules(region, id))));
  const rules = groups.flatMap((one) => (one.ok ? [one.value] : []));
  // A group that did not answer may refuse what the others accept.
  const isWhole = groups.length > 0 && rules.length === groups.length;
  const who = (version: IpVersion) => (isWhole ? whoMayReach(rules.flat(), port, version) : 'unchecked');
  return Object.fromEntries(versions.map((version) => [version, who(version)]));
}

async function agentIn(
  { cloud: { agent } }: CheckDeps,
  deadline: Deadline,
  { region, cloudId }: InCloud,
): Promise<LiveChecks['agent']> {
  const seen = await deadline.read(() => agent(region, cloudId));
  return seen.ok ? agentStateOf(seen.value) : 'unchecked';
}
