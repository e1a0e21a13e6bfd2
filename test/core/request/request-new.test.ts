import { expect, test } from 'vitest';
import type { Circumstances } from '../../../src/core/approval/blockers.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { namesIn } from '../../../src/core/request/order-names.ts';
import { type NewRequest, newRequest } from '../../../src/core/request/request-new.ts';
import { mayWithdraw, withdrawUnbegun } from '../../../src/core/request/withdraw.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import {
  approvalOf,
  FAILED,
  hourlyQuote,
  MONTHLY,
  peopleWith,
  specOf,
  waitingRequest,
} from '../../support/approvals.ts';
import { HANGZHOU } from '../../support/choices.ts';
import { aFailure, anAccepted, anInstance, NOW } from '../../support/instances.ts';

const spec = specOf();
const order: NewRequest = {
  ...{ requestId: 'r-1', spec, amount: 2, clientTokens: ['t-1'], approval: null, origin: 'view:V1' },
  ...{ requester: 'U1', team: 'T1', channel: 'C1', at: NOW },
};
const made = (over: Partial<NewRequest> = {}) => newRequest({ ...order, ...over });
const told = ({ messages }: ReturnType<typeof newRequest>) =>
  messages.map((message) => ('to' in message ? `${message.kind} ${message.to}` : message.kind));

test('what needs no approval is being created: its instances are due at once, each with its name and the token of its call', () => {
  const { request, instances, events, ...rest } = made();
  expect(request).toMatchObject({ state: 'creating', approval: null, dueAt: null, finishedAt: null, version: 1 });
  expect(instances.map(({ id, ordinal, clientToken, dueAt }) => [id, ordinal, clientToken, dueAt])).toEqual([
    ['r-1-1', 1, 't-1', NOW],
    ['r-1-2', 2, 't-1', NOW],
  ]);
  expect(instances.map((one) => [one.spec.name, one.chunk])).toEqual([
    ['web-1', { first: 1, amount: 2, least: 1 }],
    ['web-2', { first: 1, amount: 2, least: 1 }],
  ]);
  expect(events).toMatchObject([{ kind: 'request.submitted', actor: 'U1', instanceId: null, at: NOW }]);
  expect(told({ request, instances, events, ...rest })).toEqual(['card']);
});

test('what waits for an approval has no instances yet, is due with its approval, and asks those who decide', () => {
  const approval = { ...approvalOf('U1', spec, null), told: ['U2', 'C3'] };
  const asked = made({ approval, facts: approval.facts });
  expect(asked.request).toMatchObject({ state: 'pending', approval, dueAt: approval.remindAt });
  // The approval has its own facts.
  expect(asked.request).not.toHaveProperty('facts');
  expect([asked.instances, told(asked)]).toEqual([[], ['card', 'ask U2', 'ask C3']]);
  expect(asked.events[0]?.data).toMatchObject({ approval });
});

test('the event holds what the request has beside its spec, and neither has what nobody said', () => {
  const quote = hourlyQuote(1_000_000);
  const facts = approvalOf('U1', spec, null).facts;
  const names = { network: 'office' } as never;
  const { request, events } = made({ quote, names, leaseMs: 3_600_000, partial: 'refuse', facts });
  const said = { quote, names, leaseMs: 3_600_000, partial: 'refuse' };
  expect(request).toMatchObject({ ...said, facts });
  expect(events[0]?.data).toEqual({
    spec,
    amount: 2,
    clientTokens: ['t-1'],
    channel: 'C1',
    origin: 'view:V1',
    ...said,
  });
  const bare = made({ leaseMs: null, partial: 'keep' });
  for (const key of [...Object.keys(said), 'facts', 'approval'])
    expect([key in (bare.events[0]?.data ?? {}), key !== 'approval' && key in bare.request]).toEqual([false, false]);
  expect([made({ quote: null }).request.quote, 'partial' in made().request]).toEqual([null, false]);
});

test('a lease is kept for each instance, but not for prepaid ones, which end with their term', () => {
  const leases = (over: Partial<NewRequest>) => made(over).instances.map(({ lease }) => lease?.forMs);
  expect(leases({ leaseMs: 3_600_000 })).toEqual([3_600_000, 3_600_000]);
  expect(leases({ leaseMs: 3_600_000, spec: specOf(MONTHLY) })).toEqual([undefined, undefined]);
});

test('all or none are bought where the policy says so, and nothing without a token for its call', () => {
  expect(made({ partial: 'refuse' }).instances[0]?.chunk).toEqual({ first: 1, amount: 2, least: 2 });
  expect(made({ amount: 1 }).instances[0]).not.toHaveProperty('chunk');
  expect(() => made({ amount: 101 })).toThrow('an order needs one client token per call');
});

test.each([
  ['system', 'a', 'Ubuntu  24.04', 'Ubuntu 24.04'],
  ['system', 'a', '', 'a'],
  ['system', '', '', null],
  ['self', 'golden', 'Ubuntu  24.04', 'golden (Ubuntu 24.04)'],
  ['self', 'golden', '', 'golden'],
  ['self', '', 'Ubuntu 24.04', null],
  // Anybody can share an image under the name of a well-known one.
  ['others', 'ubuntu', 'Ubuntu 24.04', null],
  ['marketplace', 'ubuntu', 'Ubuntu 24.04', null],
] as const)('an image of %s called %j with the system %j is shown as %j', (owner, name, osName, shown) => {
  const images = [{ id: spec.imageId, name, osName, sizeGiB: 20, owner }];
  expect(namesIn(spec, { ...HANGZHOU, images }).image).toBe(shown);
});

