import { expect, test } from 'vitest';
import type { Membership, People } from '../../../src/core/policy/people.ts';
import { freeze, lift } from '../freezes.ts';
import { countOf, makeStage } from '../stage.ts';
import {
  approvedPurchase,
  callsOf,
  endOf,
  expectUntouched,
  GROWTH,
  isOver,
  measured,
  RENEWAL,
} from '../steps/purchase-stage.ts';

/** A directory in which everybody is what `now` says. */
function directoryWith(now: Membership) {
  const said = { now };
  const people: People = { membersOf: () => null, membershipOf: () => said.now };
  return { said, memberships: async () => people };
}

const LEFT = { kind: 'lapsed', code: 'RequesterDeactivated' };

test('what waits for the end of a freeze is not bought once its requester has left', async () => {
  const stage = await makeStage();
  await freeze(stage);
  await stage.submit('r-1', stage.spec.plain, 3);
  const directory = directoryWith('member');
  stage.start({ directory });
  await stage.until(async () => (await stage.instance()).heldBy !== null);
  directory.said.now = 'deactivated';
  await lift(stage);
  await stage.until(() => stage.ended('r-1'));
  for (const row of await stage.truth.instancesOf('r-1'))
    expect(row).toMatchObject({ outcome: 'failed', cloudId: null, failure: LEFT });
  expect(countOf(stage.calls, 'RunInstances')).toBe(0);
});

test('if the requester has left, a create in doubt is looked for and not sent again', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  stage.cloud.addFault({ name: 'reset-after', action: 'CreateInstance', times: 1 });
  const directory = directoryWith('member');
  stage.start({ directory });
  await stage.until(() => countOf(stage.calls, 'CreateInstance') === 1, undefined, 1);
  directory.said.now = 'deactivated';
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
  expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
});

test('while Slack does not say who somebody is, what was approved or needs no approval is bought', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  stage.start({ directory: directoryWith('unknown') });
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});

test.each([RENEWAL, GROWTH])('an approved $name of somebody who has left is not bought', async (purchase) => {
  const { stage } = await approvedPurchase(purchase);
  const before = await measured(purchase, stage);
  stage.start({ directory: directoryWith('deactivated') });
  await stage.until(isOver(stage));
  expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: LEFT });
  expect(callsOf(purchase, stage)).toBe(0);
  await expectUntouched(stage, before);
});
