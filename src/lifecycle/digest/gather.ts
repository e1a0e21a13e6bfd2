import type { Clock } from '../../core/base/clock.ts';
import { batchesOf, groupBy } from '../../core/base/lists.ts';
import type { Log } from '../../core/base/log.ts';
import type { DigestFacts } from '../../core/digest/digest.ts';
import type { DigestDue } from '../../core/digest/digest-plan.ts';
import type { Billed } from '../../core/digest/digest-spend.ts';
import { failureOf } from '../../core/failure/failure.ts';
import { type CloudInstance, MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { hasGone } from '../../core/lease/lease-clock.ts';
import { type Directory, isPerson } from '../../core/policy/people.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';
import { cloudIdOf } from '../pass.ts';

export interface DigestPorts {
  readonly store: Store;
  readonly ecs: Pick<EcsPort, 'listInstances'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly directory: Pick<Directory, 'fresh'>;
  readonly policy: Pick<PolicySource, 'current'>;
}

const ROWS_PER_READ = 500;
/** The digest counts and looks at the instances of this many of a channel's newest requests. */
const MAX_REQUESTS = 1_000;
/** Slack limits how many people can be looked up per minute. */
const MAX_PEOPLE = 50;

/** Gathers everything that the digest of a channel's instances is made of. */
export async function gatherDigest(
  ports: Pick<DigestPorts, 'store' | 'ecs' | 'clock' | 'log' | 'directory'>,
  channel: string,
  due: DigestDue,
): Promise<DigestFacts> {
  const all = await rowsOf(ports, channel, due.from);
  const requestIds = [...new Set(all.map(({ requestId }) => requestId))];
  const counted = new Set(requestIds.slice(0, MAX_REQUESTS));
  const billed = await billedOf(ports, all, [...counted]);
  const rows = all.filter((row) => !hasGone(row) && counted.has(row.requestId));
  const { seen, unread } = await look(ports, rows);
  const requesters = [...new Set(rows.map(({ requester }) => requester))].filter(isPerson);
  const people = await ports.directory.fresh(requesters.slice(0, MAX_PEOPLE));
  const uncounted = requestIds.length - counted.size;
  const renewals = await ports.store.queries.renewalsOf(channel, due.from);
  return { due, now: ports.clock.now(), billed, renewals, uncounted, rows, seen, unread, people };
}

/** Instances that existed in that time or still do, the newest first. */
async function rowsOf(
  { store }: Pick<DigestPorts, 'store'>,
  channel: string,
  since: number,
): Promise<readonly Instance[]> {
  const all: Instance[] = [];
  for (let after = ''; ; ) {
    const rows = await store.queries.ofChannel(channel, since, after, ROWS_PER_READ);
    all.push(...rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_PER_READ) break;
    after = last.id;
  }
  return all.toSorted((a, b) => (b.acceptedAt ?? 0) - (a.acceptedAt ?? 0));
}

async function billedOf(
  { store }: Pick<DigestPorts, 'store'>,
  rows: readonly Instance[],
  requestIds: readonly string[],
): Promise<readonly Billed[]> {
  const byRequest = groupBy(rows, ({ requestId }) => requestId);
  const billed: Billed[] = [];
  for (const batch of batchesOf(requestIds, ROWS_PER_READ)) {
    const requests = await store.queries.requests(batch);
    for (const request of requests.values()) {
      const events = await store.eventsOf(request.id);
      for (const instance of byRequest.get(request.id) ?? [])
        billed.push({ instance, request, events: events.filter(({ instanceId }) => instanceId === instance.id) });
    }
  }
  return billed;
}

const UNREADABLE = failureOf('unreadable');

/** One call reads a hundred instances of a region. A region that cannot be read completely counts as unread. */
async function look(
  { ecs, log }: Pick<DigestPorts, 'ecs' | 'log'>,
  rows: readonly Instance[],
): Promise<{ readonly seen: ReadonlyMap<string, CloudInstance>; readonly unread: readonly string[] }> {
  const seen = new Map<string, CloudInstance>();
  const unread: string[] = [];
  for (const [region, own] of groupBy(rows, ({ spec }) => spec.region)) {
    for (const batch of batchesOf(own, MAX_IDS_PER_CALL)) {
      if (unread.includes(region)) break;
      const ids = batch.map(cloudIdOf);
      const answer = await ecs.listInstances(region, { ids }, null, 'polling');
      if (answer.ok) for (const one of answer.value.instances) seen.set(one.cloudId, one);
      const failure = answer.ok ? answer.value.unread && UNREADABLE : answer.error;
      if (!failure) continue;
      const { kind, code } = failure;
      log.warn({ region, kind, code }, 'the instances of a region could not be looked at for a digest');
      unread.push(region);
    }
  }
  return { seen, unread: unread.toSorted() };
}
