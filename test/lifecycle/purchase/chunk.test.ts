import { describe, expect, test } from 'vitest';
import { REQUEST_TAG } from '../../../src/core/request/request.ts';
import { few } from '../../support/thorough.ts';
import { countOf, makeStage } from '../stage.ts';
import { ended, expectSeats, outcomes, rowsOf, tokens } from './chunk-stage.ts';

describe('several of one request', () => {
  test.each([
    [2, 'web-[1,1]', ['web-1', 'web-2']],
    [12, 'web-[1,2]', ['web-01', 'web-02']],
  ])('%i are bought with one call, and each row gets the instance of its name', async (amount, pattern, names) => {
    const stage = await makeStage(amount);
    stage.start();
    await stage.submit('r-1', stage.spec.addressed, amount);
    await ended(stage);
    const runs = stage.calls.filter(({ action }) => action === 'RunInstances');
    expect(runs.map(({ params }) => params)).toEqual([
      expect.objectContaining({
        ...{ Amount: String(amount), MinAmount: '1', InstanceName: pattern, ClientToken: 'r-1-token-0' },
        ...{ 'Tag.1.Key': REQUEST_TAG, 'Tag.1.Value': `r-1-1..${amount}` },
      }),
    ]);
    expect((await rowsOf(stage)).slice(0, 2).map(({ spec: { name } }) => name)).toEqual(names);
    await expectSeats(stage);
    const others = stage.calls.filter(({ action }) => /Create|Start|Allocate/u.test(action));
    expect(others).toEqual([]);
    const told = (await stage.thread()).filter(({ ordinal }) => ordinal === amount);
    // It starts by itself, with its address: there is no Stopped.
    expect(told.map(({ milestone }) => milestone)).toEqual(['pending', 'address', 'starting', 'running']);
  });

  test('more than a hundred take another call, and one left over is bought alone', async () => {
    const stage = await makeStage(3);
    stage.start();
    await stage.submit('r-1', { ...stage.spec.plain, instanceType: 'ecs.c7.large' }, 101);
    await ended(stage);
    expect(await outcomes(stage)).toEqual(Array.from({ length: 101 }, () => 'reached'));
    const told = stage.calls.filter(({ action }) => /Run|Create/u.test(action));
    // Both are called at once, in either order.
    expect(told.map(({ action, params }) => [action, params.InstanceName, params['Tag.1.Value']]).sort()).toEqual([
      ['CreateInstance', 'web-101', 'r-1-101'],
      ['RunInstances', 'web-[1,3]', 'r-1-1..100'],
    ]);
    await expectSeats(stage);
  });

  test('instances of others with the same names are not taken for them', async () => {
    const stage = await makeStage();
    const { region, zone, instanceType, imageId, vSwitchId, securityGroupId } = stage.spec.plain;
    const params = {
      RegionId: region,
      ZoneId: zone,
      InstanceType: instanceType,
      ImageId: imageId,
      VSwitchId: vSwitchId,
    };
    const theirs = stage.cloud.call('CreateInstance', '2014-05-26', {
      ...{ ...params, SecurityGroupId: securityGroupId, InstanceName: 'web-2' },
    });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 3);
    await ended(stage);
    expect(await outcomes(stage)).toEqual(['reached', 'reached', 'reached']);
    expect((await rowsOf(stage)).map(({ cloudId }) => cloudId)).not.toContain(theirs.body.InstanceId);
  });

  test('one that somebody renames at once is known by its id all the same', async () => {
    const stage = await makeStage();
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        async runInstances(input, proceed) {
          const answer = await ecs.runInstances(input, proceed);
          const [InstanceId] = answer.ok ? answer.value.cloudIds : [];
          const renamed = { InstanceId: String(InstanceId), InstanceName: 'mine' };
          expect(stage.cloud.call('ModifyInstanceAttribute', '2014-05-26', renamed).status).toBe(200);
          return answer;
        },
      }),
    });
    await stage.submit('r-1', stage.spec.plain, 3);
    await ended(stage);
    expect(await outcomes(stage)).toEqual(['reached', 'reached', 'reached']);
  });
});

const LOST = ['reset-after', 'timeout', 'unavailable-after', 'html-error', 'truncated-json', 'no-id'];

describe('an answer that is lost', () => {
  test.each(few(LOST, 3))('%s: the same call again, to the letter, brings the same instances', async (name) => {
    const stage = await makeStage();
    stage.cloud.addFault({ name, action: 'RunInstances', times: 2 });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 4);
    await ended(stage);
    expect(countOf(stage.calls, 'RunInstances')).toBe(3);
    expect(tokens(stage).size).toBe(1);
    expect(await outcomes(stage)).toEqual(['reached', 'reached', 'reached', 'reached']);
    await expectSeats(stage);
  });

  test('of one that is refused from then on, what exists is found by its tag and nothing is bought again', async () => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'reset-after', action: 'RunInstances' });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 3);
    await stage.until(() => stage.cloud.state().instances.length === 3);
    stage.cloud.addFault({ name: 'no-stock', action: 'RunInstances', times: 0 });
    await ended(stage);
    expect(await outcomes(stage)).toEqual(['reached', 'reached', 'reached']);
    await expectSeats(stage);
  });

  test('of one that never arrives nothing is bought, and each ends as unconfirmed', async () => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'reset-before', action: 'RunInstances', times: 0 });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 3);
    await ended(stage);
    expect(await outcomes(stage)).toEqual(['doubtful', 'doubtful', 'doubtful']);
    expect(tokens(stage).size).toBe(1);
    expect(stage.cloud.state().instances).toEqual([]);
  });

  test('a refusal that is replayed for its token is left behind with another one, the same for all', async () => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'refuse-with', code: 'OperationConflict', status: 409, sticky: true });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 3);
    await ended(stage);
    const rows = await rowsOf(stage);
    expect(rows.map(({ clientToken }) => clientToken)).toEqual(Array(3).fill('r-1-token-0.2'));
    expect(stage.cloud.state().instances).toHaveLength(3);
  });
});
