import { describe, expect, test } from 'vitest';
import type { PrepaidGrowth } from '../../../src/core/disk/disk-wish.ts';
import { actAfterLook } from '../../../src/core/renewal/after-look.ts';
import { isBought, mayHaveCost, priceCallOf, purchasesFor, type Renewal } from '../../../src/core/renewal/renewal.ts';
import { isRenewing, termOf } from '../../../src/core/renewal/renewal-act.ts';
import { newRenewal, specToRenew } from '../../../src/core/renewal/renewal-new.ts';
import { approvalOf, MONTHLY, specOf, termQuote, waitingRequest } from '../../support/approvals.ts';
import { aFailure, anAccepted, NOW, timing } from '../../support/instances.ts';

const MONTH = { unit: 'Month', period: 1 } as const;
const UNTIL = NOW + 9 * 86_400_000;
const DISK: PrepaidGrowth = {
  ...{ which: 1, diskId: 'd-2', from: 40, to: 100 },
  ...{ category: 'cloud_essd', instanceType: 'ecs.g7.large' },
};
const instance = { ...anAccepted({ outcome: 'reached' }), cloudId: 'i-1' };
const spec = specToRenew(instance, MONTH);
const ORDER = {
  ...{ instance, wasUntil: UNTIL, spec, quote: termQuote(9_000), approval: approvalOf('U2', spec, termQuote(9_000)) },
  ...{
    requestId: 'r-2',
    clientTokens: ['token-9'],
    origin: 'view:V1',
    requester: 'U2',
    team: 'T1',
    channel: 'C1',
    at: NOW,
  },
};

describe('what is asked for', () => {
  const made = newRenewal(ORDER);
  const grows = newRenewal({ ...ORDER, disk: DISK });

  test('waits for its approval, and nothing of it has been sent', () => {
    expect(made.request).toMatchObject({ id: 'r-2', state: 'pending', amount: 1, requester: 'U2', spec });
    expect(made.request.renewal).toEqual({
      ...{ instanceId: 'r-1-1', cloudId: 'i-1', wasUntil: UNTIL, clientToken: 'token-9', mayRepeat: true, told: [] },
      ...{ begunAt: null, triedAt: null, acceptedAt: null, refusedAt: null, attempts: 0, undone: 0, misses: 0 },
      ...{ setbacks: 0, heldBy: null, failure: null, end: null },
    });
    expect(grows.request.renewal).toEqual({ ...made.request.renewal, disk: DISK });
    expect(made.messages).toContainEqual({ kind: 'card', requestId: 'r-2' });
  });

  test('is kept at its instance, so that of two who ask at once one is refused', () => {
    expect(made.instance).toEqual({ ...instance, version: instance.version + 1, renewedBy: 'r-2' });
    expect(grows.instance).toEqual({ ...instance, version: instance.version + 1, grownBy: 'r-2' });
    expect(purchasesFor({ ...made.instance, grownBy: 'r-3' })).toEqual(['r-2', 'r-3']);
    expect(purchasesFor(instance)).toEqual([]);
  });

  test('is in the history of the request and of the instance', () => {
    const about = { instanceId: 'r-1-1', cloudId: 'i-1', wasUntil: UNTIL };
    const own = { at: NOW, actor: 'U2', requestId: 'r-1', instanceId: 'r-1-1' };
    expect(made.events).toMatchObject([
      { kind: 'request.submitted', requestId: 'r-2', actor: 'U2', data: { renewal: about, spec, amount: 1 } },
      { ...own, kind: 'instance.renewalAsked', data: { by: 'r-2' } },
    ]);
    expect(grows.events).toMatchObject([
      { kind: 'request.submitted', data: { renewal: { ...about, disk: DISK } } },
      { ...own, kind: 'instance.growthAsked', data: { by: 'r-2', disk: DISK } },
    ]);
  });

  test('is not made without a client token: a repetition would be a second purchase', () => {
    expect(() => newRenewal({ ...ORDER, clientTokens: [] })).toThrow('client token');
  });
});

test.each<[Renewal['end'], boolean, boolean]>([
  [null, false, true],
  [{ is: 'renewed', until: UNTIL }, true, true],
  [{ is: 'grown' }, true, true],
  [{ is: 'barred', why: 'moved', until: UNTIL }, false, false],
  [{ is: 'failed', failure: aFailure('money') }, false, false],
  [{ is: 'failed', failure: aFailure('doubtful') }, false, true],
  [{ is: 'failed', failure: aFailure('deadline') }, false, true],
])('with the end %j it was bought: %s, and may have cost something: %s', (end, bought, costs) => {
  expect([isBought(end), mayHaveCost({ end })]).toEqual([bought, costs]);
});

test('the price of a renewal is asked for by another call than that of a larger disk', () => {
  expect([priceCallOf({}), priceCallOf({ disk: DISK })]).toEqual([
    'DescribeRenewalPrice',
    'DescribeInstanceModificationPrice',
  ]);
});

describe('what could only be a mistake of the bot is not acted on', () => {
  const request = waitingRequest('U1', MONTHLY, null);
  const { renewal } = newRenewal(ORDER).request;

  test('such as to prolong what is not prepaid', () => {
    expect(termOf(request)).toEqual(MONTH);
    expect(() => termOf({ id: 'r-1', spec: specOf() })).toThrow('r-1 prolongs what is not prepaid');
  });

  test('or a look at a disk for a request that is about none', () => {
    expect([isRenewing(request), isRenewing({ ...request, ...(renewal && { renewal }) })]).toEqual([false, true]);
    if (renewal === undefined) throw new Error('it is a renewal');
    const look = { is: 'diskSeen', seen: { cloud: 'missing', disk: null } } as const;
    expect(() => actAfterLook({ ...request, renewal }, look, NOW, timing)).toThrow('is about no disk');
  });
});
