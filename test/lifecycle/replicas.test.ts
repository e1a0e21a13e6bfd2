import { expect, test } from 'vitest';
import type { Instance } from '../../src/core/instance/instance.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { OWN_ACCOUNT } from '../../src/sandbox/ecs/world.ts';
import { type Store, StoreUnavailable } from '../../src/store/store.ts';
import { aFailure, seen, timing } from '../support/instances.ts';
import { type Actor, countOf, makeStage, type Stage } from './stage.ts';

/** Runs `meanwhile` while the answer to CreateInstance is on its way. */
const duringCreate =
  (meanwhile: () => Promise<void>) =>
  (ecs: EcsPort): EcsPort => ({
    ...ecs,
    async createInstance(input) {
      const answer = await ecs.createInstance(input);
      await meanwhile();
      return answer;
    },
  });

const write = async (stage: Stage, change: (row: Instance) => Partial<Instance>): Promise<void> => {
  const row = await stage.instance();
  const next = { ...row, ...change(row), version: row.version + 1 };
  expect((await stage.truth.commit({ instances: [{ next }], at: stage.timeline.now() })).ok).toBe(true);
};

const finishedEvents = async (stage: Stage): Promise<number> =>
  (await stage.truth.eventsOf('r-1')).filter(({ kind }) => kind === 'request.finished').length;

test('two replicas share the work: each instance is created once, the request ends once', async () => {
  const stage = await makeStage(11);
  stage.start({ name: 'a', exclusive: false });
  stage.start({ name: 'b', exclusive: false });
  await stage.submit('r-1', stage.spec.plain, 20);
  await stage.until(() => stage.ended('r-1'));
  expect(countOf(stage.calls, 'RunInstances')).toBe(1);
  expect(stage.cloud.state().instances).toHaveLength(20);
  expect(await finishedEvents(stage)).toBe(1);
  expect(await stage.thread()).toHaveLength(20 * 3);
});

/** A bot that is killed when the cloud has built its instance and it has not heard so. */
async function killedInCreate(stage: Stage, exclusive: boolean): Promise<number> {
  const killed: Actor = stage.start({ name: 'a', exclusive, ecs: duringCreate(async () => killed.life.die()) });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => killed.life.isDead());
  expect(stage.cloud.state().instances).toHaveLength(1);
  return stage.timeline.now();
}

test('what a killed replica had in progress is taken over when its claim ends', async () => {
  const stage = await makeStage();
  const diedAt = await killedInCreate(stage, false);
  stage.start({ name: 'b', exclusive: false });
  await stage.until(() => stage.ended('r-1'));
  expect(stage.cloud.state().instances).toHaveLength(1);
  const takenOverAt = (await stage.instance()).acceptedAt ?? 0;
  expect(takenOverAt - diedAt).toBeGreaterThan(timing.claimMs / 2);
  expect(takenOverAt - diedAt).toBeLessThanOrEqual(timing.claimMs + 10_000);
});

test('where the store has one owner, a new life does not wait for the claims of the old one', async () => {
  const stage = await makeStage();
  const diedAt = await killedInCreate(stage, true);
  stage.start({ name: 'b' });
  await stage.until(async () => (await stage.instance()).cloudId !== null);
  expect(((await stage.instance()).acceptedAt ?? 0) - diedAt).toBeLessThanOrEqual(2_000);
  expect(stage.cloud.state().instances).toHaveLength(1);
});

test('a call that takes longer than a claim is not begun by anybody else meanwhile', async () => {
  const stage = await makeStage();
  const ecs = duringCreate(() => stage.timeline.sleep(4 * timing.claimMs));
  stage.start({ name: 'a', exclusive: false, ecs });
  stage.start({ name: 'b', exclusive: false, ecs });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
});

test('a row that somebody wrote just before its create is taken up again at once', async () => {
  const stage = await makeStage();
  let written = false;
  const writtenFirst = (store: Store): Store =>
    new Proxy(store, {
      get(from, key) {
        const value: unknown = Reflect.get(from, key);
        if (key !== 'commit' || typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (!written) await write(stage, () => ({}));
          written = true;
          return value.apply(from, args) as unknown;
        };
      },
    });
  stage.start({ store: writtenFirst });
  const submittedAt = stage.timeline.now();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => countOf(stage.calls, 'CreateInstance') === 1);
  expect((stage.calls[0]?.at ?? 0) - submittedAt).toBeLessThanOrEqual(12_000);
});

