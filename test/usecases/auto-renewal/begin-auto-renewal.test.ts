import { expect, test } from 'vitest';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { People } from '../../../src/core/policy/people.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { beginAutoRenewal } from '../../../src/usecases/auto-renewal/begin-auto-renewal.ts';
import { policyOf } from '../../policy/reading.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { anInstance } from '../../support/instances.ts';

const NOW = Date.UTC(2026, 10, 24, 9);
const GROUP = 'S07WEBTEAM1';
const CLOUD_ID = 'i-2ze0123456789';
const prepaid = sampleCloud({
  ...{ cloudId: CLOUD_ID, chargeKind: 'prepaid', expiresAt: NOW + 1 },
  tags: [{ key: 'team', value: 'web' }],
});
const over = { ...prepaid, expiresAt: NOW };
const hourly = sampleCloud({ cloudId: CLOUD_ID, chargeKind: 'payAsYouGo' });
const own = anInstance({ cloudId: CLOUD_ID, outcome: 'reached', dueAt: null });
const adopted = { ...own, adopted: true as const };

/** What comes of the wish, what was set by whom, and how often Slack was asked who is in the group. */
async function begin(found: FoundInstance, on: boolean, user = 'U1', members: readonly string[] = []) {
  const set: unknown[] = [];
  let asked = 0;
  const people = (of: readonly string[]): People => ({ membersOf: () => of, membershipOf: () => 'member' });
  const deps = {
    clock: { now: () => NOW, after: () => () => {} },
    authority: onlyThese(['U9']),
    policy: fixedPolicy(policyOf(`act:\n  - { who: [${GROUP}], tag: team=web }\n`)),
    directory: {
      known: () => people(['U5']),
      fresh: async () => {
        asked += 1;
        return people(members);
      },
    },
    autoRenew: {
      set: async (id: string, wish: boolean, by: object) => {
        set.push([id, wish, by]);
        return { is: 'unknown' as const };
      },
    },
  } as unknown as Parameters<typeof beginAutoRenewal>[0];
  return { begun: await beginAutoRenewal(deps, { user, team: 'T1', channel: 'C1' }, found, on), set, asked };
}

test.each<[string, FoundInstance, boolean, string, object]>([
  ['what it did not create', { cloud: prepaid, own: null }, true, 'U9', { kind: 'notOurs' }],
  ['what it did not create, and is over', { cloud: over, own: null }, true, 'U9', { kind: 'notOurs' }],
  ['what is not prepaid, whoever created it', { cloud: hourly, own: null }, true, 'U9', refused('notPrepaid')],
  ['what is not prepaid', { cloud: hourly, own }, false, 'U1', refused('notPrepaid')],
  ['what is somebody else’s', { cloud: hourly, own }, true, 'U2', refused('notYours')],
  ['what is over', { cloud: over, own }, true, 'U1', refused('over')],
])('the bot sets nothing for %s', async (_, found, on, user, outcome) => {
  expect(await begin(found, on, user)).toMatchObject({ begun: outcome, set: [] });
});

test.each<[string, FoundInstance]>([
  ['is seen', { cloud: prepaid, own }],
  ['is not seen just now', { cloud: null, own, why: 'late' }],
])('for what %s, what costs money is confirmed first, and the rest is done at once', async (_, found) => {
  expect(await begin(found, true)).toEqual({ begun: { kind: 'toConfirm' }, set: [], asked: 0 });
  expect(await begin(found, false)).toMatchObject({
    begun: { kind: 'set', renewed: { is: 'unknown' } },
    set: [[own.id, false, { user: 'U1', isAdmin: false }]],
  });
});

test('who may by a tag is found out anew before anything is set, and not for a question', async () => {
  const theirs: FoundInstance = { cloud: prepaid, own: adopted };
  expect(await begin(theirs, true, 'U5')).toMatchObject({ begun: { kind: 'toConfirm' }, asked: 0 });
  expect(await begin(theirs, false, 'U5')).toMatchObject({ set: [[own.id, false, { byTag: false }]], asked: 1 });
  expect(await begin(theirs, false, 'U5', ['U5'])).toMatchObject({ set: [[own.id, false, { byTag: true }]], asked: 1 });
});

function refused(why: string) {
  return { kind: 'refused', refusal: { why } };
}
