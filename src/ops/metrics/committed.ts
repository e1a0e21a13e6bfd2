import type { Instance } from '../../core/instance/instance.ts';
import type { AuditEvent, EventKind } from '../../core/request/event.ts';
import type { Request } from '../../core/request/request.ts';
import type { Change } from '../../store/store.ts';
import type { DECISIONS, TIMED_STATES } from './catalogue.ts';

type Decision = (typeof DECISIONS)[number];
type TimedState = (typeof TIMED_STATES)[number];

/** What one commit adds to the metrics. */
interface CommittedFacts {
  readonly decisions: readonly Decision[];
  /** The kind of each failure. */
  readonly failures: readonly string[];
  readonly states: readonly { readonly state: TimedState; readonly ms: number }[];
}

const DECISION_OF: Partial<Readonly<Record<EventKind, Decision>>> = {
  'request.approved': 'approved',
  'request.denied': 'denied',
  'request.withdrawn': 'withdrawn',
  'request.expired': 'expired',
  'request.refused': 'notAllowed',
  'approval.voted': 'voted',
  'approval.refused': 'refused',
};

/** Counts from commits, so that no metric is about something that was never stored. */
export function committedFacts({ events = [], instances = [], requests = [] }: Change): CommittedFacts {
  const rows = new Map(instances.map(({ next }) => [next.id, next]));
  const asked = new Map(requests.map(({ next }) => [next.id, next]));
  const rowOf = ({ instanceId }: AuditEvent): Instance | undefined => rows.get(instanceId ?? '');
  return {
    decisions: events.flatMap(({ kind }) => DECISION_OF[kind] ?? []),
    failures: events.flatMap((event) =>
      event.kind === 'instance.failed' ? [rowOf(event)?.failure?.kind ?? 'unknown'] : [],
    ),
    states: events.flatMap((event) => {
      const left = ofRequest(event, asked.get(event.requestId)) ?? ofInstance(event, rowOf(event));
      return left === null || left.since === null
        ? []
        : [{ state: left.state, ms: Math.max(0, event.at - left.since) }];
    }),
  };
}

interface Left {
  readonly state: TimedState;
  readonly since: number | null;
}

function ofRequest({ kind }: AuditEvent, request: Request | undefined): Left | null {
  if (request === undefined) return null;
  if (kind === 'request.finished') return { state: 'request', since: request.createdAt };
  const isDecided = kind === 'request.approved' || kind === 'request.denied' || kind === 'request.expired';
  return isDecided || kind === 'request.withdrawn' ? { state: 'pending', since: request.createdAt } : null;
}

/** An ended order keeps the time when it was given. */
function ofInstance({ kind }: AuditEvent, row: Instance | undefined): Left | null {
  if (row === undefined) return null;
  const { createTriedAt, acceptedAt, order } = row;
  if (kind === 'instance.accepted') return { state: 'creating', since: createTriedAt };
  if (kind === 'instance.stopped') return { state: 'stopping', since: order?.at ?? null };
  if (kind === 'instance.released') return { state: 'releasing', since: order?.at ?? null };
  if (kind !== 'instance.running') return null;
  if (order?.what === 'restart') return { state: 'restarting', since: order.at };
  return { state: 'starting', since: order === null ? acceptedAt : order.at };
}
