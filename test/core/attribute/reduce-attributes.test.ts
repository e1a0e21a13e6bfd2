import { describe, expect, test } from 'vitest';
import type { AttributeOrder, AttributeStep } from '../../../src/core/attribute/attribute.ts';
import { type AttributeObservation, GIVE_UP_MS } from '../../../src/core/attribute/reduce-attributes.ts';
import { orderedGrowth } from '../../../src/core/disk/growth.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { aFailure, anAccepted, NOW, timing } from '../../support/instances.ts';

const NAME = { is: 'name', from: 'web', to: 'web-2' } as const;
const UNTAG = { is: 'untag', keys: ['a'] } as const;
const MORE = { micros: 60_000, currency: 'CNY' };
const GROW = { is: 'grow', which: 'system', diskId: 'd-1', from: 40, to: 100, clientToken: 't-1', more: MORE } as const;
const ADD = {
  ...{
    is: 'addDisk',
    which: 1,
    disk: { category: 'cloud_essd', sizeGiB: 60 },
    zone: 'z',
    clientToken: 't-2',
    more: null,
  },
} as const satisfies AttributeStep;
const BOTH = [GROW, ADD] as const;
const FREEZE = { version: 3, reason: 'audit', by: 'U9', at: NOW, until: null };
const AT = NOW + 1_000;
const LATE = NOW + GIVE_UP_MS;

const ordered = (
  left: readonly AttributeStep[],
  order: Partial<AttributeOrder> = {},
  fields: Partial<Instance> = {},
): Instance =>
  anAccepted({
    ...{ outcome: 'reached', dueAt: null },
    attributes: { ...{ by: 'U1', at: NOW, left, done: [], missed: [], tryAt: NOW, attempts: 0 }, ...order },
    growths: left.flatMap((step) =>
      step.is === 'grow' || step.is === 'addDisk' ? [orderedGrowth(step, 'U1', NOW)] : [],
    ),
    ...fields,
  });

/** What came of it: the order, the row, what each disk costs, and what the audit trail and the thread say. */
function cameOf(row: Instance, observation: AttributeObservation, at = AT) {
  const { next, events, messages } = reduce(row, observation, at, timing);
  return {
    ...{ next, order: next.attributes },
    disks: next.growths?.map(({ state, isLoose }) => (isLoose ? `${state}, loose` : state)),
    events: events.map(({ kind, data }) => [kind, data]),
    told: messages.flatMap((message) =>
      message.kind === 'thread' ? [(message.note as { changed?: object }).changed] : [],
    ),
  };
}
const notSet = (step: AttributeStep, kind: Parameters<typeof aFailure>[0], over: Parameters<typeof aFailure>[1] = {}) =>
  ({ is: 'attributeNotSet', step, failure: aFailure(kind, over) }) as const;

describe('a change that was made', () => {
  test('is in the row and in the audit trail, and the next one is due at once', () => {
    const { next, order, events, told } = cameOf(ordered([NAME, UNTAG], { attempts: 3 }), {
      is: 'attributeSet',
      step: NAME,
    });
    expect(next.spec.name).toBe('web-2');
    expect(order).toEqual({ by: 'U1', at: NOW, left: [UNTAG], done: [NAME], missed: [], tryAt: AT, attempts: 0 });
    expect([events, told]).toEqual([[['instance.changed', { step: NAME }]], []]);
  });

  test('is told with all others after the last', () => {
    const row = ordered(
      [UNTAG],
      { done: [NAME] },
      {
        policyTags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      },
    );
    const { next, order, told } = cameOf(row, { is: 'attributeSet', step: UNTAG });
    expect([order, told]).toEqual([null, [{ by: 'U1', done: [NAME, UNTAG], missed: [] }]]);
    // A new disk does not get it either.
    expect(next.policyTags).toEqual([{ key: 'b', value: '2' }]);
  });

  test('of a disk costs money from now on, and says nothing of another disk', () => {
    const { next, order, disks } = cameOf(ordered(BOTH, { sent: true, isDoubtful: true }), {
      is: 'attributeSet',
      step: GROW,
    });
    expect([disks, next.growths?.[0]?.at]).toEqual([['grown', 'ordered'], AT]);
    expect(next.spec.systemDisk.sizeGiB).toBe(100);
    // Nothing of its calls is left for the next step.
    expect(order).toEqual({ by: 'U1', at: NOW, left: [ADD], done: [GROW], missed: [], tryAt: AT, attempts: 0 });
  });

  test('counts only for the step that is next', () => {
    for (const row of [
      ordered([UNTAG, NAME]),
      ordered([{ ...NAME, to: 'web-3' }]),
      anAccepted({ outcome: 'reached' }),
    ]) {
      const { next, events } = cameOf(row, { is: 'attributeSet', step: NAME });
      expect([next.spec.name, next.attributes, events]).toEqual(['web', row.attributes, []]);
    }
  });
});

