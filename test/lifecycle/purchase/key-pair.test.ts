import { expect, test } from 'vitest';
import { causeOf } from '../../../src/core/failure/failure-cause.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';

const withKey = (stage: Stage, name: string) => ({ ...stage.spec.plain, login: { kind: 'keyPair', name } as const });

const deleteKey = (stage: Stage, name: string): void => {
  const { region } = stage.spec.plain;
  const { status } = stage.cloud.call('DeleteKeyPairs', '2014-05-26', {
    RegionId: region,
    KeyPairNames: JSON.stringify([name]),
  });
  expect(status).toBe(200);
};

test('a key pair that is there is looked up right before the create, once for all of an order', async () => {
  const stage = await makeStage();
  stage.start();
  await stage.submit('r-1', withKey(stage, 'deploy'), 3);
  await stage.until(() => stage.ended('r-1'));
  expect(stage.cloud.state().instances).toHaveLength(3);
  const asked = stage.calls.findIndex(({ action }) => action === 'DescribeKeyPairs');
  expect(asked).toBeGreaterThanOrEqual(0);
  expect(asked).toBeLessThan(stage.calls.findIndex(({ action }) => action === 'RunInstances'));
  expect(countOf(stage.calls, 'DescribeKeyPairs')).toBeLessThan(3);
});

test('one that has gone since ends the order with what is missing, and nothing is ordered', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', withKey(stage, 'deploy'), 1);
  deleteKey(stage, 'deploy');
  stage.start();
  await stage.until(() => stage.ended('r-1'));
  const { failure, cloudId } = await stage.instance();
  expect(cloudId).toBeNull();
  expect(failure && causeOf(failure)).toBe('keyPair');
  expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
});

test('another key under its name is not the one that was asked for, and nothing is ordered', async () => {
  const stage = await makeStage();
  const { login, ...spec } = withKey(stage, 'deploy');
  await stage.submit('r-1', { ...spec, login: { ...login, fingerprint: 'fedcba9876543210fedcba9876543210' } }, 1);
  stage.start();
  await stage.until(() => stage.ended('r-1'));
  const { failure } = await stage.instance();
  expect(failure && causeOf(failure)).toBe('keyPair');
  expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
});

test('while nobody can tell whether it is there the order waits', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({
    name: 'refuse-with',
    code: 'ServiceUnavailable',
    status: 503,
    action: 'DescribeKeyPairs',
    times: 3,
  });
  stage.start();
  await stage.submit('r-1', withKey(stage, 'deploy'), 1);
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
  expect(countOf(stage.calls, 'DescribeKeyPairs')).toBeGreaterThanOrEqual(4);
});

test('who logs in otherwise costs no question', async () => {
  const stage = await makeStage();
  stage.start();
  await stage.submit('r-1', { ...stage.spec.plain, login: { kind: 'session' } }, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(countOf(stage.calls, 'DescribeKeyPairs')).toBe(0);
});
