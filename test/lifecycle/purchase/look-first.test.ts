import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { REQUEST_TAG, type Request } from '../../../src/core/request/request.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { lookFirst } from '../../../src/lifecycle/purchase/look-first.ts';
import { anInstance, NOW } from '../../support/instances.ts';
import { countOf, makeStage } from '../stage.ts';
import { bought } from './bought.ts';
import { makeLost } from './lost.ts';

const MINUTE = 60_000;

describe('before anything is created for a row for the first time', () => {
  test('what is prepaid is looked up by its tag, and what is found is taken and not bought again', async () => {
    const stage = await makeStage();
    const cloudId = await makeLost(stage, { row: 'r-1-1', spec: stage.spec.prepaid });
    await bought(stage, 1);
    const before = stage.cloud.state().balance.minor;
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect(await stage.instance()).toMatchObject({ cloudId, outcome: 'reached' });
    expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
    expect(stage.cloud.state().instances).toHaveLength(1);
    expect(stage.cloud.state().balance.minor).toBe(before);
  });

  test.each(['prepaid', 'plain'] as const)('of %s, a look that fails is waited for and never skipped', async (what) => {
    const stage = await makeStage();
    const cloudId = await makeLost(stage, { row: 'r-1-1', spec: stage.spec[what] });
    if (what === 'prepaid') await bought(stage, 1);
    else await stage.submit('r-1', stage.spec.plain, 1);
    if (what === 'plain') await stage.pass(4 * MINUTE);
    let isOut = true;
    const failing = (ecs: EcsPort): EcsPort => ({
      ...ecs,
      findByTag: (...asked) =>
        isOut
          ? Promise.resolve(fail(failureOf('transient', { api: 'DescribeInstances', detail: 'away' })))
          : ecs.findByTag(...asked),
    });
    stage.start({ ecs: failing });
    await stage.pass(2 * MINUTE);
    expect((await stage.instance()).outcome).toBeNull();
    isOut = false;
    await stage.until(() => stage.ended('r-1'));
    expect((await stage.instance()).cloudId).toBe(cloudId);
    expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
  });

  test('what was asked for at a time that is yet to come is looked up: the clock was set back since', async () => {
    const stage = await makeStage();
    const asked: string[] = [];
    const look = (createdAt: number, calls: Partial<Instance> = {}) => {
      const row = anInstance(calls);
      const ports = {
        store: {
          request: async () => ({ createdAt }) as Request,
          newestEventsOf: async () => [],
          queries: stage.truth.queries,
        },
        ecs: {
          async findByTag(_region: string, _key: string, tag: string) {
            asked.push(tag);
            return ok([]);
          },
        },
        clock: { ...stage.timeline, now: () => NOW },
        startedAt: NOW - MINUTE,
      };
      return lookFirst({ ports }, row);
    };
    await look(NOW - MINUTE);
    expect(asked).toEqual([]);
    await look(NOW + 60 * MINUTE);
    expect(asked).toHaveLength(1);
    const creates = { sent: 1, undone: 0, lastAt: NOW + 60 * MINUTE, refusals: 0, mayRepeat: true };
    await look(NOW - 9 * MINUTE, { createTriedAt: NOW - 9 * MINUTE, creates });
    expect(asked).toHaveLength(2);
  });

  test('what is not prepaid and was just asked for costs no look', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.until(() => countOf(stage.calls, 'CreateInstance') === 1);
    expect(
      stage.calls.filter(({ action, params }) => action === 'DescribeInstances' && params['Tag.1.Key'] === REQUEST_TAG),
    ).toEqual([]);
  });
});

describe('before a create is repeated', () => {
  const lastAt = NOW - MINUTE;
  const row = anInstance({ createTriedAt: lastAt - MINUTE, creates: { sent: 2, undone: 0, lastAt, mayRepeat: true } });
  const lookedAfter = async (kind: string, cause: string | undefined, at: number, startedAt = 0): Promise<number> => {
    let looks = 0;
    const events = [{ kind, at, data: { cause } }];
    const store = { request: async () => null, newestEventsOf: async () => events };
    const findByTag = async () => {
      looks += 1;
      return ok([]);
    };
    const ports = { store, ecs: { findByTag }, clock: { now: () => NOW, after: () => () => {} }, startedAt };
    expect(await lookFirst({ ports } as unknown as Parameters<typeof lookFirst>[0], row)).toBeNull();
    return looks;
  };

  test('it is looked up when the store turned out to have gone back since: what was lost may have used another token', async () => {
    expect(await lookedAfter('freeze.set', 'storeBehind', lastAt + 1)).toBe(1);
  });

  test('it is looked up when another process has sent it: what that has stored since may be lost, and its next token with it', async () => {
    expect(await lookedAfter('freeze.lifted', undefined, 0, lastAt + 1)).toBe(1);
  });

  test.each([
    ['that was before it was sent last', 'freeze.set', 'storeBehind', lastAt - 1],
    ['an admin has frozen', 'freeze.set', undefined, lastAt + 1],
    ['a freeze was lifted', 'freeze.lifted', undefined, lastAt + 1],
  ])('it costs no look when %s', async (_, kind, cause, at) => {
    expect(await lookedAfter(kind, cause, at)).toBe(0);
  });
});
