import { expect, test } from 'vitest';
import { OTHER_ACCOUNT, OWN_ACCOUNT } from '../../../src/sandbox/ecs/world.ts';
import { aFailure } from '../../support/instances.ts';
import { countOf, makeStage } from '../stage.ts';
import { approve, ask, balanceOf, bought } from '../steps/renew-stage.ts';

const MINUTE = 60_000;

const change = (was: string, next: string, at: number) => ({ account: { was, next }, at });

test('a renewal of which nothing was sent ends when its account was left, says so, and is not bought when that comes back', async () => {
  const { stage, instance } = await bought();
  const balance = balanceOf(stage);
  await ask(stage, instance);
  await approve(stage, 'r-2');
  await stage.pass(MINUTE);
  expect((await stage.truth.commit(change(OWN_ACCOUNT, OTHER_ACCOUNT, stage.timeline.now()))).ok).toBe(true);
  stage.hand.account = OTHER_ACCOUNT;
  const { life } = stage.start({ name: 'next' });
  await stage.until(() => stage.ended('r-2'));
  life.die();
  const end = { is: 'barred', why: 'elsewhere', until: null };
  expect((await stage.truth.request('r-2'))?.renewal).toMatchObject({ end, triedAt: null });
  expect((await stage.renewalNotes()).at(-1)?.what).toEqual(end);

  expect((await stage.truth.commit(change(OTHER_ACCOUNT, OWN_ACCOUNT, stage.timeline.now()))).ok).toBe(true);
  stage.hand.account = OWN_ACCOUNT;
  stage.start({ name: 'back' });
  await stage.pass(20 * MINUTE);
  expect([countOf(stage.calls, 'RenewInstance'), balanceOf(stage)]).toEqual([0, balance]);
});

test('a bot with credentials of another account keeps no renewal from those that have the right ones', async () => {
  const { stage, instance } = await bought();
  await ask(stage, instance);
  stage.hand.account = OTHER_ACCOUNT;
  await approve(stage, 'r-2');
  const { life } = stage.start({ name: 'astray', exclusive: false });
  await stage.pass(MINUTE);
  const now = stage.timeline.now();
  const claim = { owner: 'right', now, claimUntil: now + 1, limit: 100 };
  expect((await stage.truth.claimRequests(claim)).map(({ id }) => id)).toEqual(['r-2']);
  life.die();
});

test.each(['other', 'silent'])('what needs no cloud goes on while the account is %s', async (how) => {
  const stage = await makeStage();
  if (how === 'other') stage.hand.account = OTHER_ACCOUNT;
  else stage.cloud.addFault({ name: 'timeout', action: 'GetCallerIdentity', times: 0 });
  await stage.truth.commit({ account: { was: null, next: OWN_ACCOUNT }, at: 1 });
  await stage.submit('r-1', stage.spec.plain, 1);
  const row = await stage.instance();
  const at = stage.timeline.now();
  const next = {
    ...row,
    version: row.version + 1,
    outcome: 'failed' as const,
    failure: aFailure('noStock'),
    dueAt: null,
  };
  await stage.truth.commit({ instances: [{ next }], nudge: { requestIds: ['r-1'], at }, at });
  stage.start();

  await stage.until(() => stage.ended('r-1'));
  expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
});
