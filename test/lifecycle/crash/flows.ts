import { asKnown } from '../../../src/core/instance/found-instance.ts';
import { hasGone } from '../../../src/core/lease/lease-clock.ts';
import type { Power } from '../../../src/core/power/power.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { liftFreeze, setFreeze } from '../../../src/usecases/freeze/set-freeze.ts';
import { giveLease } from '../../../src/usecases/lease/set-lease.ts';
import { RSA } from '../../sandbox/ecs/keys.ts';
import { listedPrice } from '../../world/crowd.ts';
import { emptyBoard } from '../../world/slack.ts';
import { makeStage, type Stage } from '../stage.ts';
import { NEW, orderDisk } from '../steps/grow-stage.ts';
import { BOSS, growthOf, MONTH, bought as monthBought, policyWith, untilOf } from '../steps/renew-stage.ts';
import { type CrashBot, startCrashBot } from './crash-bot.ts';
import type { Flow } from './points.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LEASE_MS = 125 * MINUTE;
const BY = { user: 'U1', isAdmin: false, team: 'T1', channel: 'C1' };

const empty = (): Promise<Stage> => makeStage(5);

/** So many pay-as-you-go instances of U1, all running. */
async function running(amount = 1, leaseMs?: number): Promise<Stage> {
  const stage = await empty();
  await stage.submit('r-1', stage.spec.addressed, amount, leaseMs);
  await withBot(stage, () => stage.ended('r-1'));
  return stage;
}

async function withBot(stage: Stage, isOver: (bot: CrashBot) => Promise<boolean>): Promise<void> {
  const bot = startCrashBot(stage, emptyBoard(), 'before');
  await stage.until(() => isOver(bot));
  bot.life.die();
}

async function stopped(): Promise<Stage> {
  const stage = await running();
  const stop = order('stop');
  let ordered = false;
  await withBot(stage, async (bot) => {
    if (!ordered) void stop(bot, stage);
    ordered = true;
    return stage.cloud.state().instances[0]?.Status === 'Stopped' && (await stage.instance()).outcome === 'reached';
  });
  return stage;
}

async function leased(): Promise<Stage> {
  const stage = await running(1, LEASE_MS);
  await withBot(stage, async () => isToldToCloud(stage));
  return stage;
}

async function isToldToCloud(stage: Stage): Promise<boolean> {
  const { lease } = await stage.instance();
  return lease?.endsAt != null && lease.endsAt === lease.inCloud;
}

type Act = Flow['does'][number];

const create =
  (kind: 'plain' | 'addressed' | 'prepaid', amount: number): Act =>
  async ({ approvals }, { spec: specs, cloud, timeline }) => {
    const spec = specs[kind];
    const quote = listedPrice(cloud, spec, amount, timeline.now());
    const { charge, region } = spec;
    const facts = {
      ...{ user: BY.user, isAdmin: false, channel: BY.channel, charge: charge.kind, region, type: spec.instanceType },
      ...{ family: 'ecs.g7', vCpu: 2, image: null, amount, bandwidthOut: 0, diskGiB: 40 },
    };
    const people = await approvals.peopleFor(BY.user, charge.kind);
    const from = { origin: 'view:1', requester: BY.user, team: BY.team, channel: BY.channel };
    return approvals.submit({ ...from, spec, amount, quote, facts, people });
  };

const approve =
  (origin: string): Act =>
  async ({ approvals }, { truth }) => {
    const request = await truth.requestByOrigin(origin);
    return approvals.take(request?.id ?? '', { what: 'approve', by: BOSS, round: 1, note: '' });
  };

/** Of everything that U1 has, in one go. */
const order =
  (what: Power): Act =>
  async ({ instances }, { truth }) => {
    const rows = await truth.instancesOf('r-1');
    const wish = { what, stoppedMode: what === 'stop' ? ('KeepCharging' as const) : null };
    return instances.orders(rows.map((row) => ({ found: asKnown(row), wish, by: BY })));
  };

const renew: Act = async ({ approvals }, stage) => {
  const wish = { instanceId: 'r-1-1', what: { term: MONTH }, by: { user: BY.user }, channel: BY.channel };
  const { expiry } = await stage.instance();
  const until = expiry?.until ?? 0;
  return approvals.askRenewal(wish, { origin: 'view:renew', team: BY.team, until });
};

const growPrepaid: Act = async ({ approvals }, stage) => {
  const row = await stage.instance();
  const disk = growthOf(stage, row, 100);
  // Retried once it is done, it is another disk than was shown.
  if (disk.from === disk.to) return null;
  const wish = { instanceId: row.id, what: { disk }, by: { user: BY.user }, channel: BY.channel };
  const most = { micros: 1_000_000_000, currency: 'CNY' };
  return approvals.askRenewal(wish, { origin: 'disk:1', team: BY.team, most });
};

const extend: Act = async ({ ports }, { truth }) => {
  const row = await truth.instance('r-1-1');
  if (row === null) throw new Error('there is nothing to extend');
  return giveLease(ports, asKnown(row), { what: 'extend', ms: LEASE_MS }, BY, policyWith());
};

