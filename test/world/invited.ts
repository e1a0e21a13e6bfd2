import { silentLog } from '../../src/core/base/log.ts';
import { refusedEntry } from '../../src/core/policy/admission.ts';
import { judgePolicy, type OrderFacts } from '../../src/core/policy/policy-judge.ts';
import type { InstanceSpec } from '../../src/core/spec/spec.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { type ActorHere, takeOver } from '../../src/usecases/instance/adopt.ts';
import { giveLease } from '../../src/usecases/lease/set-lease.ts';
import { NOW } from '../support/instances.ts';
import { ADMIN, listedPrice } from './crowd.ts';
import type { Foreign } from './foreign.ts';
import { OUTSIDERS, PEOPLE } from './outsiders.ts';
import { policyAt, specsOf } from './plan.ts';
import type { World } from './world.ts';

/** Guests, strangers, apps and people who have left, as those who ask for instances, prolong leases and take instances over. */
export interface Asking {
  readonly at: number;
  readonly by: string;
  readonly what: 'create' | 'extend' | 'adopt';
  readonly origin: string;
  readonly spec: InstanceSpec;
  /** Of somebody else. */
  readonly instanceId: string;
  readonly replica: number;
  /** Not let in by the gate but past it, as by a handler that forgot it. What is their own is left to the gate alone. */
  readonly isPastGate: boolean;
}

export function askingsOf({ cloud, plan }: Pick<World, 'cloud' | 'plan'>, seed: number): readonly Asking[] {
  const random = seededRandom(seed + 6_000_003);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const pick = <T>(all: readonly T[]): T => all[upTo(all.length - 1)] as T;
  const specs = specsOf(cloud);
  return Array.from({ length: upTo(10) }, (_, index) => ({
    at: NOW + 1_000 + upTo(plan.calmFrom - NOW + 20_000),
    by: pick(OUTSIDERS),
    what: pick(['create', 'create', 'extend', 'adopt'] as const),
    origin: `view:asking${index}`,
    spec: pick(specs),
    instanceId: `${pick(plan.submissions).order.requestId}-1`,
    replica: upTo(plan.replicas - 1),
    isPastGate: upTo(1) === 0,
  }));
}

const LEASE_MS = 3 * 3_600_000;

/** As they come through Slack: the gate first, then what judges each thing that is asked for. A bot that is down answers nobody. */
export function askAsPlanned(world: World, askings: readonly Asking[], foreign: Foreign | null): void {
  const { timeline, ordered, plan } = world;
  for (const asking of askings)
    timeline.after(asking.at - NOW, () => {
      const isLetIn = refusedEntry(asking.by, policyAt(plan, timeline.now()), [ADMIN], PEOPLE) === null;
      if (!isLetIn && !asking.isPastGate) return void ordered.push('outsider not let in');
      void ask(world, asking, foreign, isLetIn)
        .catch((error: unknown) => {
          if (!(error instanceof StoreUnavailable)) throw error;
          return 'storeDown';
        })
        .then((became) => ordered.push(`outsider ${asking.what} ${became}`));
    });
}

async function ask(world: World, asking: Asking, foreign: Foreign | null, isLetIn: boolean): Promise<string> {
  const { timeline, truth, plan } = world;
  const { by, what } = asking;
  if (what === 'create') return create(world, asking);
  const actor: ActorHere = { user: by, isAdmin: false, team: 'T1', channel: 'C1' };
  const random = { id: () => `outside${asking.origin.slice(5)}`, next: () => 0.5 };
  const ports = { store: truth, clock: timeline, random, log: silentLog };
  if (what === 'adopt') {
    const cloud = foreign?.found.cloud ?? null;
    return cloud === null ? 'nothing' : (await takeOver(ports, cloud, actor)).is;
  }
  const last = isLetIn ? await truth.lastRequestOf(by) : null;
  const row = (last && (await truth.instancesOf(last.id))[0]) ?? (await truth.instance(asking.instanceId));
  if (row === null) return 'nothing';
  const policy = policyAt(plan, timeline.now());
  return (await giveLease(ports, { cloud: null, own: row, why: 'late' }, { what: 'set', ms: LEASE_MS }, actor, policy))
    .is;
}

async function create({ timeline, cloud, approvals, plan }: World, asking: Asking): Promise<string> {
  const { by, spec, origin } = asking;
  const service = approvals.get(asking.replica);
  if (service === undefined) return 'nobody there';
  const people = await service.peopleFor(by, spec.charge.kind);
  const facts: OrderFacts = {
    ...{ user: by, isAdmin: false, channel: 'C1', charge: spec.charge.kind, region: spec.region },
    ...{ type: spec.instanceType, family: 'ecs.g7', vCpu: 2, image: null, amount: 1, bandwidthOut: 0, diskGiB: 40 },
  };
  const policy = policyAt(plan, timeline.now());
  if (judgePolicy(facts, policy, people).verdict !== 'allowed') return 'refused';
  const quote = listedPrice(cloud, spec, 1, timeline.now());
  const wish = { requester: by, spec, amount: 1, quote, facts, origin, team: 'T1', channel: 'C1', people };
  return (await service.submit(wish)).is;
}