describe('a change that was not made', () => {
  test.each<[string, ReturnType<typeof notSet>, number, number]>([
    ['at first after two seconds', notSet(NAME, 'throttled'), 0, 2_000],
    ['then after twice as long', notSet(NAME, 'throttled'), 2, 8_000],
    ['but never later than a minute', notSet(NAME, 'throttled'), 40, 60_000],
    ['as late as the cloud asks for', notSet(NAME, 'throttled', { retryAfterMs: 5_000 }), 0, 5_000],
    ['and no sooner than usual', notSet(NAME, 'throttled', { retryAfterMs: 5 }), 0, 2_000],
    ['while its instance is being started or stopped', notSet(NAME, 'wrongState'), 0, 2_000],
    ['after an answer that nobody knows', notSet(NAME, 'unknown'), 0, 2_000],
    ['while its instance is in a state that nobody knows', notSet(NAME, 'unreadable'), 0, 2_000],
  ])('is tried again %s', (_when, observation, attempts, waitMs) => {
    const { order, events, told } = cameOf(ordered([NAME, UNTAG], { attempts }), observation);
    expect(order).toMatchObject({ left: [NAME, UNTAG], missed: [], attempts: attempts + 1, tryAt: AT + waitMs });
    expect([events, told]).toEqual([[], []]);
  });

  test('is given up with a final answer, and the next ones are made', () => {
    const { order, events } = cameOf(ordered([NAME, UNTAG]), notSet(NAME, 'permission'));
    expect(order).toMatchObject({
      left: [UNTAG],
      missed: [{ step: NAME, failure: { kind: 'permission' } }],
      tryAt: AT,
    });
    expect(order?.missed[0]).not.toHaveProperty('isDoubtful');
    const data = { step: NAME, kind: 'permission', code: 'Code.permission', api: null, cloudRequestId: 'REQ-1' };
    expect(events).toEqual([['instance.notChanged', data]]);
  });

  test('is given up a quarter of an hour after the order, also where it would be due only then', () => {
    const busy = notSet(NAME, 'throttled');
    expect(cameOf(ordered([NAME]), busy, LATE - 2_001).order).toMatchObject({ tryAt: LATE - 1 });
    const { order, told } = cameOf(ordered([NAME]), busy, LATE - 2_000);
    expect([order, told]).toMatchObject([
      null,
      [{ done: [], missed: [{ step: NAME, failure: { kind: 'throttled' } }] }],
    ]);
  });
});

