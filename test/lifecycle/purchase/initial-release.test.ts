import { describe, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import { chunkFor } from '../../../src/core/chunk/chunk.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { changesCallParameters } from '../../../src/core/instance/reduce-create.ts';
import { leaseFor, toMinute } from '../../../src/core/lease/lease.ts';
import { endedByLease, endToShow, leaseStep } from '../../../src/core/lease/lease-clock.ts';
import { type LeaseWish, orderLease } from '../../../src/core/lease/order-lease.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import { systemRandom } from '../../../src/ops/system.ts';
import type { Fault } from '../../../src/sandbox/ports.ts';
import { giveLease } from '../../../src/usecases/lease/set-lease.ts';
import { aFailure, anInstance, NOW, seen, timing } from '../../support/instances.ts';
import { eachNth } from '../../support/thorough.ts';
import { freeze } from '../freezes.ts';
import { makeStage, type Stage } from '../stage.ts';
import { ended, expectSeats, rowsOf } from './chunk-stage.ts';

const HOUR = 3_600_000;
const LEASE = 2 * HOUR;

const runs = ({ calls }: Stage) => calls.filter(({ action }) => action === 'RunInstances');
const endsInCloud = ({ cloud }: Stage): readonly number[] =>
  cloud.state().instances.map((vm) => Date.parse(String(vm.AutoReleaseTime)));

describe('what is bought together and has a lease', () => {
  test('is bought with an end, and gets its exact one when it runs', async () => {
    const stage = await makeStage();
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 5, LEASE);
    await stage.until(() => runs(stage).length > 0);
    const initialRelease = Date.parse(String(runs(stage)[0]?.params.AutoReleaseTime));
    expect(initialRelease).toBeGreaterThanOrEqual(stage.timeline.now() + LEASE);
    expect(initialRelease).toBeLessThanOrEqual(stage.timeline.now() + LEASE + 1.1 * HOUR);
    const isTold = ({ lease }: Instance) => lease?.endsAt !== null && lease?.endsAt === lease?.inCloud;
    await stage.until(async () => (await rowsOf(stage)).every(isTold));
    const rows = await rowsOf(stage);
    for (const { lease, cloudId } of rows) {
      const vm = stage.cloud.state().instances.find(({ InstanceId }) => InstanceId === cloudId);
      expect(Date.parse(String(vm?.AutoReleaseTime))).toBe(lease?.endsAt);
      expect(lease?.endsAt).toBeLessThan(initialRelease);
    }
    await expectSeats(stage);
  });

  test('without a lease is bought without an end', async () => {
    const stage = await makeStage();
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 3);
    await ended(stage);
    expect(runs(stage)[0]?.params).not.toHaveProperty('AutoReleaseTime');
  });

  test('is released by the cloud wherever the bot dies for ever once it is bought', { timeout: 60_000 }, async () => {
    for (let calls = 1; calls <= 12; calls += eachNth(3)) {
      const stage = await makeStage();
      const { life } = stage.start();
      life.dieIn(calls, calls % 2 === 0 ? 'before' : 'after');
      await stage.submit('r-1', stage.spec.plain, 3, LEASE);
      await stage.until(async () => life.isDead() || (await stage.ended('r-1')));
      expect(endsInCloud(stage).filter(Number.isNaN)).toEqual([]);
      await stage.pass(LEASE + 2 * HOUR);
      expect(stage.cloud.state().instances).toEqual([]);
    }
  });

  test.each<[string, Fault]>([
    ['throttled', { name: 'throttle', action: 'RunInstances' }],
    ['lost', { name: 'reset-after', action: 'RunInstances' }],
  ])('is asked for with the same end each time its token is used: %s', async (_what, fault) => {
    const stage = await makeStage();
    stage.cloud.addFault(fault);
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 3, LEASE);
    await ended(stage);
    const byToken = new Map<unknown, Set<unknown>>();
    for (const { params } of runs(stage))
      byToken.set(params.ClientToken, (byToken.get(params.ClientToken) ?? new Set()).add(JSON.stringify(params)));
    for (const sent of byToken.values()) expect(sent.size).toBe(1);
    expect(runs(stage).filter(({ code }) => code === 'IdempotentParameterMismatch')).toEqual([]);
    expect(stage.cloud.state().instances).toHaveLength(3);
  });
});

