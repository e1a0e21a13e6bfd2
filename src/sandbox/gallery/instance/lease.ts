import { DAY_MS } from '../../../core/base/durations.ts';
import type { Instance } from '../../../core/instance/instance.ts';
import { leaseFor, withEnd } from '../../../core/lease/lease.ts';
import type { LeaseRefusal } from '../../../core/lease/order-lease.ts';
import type { Request } from '../../../core/request/request.ts';
import { reclaimWarning, renderReclaim } from '../../../slack/instance/reclaim-words.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import { renderLeaseOver, renderWarnings } from '../../../slack/lease/warnings.ts';
import { renderLeaseWarning } from '../../../slack/lease/words.ts';
import { renderCard } from '../../../slack/request/card.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import { type Sample, sampleFailure, sampleInstance, sampleNote, sampleRequest } from '../samples.ts';

const AT = Date.UTC(2026, 10, 24, 16, 5, 0);

const REFUSALS: readonly LeaseRefusal[] = [
  { why: 'notYours' },
  { why: 'prepaid' },
  { why: 'notCreatedYet' },
  { why: 'neverCreated' },
  { why: 'gone' },
  { why: 'beingReleased' },
  { why: 'over' },
  { why: 'noLease' },
  { why: 'tooShort', minMs: 3_600_000 },
  { why: 'tooLong', maxMs: 30 * DAY_MS, endsAt: AT + 29 * DAY_MS },
  { why: 'tooLong', maxMs: 30 * DAY_MS, endsAt: null },
  { why: 'noneForAdmins', line: 12 },
];

function leased(fields: Partial<NonNullable<Instance['lease']>> = {}): Instance {
  const running = sampleInstance(sampleRequest(1), 1, 'running');
  return { ...running, lease: { ...withEnd(leaseFor(7 * DAY_MS), AT + 7 * DAY_MS, AT), ...fields } };
}

function warningsOf(count: number, text: Text): unknown {
  const ending = Array.from({ length: count }, (_, index) => {
    const instance = sampleInstance(sampleRequest(20), index + 1, 'running');
    return { instance, endsAt: AT + 2 * DAY_MS + index * 120_000 };
  });
  const [first, ...others] = ending;
  return first && renderWarnings(sampleRequest(20), [first, ...others], text).blocks;
}

function reclaimSamples(request: Request, text: Text): readonly Sample[] {
  const asked: Request = {
    ...request,
    amount: 3,
    spec: { ...request.spec, charge: { kind: 'spot', limitMicros: null } },
  };
  const market = { lookAt: AT, misses: 0 };
  const all = [1, 2, 3].map((ordinal): Instance => {
    const running = { ...sampleInstance(asked, ordinal, 'running'), spot: { ...market, reclaimingAt: AT } };
    if (ordinal === 1) return running;
    const failure = { ...sampleFailure('reclaimed'), code: ordinal === 2 ? 'Recycling' : null };
    return { ...running, outcome: 'failed', failure, publicIp: null, privateIp: null };
  });
  const ids = all.map(({ id }) => id);
  return [
    ['card: spot instances that are or were reclaimed', renderCard(asked, all, text).blocks],
    ['dm: spot instances that are or were reclaimed', renderReclaim(asked, all, ids, text)?.blocks],
    [
      'dm: a spot instance was not reclaimed',
      reclaimWarning(asked, [sampleInstance(asked, 1, 'running')], ids, text).post.blocks,
    ],
    ...ids.map(
      (id, n): Sample => [`dm: a spot instance is reclaimed (${n + 1})`, renderReclaim(asked, all, [id], text)?.blocks],
    ),
  ];
}

/** Everything about leases: cards, warnings and answers. */
export function leaseSamples(text: Text): readonly Sample[] {
  const request = sampleRequest(1, { state: 'finished', finishedAt: AT });
  const ended: Instance = {
    ...leased(),
    wanted: 'released',
    order: { what: 'release', stoppedMode: null, by: 'bot', at: AT, down: false, acted: null },
    publicIp: null,
    privateIp: null,
  };
  const card = (name: string, instance: Instance): Sample => [name, renderCard(request, [instance], text).blocks];
  const several = [1, 2].map((ordinal) => sampleNote('leaseEnding', ordinal, 2));
  return [
    card('card: with a lease', leased()),
    ['card: asked for with a lease', renderCard({ ...request, leaseMs: 7 * DAY_MS }, [leased()], text).blocks],
    card('card: the end of a lease could not be set', leased({ failure: sampleFailure('permission') })),
    card('card: an extension could not be set', leased({ failure: sampleFailure('permission'), inCloud: AT + DAY_MS })),
    card('card: not released at the end of its lease', leased({ failure: sampleFailure('deadline') })),
    card('card: released by its lease', ended),
    ['thread: two leases end soon', renderThread(several, text).blocks],
    ['dm: a lease ends soon', renderLeaseWarning(request, leased(), AT + 5 * DAY_MS, text)?.blocks],
    ['dm: a lease was extended after the warning', renderLeaseOver(request, [leased()], text).blocks],
    ['dm: an instance is gone after the warning', renderLeaseOver(request, [ended], text).blocks],
    ['dm: leases changed after the warning', renderLeaseOver(request, [leased(), ended], text).blocks],
    ...[2, 20].map((count): Sample => [`dm: ${count} leases end soon`, warningsOf(count, text)]),
    ...REFUSALS.map(
      (refusal, index): Sample => [
        `answer: lease refused, ${refusal.why} (${index + 1})`,
        ephemeral(text.lease.refused('web-1', refusal)).blocks,
      ],
    ),
    ...reclaimSamples(request, text),
    ['answer: extended', ephemeral(text.lease.taken('web-1', AT + 7 * DAY_MS)).blocks],
    ['answer: no lease any more', ephemeral(text.lease.taken('web-1', null)).blocks],
    ['answer: lease of an instance of others', ephemeral(text.power.notTheBots('db-1')).blocks],
    ['answer: lease, the store is away', ephemeral(text.lease.storeDown).blocks],
    ['answer: lease, the row is busy', ephemeral(text.lease.busy).blocks],
  ];
}