describe('a disk that costs money', () => {
  test('is stored as sent before each call, with the tags of the first', () => {
    const tags = [{ key: 'a', value: '1' }];
    const first = cameOf(ordered([ADD]), { is: 'attributeSending', step: ADD, tags });
    expect(first.order).toMatchObject({ sent: true, tags });
    expect(first.order).not.toHaveProperty('isDoubtful');
    // The process that sent the call before was lost with its answer.
    const again = cameOf(first.next, { is: 'attributeSending', step: ADD });
    expect(again.order).toMatchObject({ sent: true, isDoubtful: true, tags });
  });

  test('takes the tags of then for the next call, if none was sent before', () => {
    const tags = [{ key: 'a', value: '1' }];
    const unsent = (order: Partial<AttributeOrder>) =>
      cameOf(ordered([ADD], { sent: true, tags, ...order }), { is: 'attributeUnsent', step: ADD }).order;
    expect(unsent({})).toEqual({ by: 'U1', at: NOW, left: [ADD], done: [], missed: [], tryAt: NOW, attempts: 0 });
    for (const earlier of [{ attempts: 1 }, { isDoubtful: true } as const]) {
      expect(unsent(earlier)).toMatchObject({ tags, ...earlier });
      expect(unsent(earlier)).not.toHaveProperty('sent');
    }
  });

  test.each<[string, Partial<AttributeOrder>, ReturnType<typeof notSet>, boolean]>([
    ['may have been bought by a call without an answer', {}, notSet(GROW, 'ambiguous', { api: 'ResizeDisk' }), true],
    [
      'was not bought by a call that was refused',
      { sent: true },
      notSet(GROW, 'throttled', { api: 'ResizeDisk' }),
      false,
    ],
    [
      'may have been, where a look fails after a call',
      { sent: true },
      notSet(GROW, 'throttled', { api: 'DescribeDisks' }),
      true,
    ],
    ['was not, where a look fails before any call', {}, notSet(GROW, 'ambiguous', { api: 'DescribeDisks' }), false],
    [
      'may still have been by the call before',
      { isDoubtful: true },
      notSet(GROW, 'throttled', { api: 'ResizeDisk' }),
      true,
    ],
  ])('%s', (_what, order, observation, isDoubtful) => {
    const { order: next, disks } = cameOf(ordered([GROW], order), observation);
    expect(next).toMatchObject({ left: [GROW], attempts: 1, ...(isDoubtful && { isDoubtful }) });
    expect([next?.isDoubtful === true, next?.sent, disks]).toEqual([isDoubtful, undefined, ['ordered']]);
    // And so it counts once it is given up.
    const given = cameOf(ordered([GROW], order), observation, LATE);
    expect(given.disks).toEqual([isDoubtful ? 'doubtful' : 'notGrown']);
    expect(given.events).toMatchObject([['instance.notChanged', { step: GROW, ...(isDoubtful && { isDoubtful }) }]]);
    expect(given.told).toMatchObject([{ missed: [isDoubtful ? { isDoubtful } : { step: GROW }] }]);
    expect(JSON.stringify(given.told).includes('isDoubtful')).toBe(isDoubtful);
    expect(given.events).toMatchObject([['instance.notChanged', isDoubtful ? { isDoubtful } : { step: GROW }]]);
    expect(JSON.stringify(given.events).includes('isDoubtful')).toBe(isDoubtful);
  });

  test('and may have been bought is given up as loose: it stays when its instance is released', () => {
    const loose = cameOf(ordered(BOTH.toReversed(), { isDoubtful: true }), notSet(ADD, 'permission'));
    expect(loose.disks).toEqual(['doubtful, loose', 'ordered']);
    expect(cameOf(ordered([ADD]), notSet(ADD, 'permission', { api: 'CreateDisk' })).disks).toEqual(['notGrown']);
    expect(cameOf(ordered([GROW], { isDoubtful: true }), notSet(GROW, 'permission')).disks).toEqual(['doubtful']);
  });

  test('counts as bought as soon as it is there, and is attached soon', () => {
    const row = ordered([ADD], { sent: true, isDoubtful: true, attempts: 4 });
    const { order, disks, events, next } = cameOf(row, { is: 'attributeMade', step: ADD, diskId: 'd-9' });
    expect([disks, events]).toEqual([['grown'], [['instance.diskBought', { step: ADD, diskId: 'd-9' }]]]);
    expect(order).toMatchObject({ left: [ADD], made: 'd-9', tryAt: AT + 2_000, attempts: 0 });
    for (const field of ['sent', 'isDoubtful']) expect(order).not.toHaveProperty(field);
    // The next look finds the same disk, which is bought once.
    const again = cameOf(next, { is: 'attributeMade', step: ADD, diskId: 'd-9' }, LATE - 1);
    expect([again.events, again.order?.tryAt]).toEqual([[], LATE + 1_999]);
  });

  test('and is never attached is told by its id', () => {
    const made = { is: 'attributeMade', step: ADD, diskId: 'd-9' } as const;
    const { order, disks, told, events } = cameOf(ordered([ADD], { made: 'd-9' }), made, LATE);
    expect([order, disks]).toEqual([null, ['grown, loose']]);
    expect(told).toMatchObject([
      { missed: [{ step: ADD, made: 'd-9', failure: { kind: 'deadline', api: 'AttachDisk' } }] },
    ]);
    expect(events).toMatchObject([
      ['instance.notChanged', { step: ADD, kind: 'deadline', api: 'AttachDisk', diskId: 'd-9' }],
    ]);
    // Found only now, it is not given up before it was tried once.
    expect(cameOf(ordered([ADD]), made, LATE).order).toMatchObject({ made: 'd-9', left: [ADD] });
  });

  test('and was just bought may be unknown for a moment', () => {
    const gone = notSet(ADD, 'gone', { api: 'AttachDisk' });
    expect(cameOf(ordered([ADD], { made: 'd-9' }), gone).order).toMatchObject({
      left: [ADD],
      made: 'd-9',
      attempts: 1,
    });
    const { order, told, events } = cameOf(ordered([ADD], { made: 'd-9' }), notSet(ADD, 'permission'));
    expect([order, told]).toMatchObject([null, [{ missed: [{ made: 'd-9' }] }]]);
    expect(events).toMatchObject([['instance.notChanged', { diskId: 'd-9' }]]);
    expect(cameOf(ordered([ADD]), gone).order).toBeNull();
  });

  test('is not bought in a freeze; one that may have been is looked for until it is given up', () => {
    const frozen = { is: 'attributeFrozen', step: GROW, freeze: FREEZE } as const;
    const { order, disks, told, events } = cameOf(ordered([GROW], { sent: true }), frozen);
    expect([order, disks, told]).toEqual([
      null,
      ['notGrown'],
      [{ by: 'U1', done: [], missed: [{ step: GROW, freeze: FREEZE }] }],
    ]);
    expect(events).toEqual([['instance.notChanged', { step: GROW, frozen: 'audit' }]]);
    const open = cameOf(ordered([GROW], { sent: true, isDoubtful: true }), frozen);
    expect(open.order).toMatchObject({ left: [GROW], isDoubtful: true, tryAt: AT + 60_000 });
    expect(open.order).not.toHaveProperty('sent');
  });
});

