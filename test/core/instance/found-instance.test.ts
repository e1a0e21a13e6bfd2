import { expect, test } from 'vitest';
import { tagOf } from '../../../src/core/instance/cloud-instance.ts';
import {
  asKnown,
  idOf,
  mayActOn,
  nameOf,
  ownerOf,
  regionOf,
  rowOrCloud,
} from '../../../src/core/instance/found-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { lacksItsAddress, tryAddress } from '../../../src/core/instance/try-address.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { aFailure, anAccepted, anInstance, NOW, timing } from '../../support/instances.ts';

const row = { own: { requester: 'U1' } };
const adopted = { own: { requester: 'U1', adopted: true } } as const;
const foreign = { own: null };

test.each([
  ['its owner', { user: 'U1', isAdmin: false }, [true, true, false]],
  ['an admin', { user: 'U9', isAdmin: true }, [true, true, true]],
  ['somebody to whom the policy gives it by a tag', { user: 'U2', isAdmin: false, byTag: true }, [false, true, true]],
  ['somebody else', { user: 'U2', isAdmin: false, byTag: false }, [false, false, false]],
  ['somebody of whom no tag is known', { user: 'U2', isAdmin: false }, [false, false, false]],
])('who may act on what the bot made, what was adopted, and what it only sees: %s', (_, who, may) => {
  expect([row, adopted, foreign].map((found) => mayActOn(who, found))).toEqual(may);
});

const tagged = sampleCloud({ tags: [{ key: 'ecs-chatops:requester', value: 'U7' }] });
const untagged = sampleCloud({ tags: [{ key: 'team', value: 'U7' }] });

test('whose an instance is says the store, and only without a row the tag, which anybody can write', () => {
  expect(ownerOf({ cloud: tagged, own: anAccepted() })).toEqual({ id: 'U1', from: 'store' });
  expect(ownerOf({ cloud: tagged, own: null })).toEqual({ id: 'U7', from: 'tag' });
  expect(ownerOf({ cloud: untagged, own: null })).toBeNull();
  expect(tagOf(untagged, 'team')).toBe('U7');
});

test('an instance is called as the cloud calls it, else as the store does, and has a name and an id from the first moment', () => {
  const words = (found: Parameters<typeof nameOf>[0]) => [nameOf(found), idOf(found), regionOf(found)];
  const seen = sampleCloud({ name: 'renamed', cloudId: 'i-9', region: 'cn-hangzhou' });
  expect(words({ cloud: seen, own: anAccepted() })).toEqual(['renamed', 'i-9', 'cn-hangzhou']);
  expect(words(asKnown(anAccepted()))).toEqual(['web', 'i-1', 'cn-beijing']);
  expect(words(asKnown(anInstance()))).toEqual(['web', 'r-1-1', 'cn-beijing']);
});

test('what is acted on is the row where there is one', () => {
  const own = anAccepted();
  expect(rowOrCloud({ cloud: tagged, own })).toEqual({ own });
  expect(rowOrCloud(asKnown(own))).toEqual({ own });
  expect(rowOrCloud({ cloud: tagged, own: null })).toEqual({ own: null, cloud: tagged });
});

const lacking = (fields: Partial<Instance> = {}): Instance =>
  anAccepted({
    outcome: 'reached',
    dueAt: null,
    noAddress: aFailure('quota'),
    told: ['pending', 'addressless'],
    ...fields,
  });
const again = (instance: Instance, user = 'U1') =>
  tryAddress(instance, { user, isAdmin: false }, { at: NOW + 9, timing });

test('asking again for a missing address is new work: it has its own lines in the thread and a full deadline', () => {
  const { next, events, messages } = again(lacking({ attempts: 3, failure: aFailure('quota') })) ?? {};
  expect(next).toMatchObject({ version: 2, noAddress: null, told: ['pending'], outcome: null, failure: null });
  expect(next).toMatchObject({ attempts: 0, deadlineAt: NOW + 9 + timing.deadlineMs, dueAt: NOW + 9 });
  expect(events).toMatchObject([{ kind: 'instance.addressWanted', actor: 'U1', at: NOW + 9, instanceId: 'r-1-1' }]);
  expect(messages).toEqual([{ kind: 'card', requestId: 'r-1' }]);
});

test('an address is asked for only by who may, of what runs without the one it was to have', () => {
  expect(again(lacking(), 'U2')).toBeNull();
  const none: readonly Partial<Instance>[] = [
    { noAddress: null },
    { outcome: null },
    { outcome: 'failed', failure: aFailure('vanished') },
    { outcome: 'reached', failure: aFailure('vanished') },
    { wanted: 'stopped' },
  ];
  for (const fields of none) {
    expect([fields, lacksItsAddress(lacking(fields))]).toEqual([fields, false]);
    expect(again(lacking(fields))).toBeNull();
  }
});