describe('the end with which it is bought', () => {
  const chunk = chunkFor(1, 3, 'keep') ?? undefined;
  const row = anInstance({ ...(chunk && { chunk }), lease: leaseFor(LEASE), clientToken: 'token' });
  const creating = (before: Instance, at: number, looked = false) =>
    reduce(before, { is: 'creating', account: '1', looked }, at, timing).next;

  test('moves on, with another token and so after a look, when the call has waited so long that it would be too early', () => {
    const first = creating(row, NOW);
    const held = reduce(first, { is: 'unsent', what: 'create' }, NOW + 1, timing).next;
    const soon = creating(held, NOW + HOUR / 2);
    expect([soon.clientToken, soon.chunk?.releaseAt]).toEqual(['token', first.chunk?.releaseAt]);
    const said = (one: Instance) => [one.clientToken, one.chunk?.releaseAt];
    expect(said(creating(held, NOW + 3 * HOUR))).toEqual(said(first));
    expect([changesCallParameters(held, [], NOW + HOUR / 2), changesCallParameters(held, [], NOW + 3 * HOUR)]).toEqual([
      false,
      true,
    ]);
    const late = creating(held, NOW + 3 * HOUR, true);
    expect(late.clientToken).toBe('token.2');
    expect(late.chunk?.releaseAt).toBeGreaterThanOrEqual(NOW + 3 * HOUR + LEASE);
  });

  test('never moves while an earlier call may have taken effect', () => {
    const first = creating(row, NOW);
    const again = creating(first, NOW + 3 * HOUR, true);
    expect([again.clientToken, again.chunk?.releaseAt]).toEqual(['token', first.chunk?.releaseAt]);
  });
});

describe('between the id and the end of the creation', () => {
  const chunk = chunkFor(1, 3, 'keep') ?? undefined;
  const row = anInstance({ ...(chunk && { chunk }), lease: leaseFor(LEASE), clientToken: 'token' });
  const tried = reduce(row, { is: 'creating', account: '1' }, NOW, timing).next;
  const bought = reduce(tried, { is: 'created', cloudId: 'i-1' }, NOW + 1_000, timing).next;
  const initialRelease = tried.chunk?.releaseAt ?? Number.NaN;
  const order = (wish: LeaseWish): Instance => {
    const by = { user: 'U1', isAdmin: false };
    const decision = orderLease(bought, wish, by, { at: NOW + 2_000, policy: NO_POLICY });
    if (!('taken' in decision)) throw new Error(decision.refused.why);
    return decision.taken.next;
  };

  test('the end with which it was bought stands in the cloud', () => {
    expect(bought).toMatchObject({ outcome: null, lease: { begun: false, inCloud: initialRelease } });
  });

  test.each<[string, LeaseWish]>([
    ['none', { what: 'set', ms: 'none' }],
    ['set', { what: 'set', ms: 30 * 24 * HOUR }],
    ['extend', { what: 'extend', ms: 5 * HOUR }],
  ])('another end is told to the cloud, and until then it holds the first: %s', (_what, wish) => {
    const ordered = order(wish);
    expect(leaseStep(ordered, NOW + 2_000)).toBe('tell');
    const refused = reduce(ordered, { is: 'leaseNotSet', failure: aFailure('permission') }, NOW + 3_000, timing);
    expect(refused.messages).toContainEqual(
      expect.objectContaining({
        note: expect.objectContaining({ lease: expect.objectContaining({ inCloud: initialRelease }) }),
      }),
    );
    const endsAt = ordered.lease?.endsAt ?? null;
    const told = reduce(ordered, { is: 'leaseSet', endsAt }, NOW + 3_000, timing).next;
    expect(told.lease).toMatchObject({ endsAt, inCloud: endsAt, tryAt: null });
    // What comes of its creation does not bring the release time with which it was bought back.
    expect(reduce(told, { is: 'observed', observed: seen('Running') }, NOW + 4_000, timing).next.lease).toEqual(
      told.lease,
    );
  });

  test('it is of no account while its own may still come in time', () => {
    expect(bought.lease?.lookAt).toBe(initialRelease - HOUR / 2);
    expect([endToShow(bought), leaseStep(bought, initialRelease - HOUR)]).toEqual([null, 'rest']);
  });

  test('once it is warned of, it is shown, and an extension extends it', () => {
    const at = initialRelease - HOUR / 2;
    const { next, messages } = reduce(bought, { is: 'leaseSeen', seen: seen('Stopped') }, at, timing);
    expect(messages.map(({ kind }) => kind)).toEqual(['thread', 'dm', 'card']);
    expect(endToShow(next)).toBe(initialRelease);
    const by = { user: 'U1', isAdmin: false };
    const decision = orderLease(next, { what: 'extend', ms: HOUR }, by, { at, policy: NO_POLICY });
    expect(decision).toMatchObject({ taken: { next: { lease: { begun: true, endsAt: initialRelease + HOUR } } } });
    // Its own takes its place.
    const runs = reduce(next, { is: 'observed', observed: seen('Running') }, at + 1, timing).next;
    expect(endToShow(runs)).toBe(initialRelease);
    expect(runs.lease?.endsAt).toBe(toMinute(at + 1 + LEASE));
  });

  test('gone after that end it was released by its lease, also for a bot that was away', () => {
    let away = bought;
    for (let at = initialRelease + 10 * HOUR; away.outcome === null && at < initialRelease + 20 * HOUR; at += 60_000)
      away = reduce(away, { is: 'missing', lookedAt: at }, at, timing).next;
    expect(away).toMatchObject({ outcome: 'reached', wanted: 'released', order: { by: 'bot' }, failure: null });
  });
});