test('an id that comes when the claim is lost is stored all the same', async () => {
  const stage = await makeStage();
  let taken = false;
  const loseLease = async (): Promise<void> => {
    const now = stage.timeline.now() + 10 * timing.claimMs;
    const claim = { owner: 'other', now, claimUntil: now + 1e9, limit: 100 };
    taken ||= (await stage.truth.claimInstances(claim)).length === 1;
  };
  stage.start({ exclusive: false, ecs: duringCreate(loseLease) });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => taken);
  await stage.pass(5_000);
  expect((await stage.instance()).cloudId).toBe(stage.cloud.state().instances[0]?.InstanceId);
  // Everything else is the other replica's.
  expect(countOf(stage.calls, 'DescribeInstances')).toBe(0);
});

test('an instance that is found by its tag while another replica gives it up as doubtful is stored all the same', async () => {
  const stage = await makeStage();
  await stage.truth.commit({ account: { was: null, next: OWN_ACCOUNT }, at: 1 });
  await stage.submit('r-1', stage.spec.plain, 1);
  await write(stage, () => ({ createTriedAt: stage.timeline.now() - timing.doubtAfterMs, attempts: 1 }));
  let givenUp = false;
  const ecs = (port: EcsPort): EcsPort => ({
    ...port,
    async findByTag() {
      const now = stage.timeline.now() + 10 * timing.claimMs;
      await stage.truth.claimInstances({ owner: 'other', now, claimUntil: now + 1, limit: 100 });
      const row = await stage.instance();
      const failure = aFailure('doubtful');
      const next: Instance = { ...row, version: row.version + 1, outcome: 'failed', failure, dueAt: null };
      await stage.truth.commit({ instances: [{ next, claim: 'other' }], at: stage.timeline.now() });
      givenUp = true;
      return { ok: true, value: [{ ...seen('Pending'), cloudId: 'i-found' }] };
    },
  });
  stage.start({ exclusive: false, ecs });
  await stage.until(() => givenUp);
  await stage.pass(5_000);
  expect(await stage.instance()).toMatchObject({ cloudId: 'i-found', outcome: 'failed' });
});

test('what a person decides while a create is on its way is kept, and so is the id', async () => {
  const stage = await makeStage();
  stage.start({ ecs: duringCreate(() => write(stage, () => ({ wanted: 'stopped' }))) });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  const row = await stage.instance();
  expect(row).toMatchObject({ wanted: 'stopped', outcome: 'reached', observed: { status: 'Stopped' } });
  expect(countOf(stage.calls, 'StartInstance')).toBe(0);
});

test('an instance that is to be released while it is built is deleted once the cloud allows it', async () => {
  const stage = await makeStage();
  stage.start({ ecs: duringCreate(() => write(stage, () => ({ wanted: 'released' }))) });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(stage.cloud.state().instances).toEqual([]);
  expect((await stage.instance()).outcome).toBe('reached');
});

test('a stop finishes what is in progress, begins nothing and gives its claims back', async () => {
  const stage = await makeStage();
  const { lifecycle } = stage.start({ name: 'a', exclusive: false });
  await stage.submit('r-1', stage.spec.plain, 5);
  await stage.until(() => stage.calls.length > 0);
  let stopped = false;
  void lifecycle.stop().then(() => {
    stopped = true;
  });
  await stage.until(() => stopped, 5_000);
  const sent = stage.calls.length;
  const rows = await stage.truth.instancesOf('r-1');
  const given = rows.filter(({ cloudId, chunk }) => cloudId !== null || chunk?.given);
  expect(given).toHaveLength(stage.cloud.state().instances.length);
  await stage.pass(20_000);
  expect(stage.calls).toHaveLength(sent);
  const now = stage.timeline.now();
  const claim = { owner: 'next', now, claimUntil: now + 1, limit: 100 };
  expect(await stage.truth.claimInstances(claim)).toHaveLength(5);
});

test('a stop in an outage of the store does not wait for it once for each failure before', async () => {
  const stage = await makeStage();
  let releases = 0;
  const counted = (store: Store): Store => ({
    ...store,
    releaseClaims: () => {
      releases += 1;
      return Promise.reject(new StoreUnavailable('connection lost'));
    },
    claimInstances: () => Promise.reject(new StoreUnavailable('connection lost')),
  });
  const { lifecycle } = stage.start({ exclusive: false, store: counted });
  await stage.pass(300_000);
  let stopped = false;
  void lifecycle.stop().then(() => {
    stopped = true;
  });
  await stage.until(() => stopped, 5_000);
  expect(releases).toBe(1);
});
