import type { AuditEvent, EventKind } from '../../../core/request/event.ts';
import { type ChainedEvent, chained, EMPTY_CHAIN } from '../../../core/request/hash-chain.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import { historyMessage } from '../../../slack/request/history-message.ts';
import type { History } from '../../../store/store.ts';
import type { Text } from '../../../text/en.ts';
import { sampleInstance, sampleRequest } from '../samples.ts';

const failure = { kind: 'noStock', code: 'OperationDenied.NoStock', api: 'CreateInstance' };

/** The data of each kind of event. */
const DATA: Readonly<Record<EventKind, AuditEvent['data']>> = {
  'request.submitted': { ...sampleRequest(3) },
  'instance.adopted': { cloudId: 'i-2ze4f8h1k5m9p3s7v0x1' },
  'instance.creating': { region: 'cn-beijing', policyTags: [{ key: 'cost', value: '42' }] },
  'instance.troubled': { ...failure, kind: 'throttled', code: 'Throttling.User' },
  'instance.goingOn': { trouble: 'throttled', held: false },
  'instance.newToken': { clientToken: 'r-9k4wq2m7x1-1-c0ffee.2', after: 'busy' },
  'instance.placed': { cloudIds: ['i-2ze4f8h1k5m9p3s7v0x1', 'i-2ze8h1k5m9p3s7v0x1f4'], asked: 3 },
  'instance.accepted': { cloudId: 'i-2ze4f8h1k5m9p3s7v0x1' },
  'instance.observed': { status: 'Stopped', locks: [], privateIp: '10.0.0.4' },
  'instance.address': { publicIp: '47.93.12.11' },
  'instance.wanted': { what: 'stop', stoppedMode: 'StopCharging', wanted: 'stopped', replaces: 'restart' },
  'instance.stopping': {},
  'instance.stopped': { stoppedMode: 'StopCharging' },
  'instance.restarting': {},
  'instance.releasing': {},
  'instance.released': { cloudId: 'i-2ze4f8h1k5m9p3s7v0x1' },
  'instance.reclaiming': { cloudId: 'i-2ze4f8h1k5m9p3s7v0x1' },
  'instance.reclaimed': { cloudId: 'i-2ze4f8h1k5m9p3s7v0x1', announced: false },
  'instance.vanished': { cloudId: 'i-2ze4f8h1k5m9p3s7v0x1' },
  'instance.held': { by: 'U07ADMIN001', reason: 'moving the database', until: null },
  'instance.noAddress': { kind: 'noStock', code: 'InsufficientPublicIp', api: 'AllocatePublicIpAddress' },
  'instance.addressWanted': {},
  'instance.starting': {},
  'instance.running': { publicIp: '47.93.12.11', privateIp: '10.0.0.4' },
  'instance.failed': failure,
  'instance.leased': { endsAt: Date.UTC(2026, 10, 30, 9, 30) },
  'instance.leaseSet': { endsAt: Date.UTC(2026, 10, 30, 9, 30) },
  'instance.leaseMoved': { endsAt: Date.UTC(2026, 10, 30, 9, 30) },
  'instance.leaseTroubled': { kind: 'permission', code: 'Forbidden.RAM', api: 'ModifyInstanceAutoReleaseTime' },
  'instance.leaseWarned': { endsAt: Date.UTC(2026, 10, 30, 9, 30) },
  'instance.leaseEnded': { cloudId: 'i-2ze4f8h1k5m9p3s7v0x1', endsAt: Date.UTC(2026, 10, 30, 9, 30) },
  'instance.expirySeen': { until: Date.UTC(2026, 11, 23, 16), was: null },
  'instance.renewalReminded': { until: Date.UTC(2026, 11, 23, 16), renews: false, short: false },
  'instance.expired': { until: Date.UTC(2026, 11, 23, 16) },
  'instance.autoRenewWanted': { on: true, term: { unit: 'Month', period: 1 } },
  'instance.changeWanted': {
    steps: [
      { is: 'name', from: 'web-1', to: 'web-2' },
      { is: 'untag', keys: ['env'] },
      { is: 'tags', tags: [{ key: 'team', value: 'payments' }] },
      { is: 'protection', on: true },
      { is: 'owner', from: 'U07LENAHOF1', to: 'U08INESPOPA' },
    ],
  },
  'instance.given': { owner: 'U08INESPOPA', was: 'U07LENAHOF1' },
  'instance.changed': { step: { is: 'name', from: 'web-1', to: 'web-2' } },
  'instance.diskBought': { diskId: 'd-2ze9kq3m5t' },
  'instance.notChanged': {
    step: { is: 'protection', on: true },
    ...failure,
    kind: 'permission',
    api: 'ModifyInstanceAttribute',
  },
  'instance.changeDropped': { steps: [{ is: 'untag', keys: ['env'] }], diskId: 'd-2ze9kq3m5t' },
  'instance.autoRenewSet': { on: true, term: { unit: 'Month', period: 1 } },
  'instance.autoRenewNotSet': { on: false, term: null, ...failure, api: 'ModifyInstanceAutoRenewAttribute' },
  'instance.renewalAsked': { by: 'r-9k4wq2m7x1' },
  'instance.growthAsked': { by: 'r-9k4wq2m7x1', disk: { which: 'system', diskId: 'd-2ze9kq3m5t', from: 40, to: 100 } },
  'instance.grown': { by: 'r-9k4wq2m7x1', disk: { which: 'system', diskId: 'd-2ze9kq3m5t', from: 40, to: 100 } },
  'instance.renewed': { by: 'r-9k4wq2m7x1', was: Date.UTC(2026, 10, 24, 16), until: Date.UTC(2026, 11, 24, 16) },
  'renewal.trying': {},
  'renewal.newToken': { clientToken: 'r-9k4wq2m7x1-1-c0ffee.2' },
  'renewal.accepted': {},
  'renewal.held': { reason: 'moving the database', until: null },
  'renewal.troubled': { kind: 'throttled', code: 'Throttling.User', api: 'RenewInstance' },
  'renewal.goingOn': { trouble: 'throttled', held: false },
  'renewal.refused': { kind: 'money', code: 'InvalidAccountStatus.NotEnoughBalance' },
  'key.added': { name: 'lena-laptop', fingerprint: '5e'.repeat(16), type: 'RSA', bits: 4096 },
  'key.importing': { name: 'lena-laptop', region: 'cn-hangzhou' },
  'key.removing': { name: 'lena-laptop', regions: ['cn-hangzhou'] },
  'key.removed': { name: 'lena-laptop', regions: ['cn-hangzhou'] },
  'account.set': { account: '1968132000120002', replaces: '1968132000120001' },
  'freeze.set': { reason: 'moving the database', until: null },
  'freeze.lifted': {},
  'policy.changed': {},
  'trail.archived': { seq: 120_000, hash: '9f'.repeat(32) },
  'message.abandoned': { message: 'thread', reason: 'is_archived' },
  'request.finished': { reached: 2, failed: 1 },
  'request.refused': { rules: ['regions', 'maxAmount'] },
  'approval.voted': { note: 'fine with me', missing: 1 },
  'approval.askedAgain': {},
  'approval.refused': { what: 'approve', why: 'ownRequest' },
  'approval.reminded': {},
  'approval.escalated': {},
  'request.approved': { note: '' },
  'request.denied': { note: 'use the smaller type' },
  'request.withdrawn': { note: '' },
  'request.expired': {},
};

