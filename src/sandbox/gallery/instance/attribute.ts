import type { AttributeOrder, AttributeStep } from '../../../core/attribute/attribute.ts';
import { attributesShown } from '../../../core/attribute/attribute-form.ts';
import type { AttributeFault } from '../../../core/attribute/attribute-words.ts';
import type { AttributeRefusal } from '../../../core/attribute/order-attributes.ts';
import type { Disk } from '../../../core/instance/cloud-instance.ts';
import { leaseFor, withEnd } from '../../../core/lease/lease.ts';
import type { Membership } from '../../../core/policy/people.ts';
import { attributeForm, attributeNote } from '../../../slack/attribute/form.ts';
import { attributesAnswer, renderGiven } from '../../../slack/attribute/words.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import { type Sample, sampleFailure, sampleInstance, sampleNote, sampleRequest } from '../samples.ts';
import { sampleCloud } from './instances.ts';

const AT = Date.UTC(2026, 10, 24, 16, 5, 0);
const [LENA, INES] = ['U07LENAHOF1', 'U07INESCAR5'];

const STEPS: readonly AttributeStep[] = [
  { is: 'name', from: 'web-1', to: 'web-2' },
  { is: 'untag', keys: ['env'] },
  { is: 'tags', tags: [{ key: 'team', value: 'payments' }] },
  { is: 'protection', on: true },
  { is: 'owner', from: LENA, to: INES },
];

const MORE: readonly AttributeStep[] = [
  { is: 'untag', keys: ['env', 'cost'] },
  {
    is: 'tags',
    tags: [
      { key: 'team', value: '<!channel> *x*' },
      { key: 'spot', value: '' },
    ],
  },
  { is: 'protection', on: false },
];

const STANDINGS: readonly Exclude<Membership, 'member'>[] = ['guest', 'stranger', 'bot', 'deactivated', 'unknown'];

const REFUSALS: readonly AttributeRefusal[] = [
  { why: 'notYours' },
  { why: 'notCreatedYet' },
  { why: 'neverCreated' },
  { why: 'gone' },
  { why: 'beingReleased' },
  { why: 'otherAccount', account: '1968132000120001' },
  { why: 'underWay', by: LENA },
  { why: 'already' },
  { why: 'locked', locks: ['security'] },
  { why: 'onlyPayAsYouGo' },
  { why: 'notYoursToGive' },
  ...STANDINGS.map((standing) => ({ why: 'noMember', user: INES, standing }) as const),
  { why: 'tagRequired', key: 'team', line: 12 },
  { why: 'tagFixed', tag: { key: 'cost', value: '42' }, line: 12 },
  { why: 'tagNotAllowed', tag: { key: 'env', value: 'x' }, allowed: ['dev', 'prod'], line: 12 },
  { why: 'tagsTooMany', max: 20 },
];

const FAULTS: readonly AttributeFault[] = [
  { is: 'shape', given: 'web-2' },
  { is: 'key', given: 'nmae=web-2', nearest: 'name' },
  { is: 'key', given: 'tag=team', nearest: 'tag:' },
  { is: 'key', given: 'image=ubuntu', nearest: null },
  { is: 'costs', given: 'disk=100' },
  { is: 'empty', given: 'name' },
  { is: 'twice', key: 'name' },
  { is: 'switch', given: 'perhaps' },
  { is: 'name', given: '1' },
  { is: 'person', given: '@ann' },
  { is: 'noOwner' },
  { is: 'diskShrinks', sizeGiB: 40 },
  { is: 'diskBeside' },
  { is: 'tag', fault: { is: 'tagReserved', tag: 'acs:x=1' } },
];

const disk = (id: string, kind: Disk['kind'], sizeGiB: number): Disk => ({
  ...{ id, kind, sizeGiB, category: 'cloud_essd', performanceLevel: 'PL1', status: 'In_use', isPrepaid: false },
});
const DISKS = [disk('d-1', 'system', 40), disk('d-2', 'data', 100)];

function changed(fields: Partial<Pick<AttributeOrder, 'done' | 'missed'>>, text: Text): unknown {
  const note = sampleNote('changed', 1, 1);
  return renderThread([{ ...note, changed: { by: LENA, done: [], missed: [], ...fields } }], text).blocks;
}

const NO_OTHERS = { prepaid: [], noRoom: [] };

/** Everything about changes of an existing instance. */
export function attributeSamples(text: Text): readonly Sample[] {
  const request = sampleRequest(1, { state: 'finished', finishedAt: AT });
  const order: AttributeOrder = { by: LENA, at: AT, left: STEPS, done: [], missed: [], tryAt: AT, attempts: 0 };
  const instance = { ...sampleInstance(request, 1, 'running'), attributes: order };
  const leased = { ...instance, lease: withEnd(leaseFor(86_400_000), AT + 86_400_000, AT) };
  const given = { kind: 'dm', about: 'owner', requestId: request.id, instanceId: instance.id, name: 'web-1' } as const;
  const about = { ...given, owner: INES, was: LENA, by: LENA };
  const theirs = [{ ...instance, requester: INES }];
  const answer = (name: string, ordered: Parameters<typeof attributesAnswer>[0]): Sample => [
    `answer: ${name}`,
    attributesAnswer(ordered, text).blocks,
  ];
  const shown = attributesShown({ cloud: sampleCloud({ name: 'web-1' }), own: instance }, DISKS);
  return [
    ['modal: change an instance', attributeForm(shown, text, NO_OTHERS)],
    [
      'modal: change an instance, some disks without a field',
      attributeForm(shown, text, { prepaid: ['system', 1], noRoom: [16, 17] }),
    ],
    [
      'modal: change an instance, tags unknown',
      attributeForm({ ...shown, tags: null, protection: null, disks: null }, text, NO_OTHERS),
    ],
    ['modal: a change takes long', attributeNote(ephemeral(text.attribute.form.late).blocks, text)],
    answer('changes requested', { is: 'taken', instance }),
    answer('changes requested (more)', {
      is: 'taken',
      instance: { ...instance, attributes: { ...order, left: MORE } },
    }),
    answer('it will be protected, and has a lease', { is: 'taken', instance: leased }),
    ...REFUSALS.map(
      (refusal, n): Sample => answer(`not changed, ${refusal.why} (${n + 1})`, { is: 'refused', refusal, instance }),
    ),
    answer('not changed, of others', { is: 'notTheBots', instance }),
    answer('not changed, unknown', { is: 'unknown' }),
    answer('not changed, the store is away', { is: 'storeDown' }),
    answer('not changed, the row is busy', { is: 'busy' }),
    ...FAULTS.map(
      (fault, n): Sample => [`answer: a word of a change (${n + 1})`, ephemeral(text.attribute.fault(fault)).blocks],
    ),
    ['thread: changed', changed({ done: STEPS }, text)],
    [
      'thread: changed in part',
      changed(
        {
          done: STEPS.slice(1),
          missed: STEPS.slice(0, 1).map((step) => ({ step, failure: sampleFailure('permission') })),
        },
        text,
      ),
    ],
    ['dm: it is yours now', renderGiven({ ...about, user: INES }, theirs, text)?.blocks],
    ['dm: it is not yours any more', renderGiven({ ...about, user: LENA, by: INES }, theirs, text)?.blocks],
  ];
}