test('what the lists do not have, or have without a name, is shown by its id', () => {
  const nothing = { regions: [], types: [], images: [], vSwitches: [], groups: [] };
  const unnamed = { region: null, vSwitch: null, group: null, image: null, vCpu: null, memoryGiB: null };
  expect(namesIn(spec, nothing)).toEqual(unnamed);
  const nameless = {
    vSwitches: HANGZHOU.vSwitches.map((one) => ({ ...one, name: '' })),
    groups: HANGZHOU.groups.map((one) => ({ ...one, name: '' })),
  };
  expect(namesIn(spec, { ...nothing, ...nameless })).toEqual(unnamed);
  const { regions, images, vSwitches, groups, types } = HANGZHOU;
  const other = { ...images[0], id: 'm-other', osName: 'Other' } as (typeof images)[number];
  const reversed = { regions: regions.toReversed(), vSwitches: vSwitches.toReversed(), groups: groups.toReversed() };
  expect(namesIn(spec, { ...reversed, types, images: [other] })).toEqual({
    ...{ region: { en: 'China (Hangzhou)', zh: '华东1（杭州）' }, vSwitch: 'web', group: 'web' },
    ...{ image: null, vCpu: 2, memoryGiB: 8 },
  });
});

const renewal = untried('r-1-1', 'i-1', NOW, 'token');
const request = waitingRequest('U1', PAY_AS_YOU_GO, null);
const creating = { ...request, state: 'creating' } as const;

test('a request may be withdrawn until something was bought or is about to be', () => {
  expect(mayWithdraw(request, [])).toBe(true);
  expect(mayWithdraw(creating, [anInstance(), anInstance()])).toBe(true);
  expect(mayWithdraw({ ...creating, renewal }, [])).toBe(true);
  expect(mayWithdraw(creating, [])).toBe(false);
  for (const state of ['finished', 'denied', 'withdrawn', 'expired'] as const)
    expect(mayWithdraw({ ...request, state }, [anInstance()])).toBe(false);
  const begun: readonly Instance[] = [
    anInstance({ createTriedAt: NOW }),
    anAccepted({ createTriedAt: null }),
    anInstance({ outcome: 'failed' }),
  ];
  for (const one of begun) expect(mayWithdraw(creating, [anInstance(), one])).toBe(false);
  expect(mayWithdraw({ ...creating, renewal: { ...renewal, triedAt: NOW } }, [])).toBe(false);
  const failed = { is: 'failed', failure: aFailure('noStock') } as const;
  expect(mayWithdraw({ ...creating, renewal: { ...renewal, end: failed } }, [])).toBe(false);
});

const circumstances: Circumstances = {
  ...{ at: NOW, policy: NO_POLICY, people: peopleWith({}), month: [] },
  admins: ['U9'],
  price: { ok: false, error: FAILED },
  balance: { ok: false, error: FAILED },
};
const freeze = { version: 1, reason: 'audit', by: 'U9', at: NOW, until: null };
const held = anInstance({ heldBy: freeze, deadlineAt: NOW, attempts: 2, failure: aFailure('throttled') });
const withdrawn = (by: string, of: typeof creating | (typeof creating & { renewal: typeof renewal }) = creating) =>
  withdrawUnbegun(of, [held], { what: 'withdraw', by, round: 1, note: '  not needed ' }, circumstances);

test('what is withdrawn ends with all its instances in one commit, with the word of who withdrew it', () => {
  const { outcome, next, instances, events, messages } = withdrawn('U1');
  expect(outcome).toEqual({ is: 'withdrawn' });
  expect(next).toMatchObject({ state: 'withdrawn', version: request.version + 1, finishedAt: NOW, dueAt: null });
  expect(next?.approval?.decision).toEqual({ is: 'withdrawn', by: 'U1', at: NOW, note: 'not needed' });
  expect(instances).toEqual([
    {
      ...held,
      ...{ version: held.version + 1, outcome: 'withdrawn', failure: null, heldBy: null },
      ...{ deadlineAt: null, attempts: 0, dueAt: null },
    },
  ]);
  expect(events).toMatchObject([
    { kind: 'request.withdrawn', actor: 'U1', data: { note: 'not needed', round: 1, approval: next?.approval } },
  ]);
  expect(messages).toMatchObject([
    { kind: 'card' },
    { kind: 'thread', note: { milestone: 'decision', what: 'withdrawn', by: 'U1', note: 'not needed' } },
  ]);
});

test('an admin may withdraw it too, of which the requester is told; nobody else may', () => {
  expect(withdrawn('U9').messages.at(-1)).toEqual({ kind: 'dm', requestId: request.id, user: 'U1' });
  expect(withdrawn('U2')).toMatchObject({
    ...{ outcome: { is: 'refused', refused: { why: 'notYours' } }, next: null, instances: [], messages: [] },
    events: [{ kind: 'approval.refused', actor: 'U2', data: { what: 'withdraw', why: 'notYours' } }],
  });
});

test('a renewal that waited for a freeze does not any more, and what needed no approval has none', () => {
  expect(withdrawn('U1', { ...creating, renewal: { ...renewal, heldBy: freeze } }).next?.renewal?.heldBy).toBeNull();
  expect(withdrawn('U1').next).not.toHaveProperty('renewal');
  const free = withdrawn('U1', { ...creating, approval: null } as never);
  expect([free.next?.approval, free.events[0]?.data]).toEqual([null, { note: 'not needed' }]);
});
