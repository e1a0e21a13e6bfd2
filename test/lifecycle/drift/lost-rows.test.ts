import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import { lostIn } from '../../../src/lifecycle/drift/lost-rows.ts';
import { NOW } from '../../support/instances.ts';

test('what a lost store has bought is looked for in the background, and each page is read once', async () => {
  const asked: unknown[] = [];
  const listInstances = async (_region: string, _filter: unknown, next: string | null, lane: string) => {
    asked.push([next, lane]);
    return ok({ instances: [], next: next === null ? 'second' : null, total: null });
  };
  const store = {
    metadata: { identity: async () => ({ id: 's-1', since: 0 }) },
    queries: { byCloudIds: async () => new Map() },
  };
  const ports = { store, ecs: { listInstances }, clock: { now: () => NOW } };
  const found = await lostIn(ports as unknown as Parameters<typeof lostIn>[0], 'cn-beijing');
  expect(found).toEqual({ orphans: [] });
  expect(asked).toEqual([
    [null, 'polling'],
    ['second', 'polling'],
  ]);
});
