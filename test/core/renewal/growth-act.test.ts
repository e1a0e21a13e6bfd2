import { describe, expect, test } from 'vitest';
import type { PrepaidGrowth } from '../../../src/core/disk/disk-wish.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import { type GrowthSeen, nextGrowthAct } from '../../../src/core/renewal/growth-act.ts';
import { reduceRenewal } from '../../../src/core/renewal/reduce-renewal.ts';
import { aimOf, isInDoubt, mayHaveCost, type Renewal } from '../../../src/core/renewal/renewal.ts';
import type { Renewing } from '../../../src/core/renewal/renewal-act.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { waitingRequest } from '../../support/approvals.ts';
import { timing } from '../../support/instances.ts';

const NOW = Date.UTC(2026, 10, 1, 12);
const UNTIL = Date.UTC(2026, 10, 24, 16);
const DISK: PrepaidGrowth = {
  ...{ which: 1, diskId: 'd-2', from: 40, to: 100 },
  ...{ category: 'cloud_essd', instanceType: 'ecs.g7.large' },
};

type Growing = Renewal & { readonly disk: PrepaidGrowth };
const growing = (fields: Partial<Renewal> = {}): Growing => ({
  ...{ ...untried('r-1-1', 'i-1', UNTIL, 'token'), ...fields },
  disk: DISK,
});

const CLOUD: Exclude<GrowthSeen['cloud'], 'missing'> = {
  chargeKind: 'prepaid',
  expiresAt: UNTIL,
  instanceType: 'ecs.g7.large',
  locks: [],
  status: 'Running',
};
const sized = (sizeGiB: number, isPrepaid = true): GrowthSeen => ({ cloud: CLOUD, disk: { sizeGiB, isPrepaid } });
const clouded = (over: object): GrowthSeen => ({ ...sized(40), cloud: { ...CLOUD, ...over } });
const GONE: GrowthSeen = { cloud: CLOUD, disk: null };
const UNLISTED: GrowthSeen = { cloud: 'missing', disk: null };

const SENT = { begunAt: NOW, triedAt: NOW, attempts: 1 };
const REFUSED: Failure = failureOf('money');
const soon = NOW + 60_000;
const afterDoubt = NOW + timing.doubtAfterMs;
const inTheEnd = afterDoubt + timing.graceMs;
const ACCEPTED = { ...SENT, acceptedAt: NOW };
const barred = (why: string) => ({ do: 'end', end: { is: 'barred', why } });
const failed = (kind: string) => ({ do: 'end', end: { is: 'failed', failure: { kind } } });
const grown = { do: 'end', end: { is: 'grown' } };

const TABLE: readonly (readonly [what: string, renewal: Growing, seen: GrowthSeen, now: number, act: object])[] = [
  ['it is as it was', growing(), sized(40), NOW, { do: 'renew' }],
  ['it is larger by somebody else', growing(), sized(60), NOW, barred('moved')],
  ['it is as large as was wanted by somebody else', growing(), sized(100), NOW, barred('moved')],
  ['its instance has another type', growing(), clouded({ instanceType: 'ecs.g7.xlarge' }), NOW, barred('moved')],
  ['it is paid for by the hour', growing(), sized(40, false), NOW, barred('notPrepaid')],
  ['its instance is paid for by the hour', growing(), clouded({ chargeKind: 'payAsYouGo' }), NOW, barred('notPrepaid')],
  ['its time is over', growing(), clouded({ locks: ['financial'] }), NOW, barred('locked')],
  ['it is missing for the first time', growing(), GONE, NOW, { do: 'wait' }],
  ['it is missing for the third time', growing({ misses: 2 }), GONE, NOW, barred('gone')],
  ['its instance is missing for the third time', growing({ misses: 2 }), UNLISTED, NOW, barred('gone')],
  ['it was throttled alone', growing({ ...SENT, undone: 1 }), sized(40), soon, { do: 'renew' }],
  ['it is in doubt and as it was', growing(SENT), sized(40), soon, { do: 'renew' }],
  ['it is in doubt and has grown', growing(SENT), sized(100), soon, grown],
  ['it is in doubt and larger than was wanted', growing(SENT), sized(120), soon, { do: 'wait' }],
  ['it is in doubt and larger than was wanted for too long', growing(SENT), sized(120), inTheEnd, failed('doubtful')],
  ['it was accepted and is larger than was wanted', growing(ACCEPTED), sized(120), soon, grown],
  ['it is in doubt and has grown by less', growing(SENT), sized(60), soon, { do: 'wait' }],
  ['it is in doubt and missing', growing(SENT), GONE, soon, { do: 'wait' }],
  ['it is in doubt for long', growing(SENT), sized(40), afterDoubt, { do: 'wait' }],
  ['it may not be repeated', growing({ ...SENT, mayRepeat: false }), sized(40), soon, { do: 'wait' }],
  ['it is in doubt for too long', growing(SENT), sized(40), inTheEnd, failed('doubtful')],
  ['it was accepted and does not show', growing(ACCEPTED), sized(40), soon, { do: 'wait' }],
  ['it was accepted and shows', growing(ACCEPTED), sized(100), soon, grown],
  ['it was accepted and never shows', growing(ACCEPTED), sized(40), NOW + timing.deadlineMs, failed('deadline')],
  ['it has ended', growing({ end: { is: 'grown' } }), sized(40), soon, { do: 'rest' }],
];

