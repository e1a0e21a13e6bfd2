import { expect, test } from 'vitest';
import { orderAttributes } from '../../../src/core/attribute/order-attributes.ts';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import { NO_OPTION_RULES } from '../../../src/core/policy/option-rules.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { eachNthOf, few } from '../../support/thorough.ts';
import { type Call, countOf, expectReplayed, makeStage, type Stage } from '../stage.ts';
import { disks, NEW, ordered } from './grow-stage.ts';
import { approve, ask, askForDisk, bought } from './renew-stage.ts';

// Whatever somebody does in the console while the bot is at work, and before whichever of its calls: all of it comes to an end,
// nothing is bought twice, nothing spins, and the trail tells what the store holds.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const created = async (spec: 'plain' | 'addressed', amount = 1, leaseMs?: number): Promise<Stage> => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec[spec], amount, leaseMs);
  return stage;
};

async function changed(): Promise<Stage> {
  const stage = await created('plain');
  const { life } = stage.start({ name: 'creator' });
  await stage.until(() => stage.ended('r-1'));
  life.die();
  const at = stage.timeline.now();
  const wish = { name: 'web-2', tags: [{ key: 'team', value: 'pay' }], protection: true, owner: 'U2' };
  const about = { at, account: null, cloud: null, policy: { options: NO_OPTION_RULES }, standing: 'member' } as const;
  const decided = orderAttributes(await stage.instance(), wish, { user: 'U1', isAdmin: false }, about);
  if ('refused' in decided) throw new Error(decided.refused.why);
  const { next, events, messages } = decided.taken;
  await stage.truth.commit({ instances: [{ next }], events, messages, at });
  return stage;
}

async function paid(wish: 'renewal' | 'disk'): Promise<Stage> {
  const { stage, instance } = await bought();
  await (wish === 'renewal' ? ask(stage, instance) : askForDisk(stage, instance, 100));
  await approve(stage, 'r-2');
  return stage;
}

const UNDER_WAY: readonly (readonly [string, () => Promise<Stage>])[] = [
  ['a create', () => created('plain')],
  ['a create with an address', () => created('addressed')],
  ['a create of several', () => created('addressed', 3)],
  ['a lease', () => created('plain', 1, 2 * HOUR + 10 * MINUTE)],
  ['changes', changed],
  ['a larger disk', () => ordered(100)],
  ['a new disk', () => ordered(NEW)],
  ['a renewal', () => paid('renewal')],
  ['a larger prepaid disk', () => paid('disk')],
];

type Params = Readonly<Record<string, string>>;
const later = (stage: Stage, ms: number): string =>
  new Date(stage.timeline.now() + ms).toISOString().replace(/\.\d+/u, '');
const diskOf = (stage: Stage, kind: string): string => disks(stage).find(({ Type }) => Type === kind)?.DiskId ?? 'd-no';

const BY_HAND: readonly (readonly [string, string, (stage: Stage) => Params])[] = [
  ['releases it', 'DeleteInstance', () => ({ Force: 'true' })],
  ['stops it', 'StopInstance', () => ({})],
  ['stops it savingly', 'StopInstance', () => ({ StoppedMode: 'StopCharging' })],
  ['starts it', 'StartInstance', () => ({})],
  ['restarts it', 'RebootInstance', () => ({})],
  ['renames it', 'ModifyInstanceAttribute', () => ({ InstanceName: 'other-1' })],
  ['protects it', 'ModifyInstanceAttribute', () => ({ DeletionProtection: 'true' })],
  ['takes its tags away', 'UntagResources', () => ({ ResourceType: 'instance', All: 'true' })],
  ['ends it soon', 'ModifyInstanceAutoReleaseTime', (stage) => ({ AutoReleaseTime: later(stage, 31 * MINUTE) })],
  ['ends it late', 'ModifyInstanceAutoReleaseTime', (stage) => ({ AutoReleaseTime: later(stage, 20 * HOUR) })],
  ['lets it end never', 'ModifyInstanceAutoReleaseTime', () => ({})],
  ['makes its disk larger', 'ResizeDisk', (s) => ({ DiskId: diskOf(s, 'system'), NewSize: '80', Type: 'online' })],
  ['makes its disk largest', 'ResizeDisk', (s) => ({ DiskId: diskOf(s, 'system'), NewSize: '200', Type: 'online' })],
  ['takes its new disk off', 'DetachDisk', (stage) => ({ DiskId: diskOf(stage, 'data') })],
  ['renews it', 'RenewInstance', () => ({ Period: '1' })],
];

/** Before this call of the bot. The cloud may refuse it, as it refuses people. */
function byHand(stage: Stage, call: number, [, action, params]: (typeof BY_HAND)[number]): (ecs: EcsPort) => EcsPort {
  let calls = 0;
  const act = (): void => {
    const [vm] = stage.cloud.state().instances;
    calls += 1;
    if (calls !== call || vm === undefined) return;
    const id = String(vm.InstanceId);
    const names: Readonly<Record<string, Params>> = { UntagResources: { 'ResourceId.1': id }, ResizeDisk: {} };
    const which = names[action] ?? { InstanceId: id };
    stage.cloud.call(action, '2014-05-26', { RegionId: String(vm.RegionId), ...which, ...params(stage) });
  };
  return (ecs) =>
    new Proxy(ecs, {
      get(port, key) {
        const made: unknown = Reflect.get(port, key);
        if (typeof made !== 'function') return made;
        return (...asked: unknown[]): unknown => {
          act();
          return made(...asked);
        };
      },
    });
}

async function isSettled({ truth }: Stage): Promise<boolean> {
  const requests = [await truth.request('r-1'), await truth.request('r-2')];
  const rows = await truth.instancesOf('r-1');
  const isAtRest = rows.every(({ outcome, dueAt, attributes }) => outcome !== null && dueAt === null && !attributes);
  return isAtRest && requests.every((request) => request === null || request.state === 'finished');
}

const BUYS = ['CreateInstance', 'RunInstances', 'RenewInstance', 'ResizeDisk', 'CreateDisk'];
/** A disk that cannot be attached is tried for a quarter of an hour. */
const CALLS_MAX = 90;

const table = UNDER_WAY.flatMap(([name, make]) => BY_HAND.map((act) => [name, act[0], make, act] as const));

test.each(eachNthOf(table, 23))('%s is under way, and somebody %s', async (_, __, make, act) => {
  for (const call of few([2, 4, 7], 2)) {
    const stage = await make();
    const from = stage.calls.length;
    const errors: string[] = [];
    const log: Log = { ...silentLog, error: (_fields, message) => void errors.push(message) };
    stage.start({ ecs: byHand(stage, call, act), log });
    await stage.until(() => isSettled(stage), 3 * HOUR);
    const settledAt = stage.calls.length;
    await stage.pass(2.5 * HOUR);
    await stage.thread();
    const calls: readonly Call[] = stage.calls.slice(from);
    expect(errors, `before call ${call}`).toEqual([]);
    const taken = calls.filter(({ code }) => code === null);
    for (const buy of BUYS) expect(countOf(taken, buy), `${buy}, before call ${call}`).toBeLessThan(2);
    expect(calls.length, `before call ${call}`).toBeLessThan(CALLS_MAX);
    expect(calls.length - (settledAt - from), `before call ${call}`).toBeLessThan(15);
    await expectReplayed(stage);
    if ((await stage.truth.request('r-2')) !== null) await expectReplayed(stage, 'r-2');
  }
});
