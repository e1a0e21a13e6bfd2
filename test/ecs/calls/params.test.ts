import { readdirSync, readFileSync } from 'node:fs';
import { expect, expectTypeOf, test } from 'vitest';
import { APIS, BILLING_APIS } from '../../../src/ecs/apis.ts';
import type { Call } from '../../../src/ecs/call.ts';
import { makeTransport } from '../../../src/ecs/network/transport.ts';
import { BILLING_ACTIONS, ramActions, ramPolicy } from '../../../src/ecs/rights/ram-policy.ts';
import { type Body, loadSdk, type Params } from '../../../src/ecs/sdk.ts';

test('a misspelt parameter, a wrong type or another call’s parameter does not compile', () => {
  const call = (() => undefined) as unknown as Call;
  const compiles = (): void => {
    void call('CreateInstance', 'cn-beijing', {
      instanceType: 'ecs.g7.large',
      systemDisk: { size: 40 },
      tag: [{ key: 'k' }],
    });
    // @ts-expect-error misspelt
    void call('CreateInstance', 'cn-beijing', { instanceTyp: 'ecs.g7.large' });
    // @ts-expect-error a number where text belongs
    void call('CreateInstance', 'cn-beijing', { instanceType: 7 });
    // @ts-expect-error misspelt within a nested model
    void call('CreateInstance', 'cn-beijing', { systemDisk: { categry: 'cloud_essd' } });
    // @ts-expect-error misspelt within a list
    void call('CreateInstance', 'cn-beijing', { tag: [{ kay: 'k' }] });
    // @ts-expect-error StartInstance has no region
    void call('StartInstance', 'cn-beijing', { regionId: 'cn-beijing' });
    // @ts-expect-error not one of the calls the bot makes
    void call('ModifyInstanceSpec', 'cn-beijing', {});
  };
  expect(compiles).toBeTypeOf('function');
  expectTypeOf<Params<'StopInstance'>['instanceId']>().toEqualTypeOf<string | undefined>();
  // @ts-expect-error a misspelt field of an answer does not compile either
  expectTypeOf<Body<'CreateInstance'>['instanceID']>().toBeUnknown();
});

test('the SDK has a client method and a request model for every call', () => {
  const sdk = loadSdk(makeTransport());
  const models = sdk.models as unknown as Record<string, unknown>;
  for (const api of APIS) {
    expect(models[`${api}Request`], api).toBeTypeOf('function');
    expect(sdk.Client.prototype, api).toHaveProperty(`${api[0]?.toLowerCase()}${api.slice(1)}WithOptions`);
  }
});

test('the RAM policy allows the calls the bot makes and nothing else', () => {
  const actions = ramActions();
  const billing: readonly string[] = BILLING_APIS.map((api) => BILLING_ACTIONS[api]);
  const named = actions.filter((action) => !billing.includes(action));
  expect(new Set(named.map((action) => action.slice(action.indexOf(':') + 1)))).toEqual(new Set(APIS));
  const others = actions.filter((action) => !action.startsWith('ecs:'));
  expect(others).toEqual(['bss:DescribeAcccount', 'vpc:DescribeVSwitches']);
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  expect(ramPolicy()).toEqual({ Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
});

test('every API on the list is really called by the port', () => {
  const calls = new URL('../../../src/ecs/calls/', import.meta.url);
  const sources = readdirSync(calls)
    .map((file) => readFileSync(new URL(file, calls), 'utf8'))
    .join('\n');
  const called = [...sources.matchAll(/\bcall\(\s*'(\w+)'/g)].map((match) => match[1]);
  expect(new Set(called)).toEqual(new Set([...APIS, ...BILLING_APIS]));
});

test('nothing imports the SDK before the first call needs it', () => {
  const folder = new URL('../../../src/ecs/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files).toContain('sdk.ts');
  for (const file of files) {
    const source = readFileSync(new URL(file, folder), 'utf8');
    expect(source, file).not.toMatch(/^import (?!type )[^;]*'@(?:alicloud|darabonba)/m);
  }
});