const pause: Act = (_, { timeline }) => timeline.sleep(20_000);

const addKey: Act = async ({ keys, board }) => {
  const added = await keys.add({ user: 'U1', name: '', publicKey: RSA });
  if (added.kind !== 'added') return;
  board.windows.push(added.key.name);
  await keys.heard(added.key);
};

const freeze: Act = ({ ports }) => setFreeze(ports, 'UADMIN', { reason: 'moving house', forMs: null }, 'freeze:1');

const lift: Act = ({ ports }) => liftFreeze(ports, 'UADMIN');

/** One that was made in the console, and is listed by now. */
async function foreign(): Promise<Stage> {
  const stage = await empty();
  const { region, instanceType, imageId, vSwitchId, securityGroupId } = stage.spec.plain;
  const where = { RegionId: region, ImageId: imageId, VSwitchId: vSwitchId, SecurityGroupId: securityGroupId };
  stage.cloud.call('CreateInstance', '2014-05-26', { ...where, InstanceType: instanceType });
  await stage.pass(MINUTE);
  return stage;
}

const adopt: Act = ({ instances }, { cloud, spec: { plain } }) => {
  const cloudId = String(cloud.state().instances[0]?.InstanceId);
  const found = sampleCloud({ cloudId, region: plain.region, zone: plain.zone, status: 'Stopped' });
  const by = { ...BY, user: 'UADMIN', isAdmin: true };
  return instances.order({ cloud: found, own: null }, { what: 'start', stoppedMode: null }, by);
};

/** What is retried while it is being done is refused as under way. */
const disk =
  (to: Parameters<typeof orderDisk>[1]): Act =>
  async ({ ports }, stage) => {
    if (((await stage.instance()).attributes ?? null) === null) await orderDisk(stage, to, ports.store);
  };

const isFinished =
  (origin: string): Flow['isOver'] =>
  async ({ truth }) =>
    (await truth.requestByOrigin(origin))?.state === 'finished';
const areReached: Flow['isOver'] = async ({ truth }) =>
  (await truth.instancesOf('r-1')).every(({ order: given, outcome }) => given !== null && outcome === 'reached');

export const FLOWS: Readonly<Record<string, Flow>> = {
  create: { prepare: empty, does: [create('addressed', 1)], isOver: isFinished('view:1') },
  'create several': { prepare: empty, does: [create('plain', 3)], isOver: isFinished('view:1') },
  'buy prepaid with approval': {
    prepare: empty,
    does: [create('prepaid', 2), approve('view:1')],
    isOver: isFinished('view:1'),
  },
  start: { prepare: stopped, does: [order('start')], isOver: areReached },
  stop: { prepare: running, does: [order('stop')], isOver: areReached },
  restart: { prepare: running, does: [order('restart')], isOver: areReached },
  release: { prepare: running, does: [order('release')], isOver: areReached },
  'stop several': { prepare: () => running(3), does: [order('stop')], isOver: areReached },
  renew: {
    prepare: async () => (await monthBought(5)).stage,
    does: [renew, approve('view:renew')],
    isOver: isFinished('view:renew'),
  },
  'make a prepaid disk larger': {
    prepare: async () => (await monthBought(5)).stage,
    does: [growPrepaid, approve('disk:1')],
    isOver: isFinished('disk:1'),
  },
  extend: { prepare: leased, does: [extend], isOver: isToldToCloud },
  'end of a lease': {
    prepare: async () => {
      const stage = await leased();
      await stage.pass(LEASE_MS - 5 * MINUTE);
      return stage;
    },
    does: [],
    isOver: async (stage) => hasGone(await stage.instance()),
  },
  freeze: { prepare: empty, does: [freeze, create('plain', 1), pause, lift], isOver: isFinished('view:1') },
  'reminder of an end': {
    prepare: async () => {
      const { stage, instance } = await monthBought(5);
      await stage.pass(untilOf(stage, instance) - 7 * DAY - stage.timeline.now());
      return stage;
    },
    does: [],
    isOver: async (_, board) => [...board.posts.values()].some(({ kind }) => kind === 'dm'),
  },
  adopt: {
    prepare: foreign,
    does: [adopt],
    isOver: async (stage) => {
      const { InstanceId } = stage.cloud.state().instances[0] ?? {};
      const row = (await stage.truth.queries.byCloudIds([String(InstanceId)])).get(String(InstanceId));
      return row?.outcome === 'reached' && row.order !== null;
    },
  },
  'add a key': {
    prepare: empty,
    does: [addKey],
    isOver: async ({ cloud }, { windows, notices }) =>
      cloud.state().keyPairs.some(({ name }) => name === 'lena-laptop') && windows.length + notices.length > 0,
  },
  'make a disk larger': {
    prepare: running,
    does: [disk(100)],
    isOver: async (stage) => (await stage.instance()).attributes === null,
  },
  'add a disk': {
    prepare: running,
    does: [disk(NEW)],
    isOver: async (stage) => (await stage.instance()).attributes === null,
  },
};
