import { expect, test } from 'vitest';
import { CHUNK_MAX } from '../../src/core/chunk/chunk.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import { nextAction } from '../../src/core/instance/next-action.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { NOW, seen, timing } from '../support/instances.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

const IDS_PER_CALL = 100;

/** As another process has left them: created, and due for a look. */
async function inFlight(stage: Stage, requestId: string, amount: number): Promise<void> {
  const { account } = stage.hand;
  await stage.truth.commit({ account: { was: null, next: account }, at: NOW });
  await stage.submit(requestId, stage.spec.plain, amount);
  const rows = await stage.truth.instancesOf(requestId);
  const created = rows.map(
    ({ chunk: _, ...row }): Instance => ({
      ...row,
      account,
      version: row.version + 1,
      cloudId: `i-${row.id}`,
      createTriedAt: NOW,
      acceptedAt: NOW,
      deadlineAt: NOW + timing.deadlineMs,
    }),
  );
  await stage.truth.commit({ instances: created.map((next) => ({ next })), at: NOW });
}

/** A cloud that answers no look before it is told to; then it shows all of them Pending. */
function slowLooks() {
  const asked: (readonly string[])[] = [];
  let answer: () => void = () => {};
  const told = new Promise<void>((resolve) => (answer = resolve));
  const ecs = (port: EcsPort): EcsPort => ({
    ...port,
    async describeInstances(_region, cloudIds) {
      asked.push(cloudIds);
      await told;
      const pending = cloudIds.map((cloudId) => [cloudId, seen('Pending', { cloudId })] as const);
      return { ok: true, value: new Map(pending) };
    },
  });
  return { asked, answer, ecs };
}

test('of many in flight no more are claimed than the cloud is asked about, what is to be created goes ahead, and the others follow', async () => {
  const stage = await makeStage();
  const { asked, answer, ecs } = slowLooks();
  const many = timing.looksAtOnce * IDS_PER_CALL + 150;
  await inFlight(stage, 'r-1', many);
  stage.start({ ecs });
  await stage.until(() => asked.length > 0);
  await stage.submit('r-2', stage.spec.plain, 1);
  await stage.until(() => countOf(stage.calls, 'CreateInstance') === 1);
  expect(asked.map((ids) => ids.length)).toEqual(Array(timing.looksAtOnce).fill(IDS_PER_CALL));
  const untouched = await stage.truth.instancesOf('r-1');
  expect(new Set(untouched.map(({ version }) => version))).toEqual(new Set([2]));
  answer();
  await stage.until(async () => (await stage.truth.instancesOf('r-1')).every(({ observed }) => observed !== null));
  const lookedAt = asked.flat().filter((cloudId) => cloudId.startsWith('i-r-1-'));
  expect(lookedAt.slice(0, many)).toHaveLength(new Set(lookedAt).size);
});

test('of a request for many no more is read for a purchase than is bought with it', async () => {
  const stage = await makeStage();
  const read: number[] = [];
  stage.start({
    store: (store) => ({
      ...store,
      async instancesOf(requestId, span) {
        const rows = await store.instancesOf(requestId, span);
        read.push(rows.length);
        return rows;
      },
    }),
  });
  await stage.submit('r-1', stage.spec.plain, 3 * CHUNK_MAX);
  await stage.until(async () => (await stage.truth.instancesOf('r-1')).every(({ cloudId }) => cloudId !== null));
  expect(countOf(stage.calls, 'RunInstances')).toBe(3);
  expect(new Set(read)).toEqual(new Set([CHUNK_MAX]));
});

test('what was stored to be due at a later hour, before the clock was set back, is looked at right after the start', async () => {
  const stage = await makeStage();
  await inFlight(stage, 'r-1', 1);
  const [row] = await stage.truth.instancesOf('r-1');
  if (row === undefined) throw new Error('no row');
  const later: Instance = { ...row, version: row.version + 1, dueAt: NOW + 3_600_000 };
  await stage.truth.commit({ instances: [{ next: later }], at: NOW });
  stage.start();
  await stage.pass(10_000);
  expect(countOf(stage.calls, 'DescribeInstances')).toBeGreaterThan(0);
});

test('what only a newer version knows how to bring about is not touched, and above all not released', async () => {
  const stage = await makeStage();
  await inFlight(stage, 'r-1', 1);
  const [row] = await stage.truth.instancesOf('r-1');
  if (row === undefined) throw new Error('no row');
  const newer = { ...row, version: row.version + 1, wanted: 'hibernated' } as unknown as Instance;
  await stage.truth.commit({ instances: [{ next: newer }], at: NOW });
  stage.start();
  await stage.pass(600_000);
  expect(stage.calls.filter(({ params }) => JSON.stringify(params).includes('i-r-1'))).toEqual([]);
  expect(await stage.instance()).toEqual(newer);
  const later = { owner: 'newer', now: stage.timeline.now() + timing.claimMs, claimUntil: 0, limit: 10 };
  expect(await stage.truth.claimInstances(later)).toHaveLength(1);
  expect(nextAction(newer, seen('Running'), NOW, timing)).toEqual({ do: 'rest' });
});
