import type {
  AddDiskStep,
  AttributeMiss,
  AttributeOrder,
  DiskStep,
  GrowStep,
} from '../../../core/attribute/attribute.ts';
import type { AttributeFault } from '../../../core/attribute/attribute-words.ts';
import type { AttributeRefusal } from '../../../core/attribute/order-attributes.ts';
import { type DiskChange, type DisksWish, diskWish } from '../../../core/disk/disk-wish.ts';
import { attributesAnswer } from '../../../slack/attribute/words.ts';
import { disksToConfirm } from '../../../slack/disk/to-confirm.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import { cny, type Sample, sampleFailure, sampleInstance, sampleNote, sampleRequest } from '../samples.ts';
import { sampleCloud } from './instances.ts';

const AT = Date.UTC(2026, 10, 24, 16, 5, 0);
const LENA = 'U07LENAHOF1';
const MORE = { micros: 62_500, currency: 'CNY' };
const STEPS: readonly [GrowStep, GrowStep] = [
  { is: 'grow', which: 'system', diskId: 'd-1', from: 40, to: 100, clientToken: 't-1', more: MORE },
  { is: 'grow', which: 1, diskId: 'd-2', from: 500, to: 1_000, clientToken: 't-2', more: MORE },
];

const ADDED: AddDiskStep = {
  ...{ is: 'addDisk', which: 2, zone: 'cn-beijing-h', clientToken: 't-3', more: MORE },
  disk: { category: 'cloud_essd_pl0', sizeGiB: 200, name: 'data', keep: true },
};
const ALL: readonly DiskStep[] = [...STEPS, ADDED];

const FREEZE = { version: 3, reason: 'month-end audit', by: 'U07INESCAR5', at: AT, until: null };
const budget = { line: 14, shared: false, perMonth: cny(50_000), spent: cny(49_000) };

const REFUSALS: readonly AttributeRefusal[] = [
  { why: 'noSuchDisk', key: 'disk2', dataDisks: 0 },
  { why: 'noSuchDisk', key: 'disk3', dataDisks: 1 },
  { why: 'noSuchDisk', key: 'disk10', dataDisks: 3 },
  { why: 'diskOther', key: 'disk2' },
  { why: 'diskSame', key: 'disk', is: 40, given: 40 },
  { why: 'diskSmaller', key: 'disk', is: 40, given: 20 },
  { why: 'diskTooLarge', key: 'disk2', max: 32_768 },
  { why: 'diskIsThere', key: 'disk2', is: 500 },
  {
    ...{ why: 'diskFault', key: 'disk3', given: 'essd_pl2:20' },
    fault: { is: 'diskSize', disk: 'essd_pl2:20', category: 'cloud_essd_pl2', min: 461, max: 65_536 },
  },
  { why: 'diskOfSnapshot', key: 'disk3' },
  { why: 'diskNotForType', key: 'disk3', category: 'cloud_ssd', fits: ['cloud_essd', 'cloud_auto'] },
  { why: 'diskNotForType', key: 'disk3', category: 'cloud_ssd', fits: [] },
  { why: 'dataDisksTooMany', max: 16 },
  { why: 'diskPrepaidAlone', key: 'disk' },
  { why: 'diskPrepaidNotOurs', key: 'disk' },
  { why: 'diskNotInUse', key: 'disk2', status: 'Attaching' },
  { why: 'diskNotInUse', key: 'disk2', status: '' },
  { why: 'diskKind', key: 'disk2', category: 'local_ssd_pro' },
  { why: 'diskWhileStopped', key: 'disk' },
  { why: 'frozen', freeze: FREEZE },
  { why: 'frozen', freeze: { ...FREEZE, cause: 'storeBehind', by: 'bot' } },
  { why: 'disksChanged' },
  { why: 'disksUnread', failure: 'late' },
  { why: 'disksUnread', failure: sampleFailure('permission') },
  {
    why: 'notByPolicy',
    breaches: [
      { rule: 'maxDiskGiB', line: 9, field: 'size', given: '100', allowed: [], max: 60 },
      { rule: 'create', line: 3, field: null, given: LENA, allowed: [], max: null },
    ],
  },
  { why: 'diskTagsTooMany', max: 17 },
  { why: 'notJudged' },
  { why: 'needsApproval', lines: [12] },
  { why: 'overBudget', overdrafts: [{ ...budget, cost: cny(2_000), hourly: true }] },
  { why: 'overBudget', overdrafts: [{ ...budget, shared: true, cost: null }] },
];

const FAULTS: readonly AttributeFault[] = [
  { is: 'diskSize', given: 'disk=essd' },
  { is: 'price', given: 'price=cheap' },
  { is: 'diskAlone' },
];

const MISSES: readonly AttributeMiss[] = [
  { step: STEPS[0], failure: sampleFailure('money') },
  { step: STEPS[1], freeze: FREEZE },
  { step: STEPS[1], failure: sampleFailure('ambiguous'), isDoubtful: true },
  { step: ADDED, failure: sampleFailure('wrongState'), made: 'd-2ze9kq3m5t' },
];

const WISH: DisksWish = {
  disks: [diskWish('disk', 'system', '100'), diskWish('disk2', 1, '1000')],
  agreed: null,
};

/** Everything about larger disks. */
export function diskSamples(text: Text): readonly Sample[] {
  const request = sampleRequest(1, { state: 'finished', finishedAt: AT });
  const order: AttributeOrder = { by: LENA, at: AT, left: ALL, done: [], missed: [], tryAt: AT, attempts: 0 };
  const instance = { ...sampleInstance(request, 1, 'running'), attributes: order };
  const found = { cloud: sampleCloud({ name: 'web-1' }), own: instance };
  const prices = { each: [MORE, MORE], more: { ...MORE, micros: 125_000 }, whole: null };
  const asked = {
    is: 'toConfirm',
    found,
    wish: WISH,
    changes: STEPS as readonly DiskChange[],
    prices,
    wasAgreed: false,
  } as const;
  const told = (name: string, fields: Partial<AttributeOrder>): Sample => [
    `thread: ${name}`,
    renderThread([{ ...sampleNote('changed', 1, 1), changed: { by: LENA, done: [], missed: [], ...fields } }], text)
      .blocks,
  ];
  return [
    ['answer: what larger disks cost', disksToConfirm(asked, text).blocks],
    ['answer: what larger disks cost by now', disksToConfirm({ ...asked, wasAgreed: true }, text).blocks],
    ['answer: what another disk costs', disksToConfirm({ ...asked, changes: [ADDED] }, text).blocks],
    ['answer: what larger and more disks cost', disksToConfirm({ ...asked, changes: ALL }, text).blocks],
    [
      'answer: what larger disks cost is not known',
      disksToConfirm({ ...asked, prices: { each: [null, null], more: null, whole: null } }, text).blocks,
    ],
    ['answer: disks will be larger', attributesAnswer({ is: 'taken', instance }, text).blocks],
    ...REFUSALS.map(
      (refusal, n): Sample => [
        `answer: no larger disk, ${refusal.why} (${n + 1})`,
        attributesAnswer({ is: 'refused', refusal, instance }, text).blocks,
      ],
    ),
    ...FAULTS.map(
      (fault, n): Sample => [`answer: a word of a disk (${n + 1})`, ephemeral(text.attribute.fault(fault)).blocks],
    ),
    told('disks are larger', { done: ALL }),
    told('disks are not larger', { missed: MISSES }),
  ];
}