describe('what is done for a larger prepaid disk', () => {
  test.each(TABLE)('when %s', (_what, renewal, seen, now, act) => {
    expect(nextGrowthAct(renewal, seen, now, timing)).toMatchObject(act);
  });

  test('nothing is ever sent again once it was accepted, has ended, or shows another size', () => {
    const fixed: Partial<Renewal>[] = [{ acceptedAt: NOW }, { end: { is: 'failed', failure: REFUSED } }];
    for (const now of [soon, afterDoubt, inTheEnd]) {
      for (const seen of [sized(40), sized(60), sized(100), GONE, UNLISTED])
        for (const fields of fixed)
          expect(nextGrowthAct(growing({ ...SENT, ...fields }), seen, now, timing).do).not.toBe('renew');
      for (const seen of [sized(41), sized(100), GONE, UNLISTED])
        expect(nextGrowthAct(growing(SENT), seen, now, timing).do).not.toBe('renew');
    }
  });
});

describe('what is written down of it', () => {
  const request = (renewal: Renewal): Renewing => ({
    ...waitingRequest('U1', { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false }, null),
    ...{ state: 'creating', amount: 1, renewal },
  });

  test('names the call in its events, and the disk in its notes and in the history of the instance', () => {
    const tried = reduceRenewal(request(growing()), { is: 'trying' }, NOW, timing);
    expect(tried.events).toMatchObject([{ kind: 'renewal.trying', data: { api: 'ResizeDisk' } }]);
    const accepted = reduceRenewal(tried.next, { is: 'accepted' }, NOW, timing);
    expect(accepted.messages).toContainEqual(
      expect.objectContaining({ note: expect.objectContaining({ disk: DISK }) }),
    );
    const seen = reduceRenewal(accepted.next, { is: 'diskSeen', seen: sized(100) }, NOW, timing);
    expect(seen.next).toMatchObject({ state: 'finished', renewal: { end: { is: 'grown' } } });
    expect(seen.events).toMatchObject([
      { kind: 'request.finished', data: { renewal: { is: 'grown', api: 'ResizeDisk' } } },
      { kind: 'instance.grown', requestId: 'r-1', instanceId: 'r-1-1', data: { disk: DISK } },
    ]);
  });

  test('what was refused for good after a call that had no answer is only looked at, and told by what is seen', () => {
    const doubtful = { ...SENT, attempts: 2, undone: 1, refusedAt: soon, mayRepeat: false, failure: REFUSED };
    const late = soon + timing.graceMs;
    const unmoved = reduceRenewal(request(growing(doubtful)), { is: 'diskSeen', seen: sized(40) }, late, timing).next;
    expect(unmoved.renewal.end).toEqual({ is: 'failed', failure: REFUSED });
    expect(mayHaveCost(unmoved.renewal)).toBe(false);
    const gone = reduceRenewal(request(growing(doubtful)), { is: 'diskSeen', seen: GONE }, late, timing).next;
    expect(gone.renewal.end).toMatchObject({ is: 'failed', failure: { kind: 'doubtful' } });
    const shows = reduceRenewal(request(growing(doubtful)), { is: 'diskSeen', seen: sized(100) }, late, timing).next;
    expect([shows.renewal.end, mayHaveCost(shows.renewal), isInDoubt(shows.renewal)]).toEqual([
      { is: 'grown' },
      true,
      true,
    ]);
  });

  test('how often it was not found is counted, whether the disk or its instance is missing', () => {
    const misses = (seen: GrowthSeen) =>
      reduceRenewal(request(growing({ ...SENT, misses: 1 })), { is: 'diskSeen', seen }, soon, timing).next.renewal
        .misses;
    expect([misses(GONE), misses(UNLISTED), misses(sized(60))]).toEqual([2, 2, 0]);
  });

  test('the approval of one disk or size is not that of another', () => {
    const others = [{ diskId: 'd-3' }, { from: 41 }, { to: 101 }];
    const aims = [growing(), ...others.map((over) => ({ ...growing(), disk: { ...DISK, ...over } }))].map(aimOf);
    expect(aimOf(untried('r-1-1', 'i-1', UNTIL, 'token'))).toBe('i-1');
    expect(new Set([...aims, 'i-1']).size).toBe(aims.length + 1);
  });
});
