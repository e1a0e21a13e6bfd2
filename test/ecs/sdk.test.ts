import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { APIS } from '../../src/ecs/apis.ts';
import { makeTransport } from '../../src/ecs/network/transport.ts';
import { loadSdk } from '../../src/ecs/sdk.ts';

const load = createRequire(import.meta.url);

test('the models of every call are found one by one, without the thousand others, and who asks for the package gets all', () => {
  const before = new Set(Object.keys(load.cache));
  const { models, Client } = loadSdk(makeTransport({}));
  const isFresh = ![...before].some((file) => file.includes('ecs20140526'));
  if (isFresh) expect(Object.keys(load.cache).length - before.size).toBeLessThan(200);
  const named = models as unknown as Readonly<Record<string, { names(): object } | undefined>>;
  for (const api of APIS)
    for (const model of [`${api}Request`, `${api}Response`, `${api}ResponseBody`])
      expect(named[model]?.names(), model).toBeTypeOf('object');
  expect(named.NoSuchThingRequest).toBeUndefined();
  const whole = load('@alicloud/ecs20140526') as Readonly<Record<string, unknown>>;
  expect(whole.DescribeRegionsRequest).toBe(named.DescribeRegionsRequest);
  expect(whole.AcceptInquiredSystemEventRequest).toBeTypeOf('function');
  expect(Client.prototype).toHaveProperty('describeRegionsWithOptions');
});
