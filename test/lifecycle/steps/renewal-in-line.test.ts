import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { OTHER_ACCOUNT, OWN_ACCOUNT } from '../../../src/sandbox/ecs/world.ts';
import { countOf } from '../stage.ts';
import { approved, renewingIn } from './renew-stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

// What a renewal was decided on may be otherwise before its call is sent.

test('no intent is stored that was decided on in another account than the store is about by then', async () => {
  const { stage } = await approved();
  const { truth, timeline } = stage;
  const intents: (readonly unknown[])[] = [];
  stage.start({
    store: (store) => ({
      ...store,
      async commit(change) {
        if (!change.events?.some(({ kind }) => kind === 'renewal.trying')) return store.commit(change);
        if (intents.length === 0)
          await truth.commit({ account: { was: OWN_ACCOUNT, next: OTHER_ACCOUNT }, at: timeline.now() });
        const { ok: isStored } = await store.commit(change);
        intents.push([change.underAccount, isStored]);
        return isStored ? ok(null) : fail({ kind: 'conflict', id: 'account' });
      },
    }),
  });
  await stage.pass(MINUTE);
  expect(intents).toEqual([[OWN_ACCOUNT, false]]);
  expect([countOf(stage.calls, 'RenewInstance'), (await renewingIn(stage)).renewal.triedAt]).toEqual([0, null]);
});

test('an approval that ends while the call stands in its line buys nothing', async () => {
  const { stage } = await approved();
  await stage.pass(24 * HOUR - MINUTE);
  let lines = 0;
  stage.start({
    ecs: (ecs) => ({
      ...ecs,
      async renewInstance(region, what, proceed) {
        lines += 1;
        await stage.timeline.sleep(2 * MINUTE);
        return ecs.renewInstance(region, what, proceed);
      },
    }),
  });
  await stage.until(() => stage.ended('r-2'));
  expect([lines, countOf(stage.calls, 'RenewInstance')]).toEqual([1, 0]);
  expect((await renewingIn(stage)).renewal.end).toMatchObject({ is: 'failed', failure: { kind: 'lapsed' } });
});