describe('changes of an instance that is gone are dropped', () => {
  const gone = { outcome: 'failed', failure: aFailure('vanished') } as const;
  const dropped = (left: readonly AttributeStep[], order: Partial<AttributeOrder> = {}) =>
    cameOf(ordered(left, order, gone), { is: 'attributeNotSet', step: UNTAG, failure: aFailure('throttled') });

  test('and nothing is told of what did not happen', () => {
    expect(dropped([NAME, ADD])).toMatchObject({
      ...{ order: null, told: [], disks: ['notGrown'] },
      events: [['instance.changeDropped', { steps: [NAME, ADD] }]],
    });
    const unsent = dropped([ADD]);
    expect([unsent.told, unsent.disks]).toEqual([[], ['notGrown']]);
    expect(unsent.events).toEqual([['instance.changeDropped', { steps: [ADD] }]]);
    expect(dropped([GROW], { sent: true })).toMatchObject({ order: null, told: [], disks: ['notGrown'] });
  });

  test('but of a disk that was bought, or may have been: it is not released with its instance', () => {
    const bought = dropped([ADD], { made: 'd-9', sent: true });
    expect(bought.events).toEqual([['instance.changeDropped', { steps: [ADD], diskId: 'd-9' }]]);
    expect(bought.told).toMatchObject([{ missed: [{ step: ADD, made: 'd-9', failure: { kind: 'gone' } }] }]);
    for (const order of [{ sent: true }, { isDoubtful: true }] as const) {
      const maybe = dropped([ADD], order);
      expect(maybe.events).toEqual([['instance.changeDropped', { steps: [ADD], isDoubtful: true }]]);
      expect(maybe.told).toMatchObject([{ missed: [{ step: ADD, isDoubtful: true, failure: { kind: 'gone' } }] }]);
      expect(maybe.disks).toEqual(['doubtful, loose']);
    }
    const earlier = dropped([NAME], { missed: [{ step: ADD, failure: aFailure('permission'), made: 'd-9' }] });
    expect(earlier.told).toMatchObject([{ missed: [{ made: 'd-9' }] }]);
  });
});