const everyKind = (requestId: string): readonly AuditEvent[] =>
  Object.entries(DATA).map(([kind, data], index) => ({
    at: Date.UTC(2026, 10, 23, 9, 30, index),
    kind: kind as EventKind,
    actor: kind === 'request.submitted' ? sampleRequest(3).requester : 'bot',
    requestId,
    instanceId: kind.startsWith('instance.') ? `${requestId}-1` : null,
    data,
  }));

type Sample = Omit<History, 'request' | 'archived' | 'lacksFirst'> & Partial<Pick<History, 'archived' | 'lacksFirst'>>;

/** `/ecs history` of a request, an instance, many events, and an unknown id. */
export function histories(text: Text): (readonly [name: string, blocks: unknown])[] {
  const request = sampleRequest(3);
  const instance = sampleInstance(request, 1, 'running');
  const events = chained(EMPTY_CHAIN, everyKind(request.id));
  const long = Array.from({ length: 40 }, (_, index) => events[index % events.length] as ChainedEvent);
  const message = ({ archived = false, lacksFirst = false, ...of }: Sample) =>
    historyMessage({ request, archived, lacksFirst, ...of }, text).blocks;
  return [
    ['history: of a request, every kind of event', message({ instance: null, events, earlier: 0 })],
    ['history: of one instance', message({ instance, events, earlier: 0 })],
    ['history: the newest of many', message({ instance: null, events: long, earlier: 312 })],
    ['history: nothing written down yet', message({ instance: null, events: [], earlier: 0 })],
    ['history: in the archive', message({ instance, events: events.slice(0, 9), earlier: 0, archived: true })],
    [
      'history: the archive was taken away',
      message({ instance: null, events: [], earlier: 0, archived: true, lacksFirst: true }),
    ],
    ['history: without an id', ephemeral(text.history.usage).blocks],
    ['history: an unknown id', ephemeral(text.history.unknown('r-7k3mz9q2x')).blocks],
    ['history: the store is away', ephemeral(text.history.storeDown).blocks],
  ];
}
