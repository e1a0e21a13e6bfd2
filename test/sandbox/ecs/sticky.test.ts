import { expect, test } from 'vitest';
import { fakeCloud } from './fake-cloud.ts';

test('a sticky refusal is replayed for its token for ever, and another token passes', () => {
  const world = fakeCloud();
  const params = world.spec({ ClientToken: 'token-1' });
  expect(world.cloud.addFault({ name: 'no-stock', sticky: true })).toBeNull();
  for (let times = 0; times < 3; times++)
    expect(world.told('CreateInstance', params)).toBe('403 OperationDenied.NoStock');
  world.cloud.clearFaults();
  expect(world.told('CreateInstance', params)).toBe('403 OperationDenied.NoStock');
  expect(world.cloud.state().instances).toEqual([]);
  expect(world.told('CreateInstance', { ...params, ClientToken: 'token-2' })).toBe('200');
});

test('what failed in the service is not replayed, and sticky is true or false', () => {
  const world = fakeCloud();
  const params = world.spec({ ClientToken: 'token-1' });
  world.cloud.addFault({ name: 'unavailable-before', sticky: true });
  expect(world.told('CreateInstance', params)).toBe('503 ServiceUnavailable');
  expect(world.told('CreateInstance', params)).toBe('200');
  expect(world.cloud.addFault({ name: 'no-stock', sticky: 'yes' })).toMatch(/true or false/);
});
