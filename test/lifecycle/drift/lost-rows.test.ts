import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import { lostIn } from '../../../src/lifecycle/drift/lost-rows.ts';
import { NOW } from '../../support/instances.ts';

type Ports = Parameters<typeof lostIn>[0];

const lostBy = (listInstances: Ports['ecs']['listInstances']) => {
  const store = {
    metadata: { identity: async () => ({ id: 's-1', since: 0 }) },
    queries: { byCloudIds: async () => new Map() },
  };
  return lostIn({ store, ecs: { listInstances }, clock: { now: () => NOW } } as unknown as Ports, 'cn-beijing');
};

test('what a lost store has bought is looked for in the background, and each page is read once', async () => {
  const asked: unknown[] = [];
  const found = await lostBy(async (_region, _filter, next, lane) => {
    asked.push([next, lane]);
    return ok({ instances: [], next: next === null ? 'second' : null, total: null });
  });
  expect(found).toEqual({ orphans: [] });
  expect(asked).toEqual([
    [null, 'polling'],
    ['second', 'polling'],
  ]);
});

test.each([
  ['never ends', { instances: [], next: 'again', total: null }],
  ['holds something without an id', { instances: [], next: null, total: null, unread: 1 }],
])('a list that %s does not say that a store has lost nothing', async (_, page) => {
  expect(await lostBy(async () => ok(page))).toMatchObject({ kind: 'ambiguous' });
});
