import { expect, test } from 'vitest';
import { NOBODY_KNOWN } from '../../../src/core/policy/people.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { makeStage, type Stage } from '../stage.ts';
import { HOUR, makeTagged, notices, releaseByHand, running, sweepOn } from './sweep-stage.ts';

const QUARTER = 900_000;

/** To whom, of how many, and which are named. */
const told = async (stage: Stage) =>
  (await notices(stage)).map(([to, notice]) =>
    notice.about === 'orphans' ? [to, notice.total, notice.orphans.map(({ cloudId }) => cloudId)] : [to, notice.about],
  );

test('what carries the tag and no row knows is told to each admin, once over restarts and replicas', async () => {
  const stage = await running(2);
  const cloudId = makeTagged(stage, 'r-lost-1');
  await stage.pass(QUARTER + 60_000);
  const first = [sweepOn(stage), sweepOn(stage)];
  await stage.pass(2 * HOUR);
  await Promise.all(first.map(({ stop }) => stop()));
  const again = sweepOn(stage);
  await stage.pass(3 * HOUR);
  await again.stop();
  const all = await notices(stage);
  const orphan = { cloudId, name: 'left-over', region: stage.spec.plain.region, request: 'r-lost-1' };
  expect(all).toMatchObject([
    ['UADMIN1', { about: 'orphans', total: 1, orphans: [orphan] }],
    ['UADMIN2', { about: 'orphans', total: 1, orphans: [orphan] }],
  ]);
});

test('a new instance is not reported as an orphan before it is a quarter of an hour old', async () => {
  const stage = await makeStage();
  makeTagged(stage, 'r-lost-1');
  const { stop } = sweepOn(stage);
  await stage.pass(120_000);
  expect(await told(stage)).toEqual([]);
  await stage.pass(HOUR);
  await stop();
  expect(await told(stage)).toHaveLength(2);
});

test('a create in doubt has a row that waits for it, and is nobody’s left-over; what ended without it is', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 2);
  const cloudIds = [makeTagged(stage, 'r-1-1'), makeTagged(stage, 'r-1-2')];
  const [, second] = await stage.truth.instancesOf('r-1');
  if (second === undefined) throw new Error('no row');
  const next = { ...second, version: second.version + 1, outcome: 'failed', dueAt: null } as const;
  await stage.truth.commit({ instances: [{ next }], at: stage.timeline.now() });
  await stage.pass(QUARTER + 60_000);
  const { stop } = sweepOn(stage);
  await stage.pass(HOUR);
  await stop();
  expect(await told(stage)).toEqual([
    ['UADMIN1', 1, [cloudIds[1]]],
    ['UADMIN2', 1, [cloudIds[1]]],
  ]);
});

test('an instance with copied tags, whose row has another instance, is reported', async () => {
  const stage = await running(1);
  const copy = makeTagged(stage, 'r-1-1');
  await stage.pass(QUARTER + 60_000);
  const { stop } = sweepOn(stage);
  await stage.pass(HOUR);
  await stop();
  expect(await told(stage)).toEqual([
    ['UADMIN1', 1, [copy]],
    ['UADMIN2', 1, [copy]],
  ]);
});

test('many of one look are one message, page by page, with the first ten and a count', async () => {
  const stage = await makeStage();
  for (let n = 1; n <= 23; n++) makeTagged(stage, `r-lost-${n}`);
  await stage.pass(QUARTER + 60_000);
  const { stop } = sweepOn(stage, { admins: ['UADMIN1'], pageSize: 10 });
  await stage.pass(HOUR);
  await stop();
  const [only, ...others] = await notices(stage);
  expect(others).toEqual([]);
  expect(only).toMatchObject(['UADMIN1', { about: 'orphans', total: 23 }]);
  const named = only?.[1].about === 'orphans' ? only[1].orphans.map(({ cloudId }) => cloudId) : [];
  expect(new Set(named).size).toBe(10);
});

test('while nobody can be told, nothing counts as told', async () => {
  const stage = await makeStage();
  const cloudId = makeTagged(stage, 'r-lost-1');
  await stage.pass(QUARTER + 60_000);
  const lonely = sweepOn(stage, { admins: ['S07ADMINS1'] });
  await stage.pass(2 * HOUR);
  await lonely.stop();
  expect(lonely.logged.map(([, message]) => message)).toContain(
    'there is no admin who could be told of them: set ADMIN_USERS',
  );
  const people = { ...NOBODY_KNOWN, membersOf: () => ['UMEMBER1', 'UMEMBER2'] };
  const known = sweepOn(stage, { admins: ['S07ADMINS1', 'UMEMBER2'], people });
  await stage.pass(2 * HOUR);
  await known.stop();
  expect(await told(stage)).toEqual([
    ['UMEMBER1', 1, [cloudId]],
    ['UMEMBER2', 1, [cloudId]],
  ]);
});

test('in the wrong account nothing that is found is reported', async () => {
  const stage = await running(2);
  makeTagged(stage, 'r-others-1');
  await stage.pass(QUARTER + 60_000);
  const wrap = (): Partial<EcsPort> => ({ describeInstances: async () => ({ ok: true, value: new Map() }) });
  const { stop } = sweepOn(stage, { wrap });
  await stage.pass(2 * HOUR);
  await stop();
  expect(await told(stage)).toEqual([
    ['UADMIN1', 'missing'],
    ['UADMIN2', 'missing'],
  ]);
});

test('where most of a region is missing and some is found, it is the right account, and orphans are reported', async () => {
  const stage = await running(4);
  for (const { cloudId } of (await stage.truth.instancesOf('r-1')).slice(1)) releaseByHand(stage, cloudId);
  const cloudId = makeTagged(stage, 'r-lost-1');
  await stage.pass(QUARTER + 60_000);
  const { stop } = sweepOn(stage, { admins: ['UADMIN1'] });
  await stage.pass(2 * HOUR);
  await stop();
  expect(await told(stage)).toEqual([
    ['UADMIN1', 'missing'],
    ['UADMIN1', 1, [cloudId]],
  ]);
});

test('the regions of rows, the default one and those that the policy names outright are looked through', async () => {
  const stage = await running(1);
  const asked: string[] = [];
  const wrap = (): Partial<EcsPort> => ({
    listInstances: async (region, { tags }) => {
      expect(tags).toEqual([{ key: 'ecs-chatops:request', value: '' }]);
      asked.push(region);
      return { ok: true, value: { instances: [], next: null, total: 0 } };
    },
  });
  const regions = { value: ['cn-hangzhou', 'ap-*'], line: 3 };
  const { stop } = sweepOn(stage, { wrap, policy: { regions } });
  await stage.until(() => asked.length === 2);
  await stop();
  expect(asked).toEqual([stage.spec.plain.region, 'cn-hangzhou'].toSorted());
});

test('a store that is away for a while, or a mistake, ends no later look', async () => {
  const stage = await makeStage();
  makeTagged(stage, 'r-lost-1');
  await stage.pass(QUARTER + 60_000);
  let rounds = 0;
  const wrap = (ecs: EcsPort): Partial<EcsPort> => ({
    listInstances: async (...args) => {
      rounds += 1;
      if (rounds === 1) throw new StoreUnavailable('disk full');
      if (rounds === 2) throw new TypeError('a bug');
      return ecs.listInstances(...args);
    },
  });
  const { stop, logged } = sweepOn(stage, { wrap, admins: ['UADMIN1'] });
  await stage.pass(4 * HOUR);
  await stop();
  expect(await told(stage)).toHaveLength(1);
  expect(logged.map(([level]) => level).slice(0, 2)).toEqual(['warn', 'error']);
});