test('what a freeze keeps from running is warned of the end with which it was bought, before that comes', async () => {
  const stage = await makeStage();
  stage.start({
    ecs: (ecs) => ({
      ...ecs,
      async runInstances(...order) {
        const answer = await ecs.runInstances(...order);
        await freeze(stage);
        return answer;
      },
      async describeInstances(...asked) {
        const answer = await ecs.describeInstances(...asked);
        if (!answer.ok) return answer;
        return ok(new Map([...answer.value].map(([id, one]) => [id, { ...one, status: 'Stopped' as const }])));
      },
    }),
  });
  await stage.submit('r-1', stage.spec.plain, 3, HOUR);
  await stage.until(async () => (await rowsOf(stage)).every(({ cloudId, heldBy }) => cloudId !== null && heldBy));
  const [initialRelease = 0] = endsInCloud(stage);
  const warnings = async () => (await stage.thread()).filter(({ milestone }) => milestone === 'leaseEnding').length;
  await stage.pass(initialRelease - HOUR / 2 - 60_000 - stage.timeline.now());
  expect(await warnings()).toBe(0);
  await stage.pass(2 * 60_000);
  expect(await warnings()).toBe(3);
  expect((await rowsOf(stage)).map(endToShow)).toEqual([initialRelease, initialRelease, initialRelease]);
  await stage.until(async () => (await rowsOf(stage)).every(endedByLease), 2 * HOUR);
  expect(stage.cloud.state().instances).toEqual([]);
});

test('an end that is taken away before the creation has ended never comes', async () => {
  const stage = await makeStage();
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 3, LEASE);
  await stage.until(async () =>
    (await rowsOf(stage)).some(({ cloudId, outcome }) => cloudId !== null && outcome === null),
  );
  const row = (await rowsOf(stage)).find(({ cloudId, outcome }) => cloudId !== null && outcome === null);
  if (row === undefined) throw new Error('all have come to their end');
  const ports = { store: stage.truth, clock: stage.timeline, random: systemRandom, log: silentLog };
  const found = { cloud: null, own: row, why: 'late' } as const;
  const by = { user: 'U1', isAdmin: false, team: 'T1', channel: 'C1' };
  const given = await giveLease(ports, found, { what: 'set', ms: 'none' }, by, NO_POLICY);
  expect(given.is).toBe('taken');
  await ended(stage);
  await stage.pass(LEASE + 3 * HOUR);
  expect(stage.cloud.state().instances.map(({ InstanceId }) => InstanceId)).toEqual([row.cloudId]);
});
