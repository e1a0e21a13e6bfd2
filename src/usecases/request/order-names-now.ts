import type { Clock } from '../../core/base/clock.ts';
import { answerWithin, withDeadline } from '../../core/base/deadline.ts';
import { networkNameOf } from '../../core/policy/networks.ts';
import { type PolicySource, rulesOf } from '../../core/policy/policy.ts';
import { type FilledFrom, namesIn, type OrderNames } from '../../core/request/order-names.ts';
import type { InboundRule } from '../../core/security-group/inbound-rule.ts';
import { type Opens, openToWorld } from '../../core/security-group/open-to-world.ts';
import type { Choices } from '../../core/spec/choices.ts';
import type { InstanceSpec } from '../../core/spec/spec.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';

/** Fits into the time in which Slack wants a submission answered. */
const NAMES_MS = 1_200;
/** More than one person may have. */
const COUNTED = 500;

interface NamingDeps {
  readonly policy: PolicySource;
  readonly cloud: Pick<EcsPort, 'inboundRules'>;
  readonly store: Pick<Store, 'queries'>;
  readonly clock: Clock;
}

/** The names behind an order's ids at this moment. A name that does not come in time stays unknown; nothing waits for it. */
export async function orderNames(
  deps: NamingDeps,
  { user, filledFrom }: { readonly user: string; readonly filledFrom?: FilledFrom },
  spec: InstanceSpec,
  choices: Choices,
): Promise<OrderNames> {
  const [opens, had] = await Promise.all([opensIn(deps, spec), hadBy(deps, user, spec.instanceType)]);
  const { vSwitchId: vSwitch, securityGroupId: group, moreGroupIds: more } = spec;
  const network = networkNameOf(rulesOf(deps).networks, { vSwitch, group, ...(more && { more }) });
  // A preset that the policy no longer has tells approvers nothing.
  const isThere = filledFrom !== undefined && rulesOf(deps).presets.has(filledFrom.preset);
  return { network, ...namesIn(spec, choices), opens, had, ...(isThere && { filledFrom }) };
}

/** Access that one of the groups allows is allowed. */
async function opensIn(
  { cloud, clock }: NamingDeps,
  { region, securityGroupId, moreGroupIds = [] }: InstanceSpec,
): Promise<Opens> {
  const asked = [securityGroupId, ...moreGroupIds].map((id) =>
    answerWithin(clock, NAMES_MS, cloud.inboundRules(region, id)),
  );
  const rules: InboundRule[] = [];
  for (const answer of await Promise.all(asked)) {
    if (!answer.ok) return 'unchecked';
    rules.push(...answer.value);
  }
  return openToWorld(rules);
}

async function hadBy({ store, clock }: NamingDeps, user: string, type: string): Promise<OrderNames['had']> {
  const read = store.queries.existingOf(user, COUNTED).catch(() => null);
  const had = await withDeadline(clock, NAMES_MS, read);
  if (had === 'late' || had === null) return null;
  const alike = had.instances.filter(({ spec }) => spec.instanceType === type).length;
  return { alike, all: had.total };
}
