import type { Clock } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import { groupBy } from '../../core/base/lists.ts';
import { type Freeze, isInForce } from '../../core/freeze.ts';
import { INSTANCE_STAGES, instanceStage } from '../../core/instance/stage.ts';
import type { LoopWatch } from '../../core/loop/loop-watch.ts';
import type { LimitState } from '../../ecs/limiter/adaptive-rate.ts';
import type { CallMeter } from '../../ecs/limiter/call-meter.ts';
import type { StoreMeter } from '../../store/meter-store.ts';
import type { Workload } from '../../store/reads/read-workload.ts';
import type { Store } from '../../store/store.ts';
import { type MetricBook, makeMetricBook } from './book.ts';
import { committedFacts } from './committed.ts';

/** The sources of gauges, read at each scrape. */
export interface MetricSources {
  readonly store: Pick<Store, 'workload' | 'freeze' | 'nextDueAt'> & {
    readonly outbox: Pick<Store['outbox'], 'depth'>;
  };
  readonly loops: Pick<LoopWatch, 'ages'>;
  limits(): readonly LimitState[];
  connected(): boolean;
}

/** The meters for the lower rooms, in their own shapes; Slack's meter has this shape there. */
export interface Metrics {
  readonly calls: CallMeter;
  readonly store: StoreMeter;
  readonly slack: {
    acknowledged(kind: string, ms: number): void;
    tried(kind: string, outcome: string): void;
  };
  /** From now on, the gauges are filled too. */
  readFrom(sources: MetricSources): void;
  /** In Prometheus's format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const UNDER_WAY_MAX = 1_000;
/** A scrape waits ten seconds by default. */
const READ_MS = 4_000;

export function makeMetrics(clock: Clock, book: MetricBook = makeMetricBook()): Metrics {
  let sources: MetricSources | null = null;
  return {
    calls: {
      called(api, outcome, ms) {
        book.count('calls', { api, outcome });
        book.time('callTime', { api }, ms / 1_000);
      },
      unsent: (api, outcome) => book.count('unsent', { api, outcome }),
    },
    store: {
      took(operation, ms, failed) {
        book.time('storeTime', { operation }, ms / 1_000);
        if (failed) book.count('storeErrors', { operation });
      },
      committed(change) {
        const { decisions, failures, states } = committedFacts(change);
        for (const decision of decisions) book.count('decisions', { decision });
        for (const failure of failures) book.count('failures', { failure });
        for (const { state, ms } of states) book.time('states', { state }, ms / 1_000);
      },
    },
    slack: {
      acknowledged: (kind, ms) => book.time('acks', { kind }, ms / 1_000),
      tried: (kind, outcome) => book.count('sends', { kind, outcome }),
    },
    readFrom(given) {
      sources = given;
    },
    async text() {
      if (sources !== null) await readMoment(book, sources, clock);
      return book.text();
    },
    contentType: book.contentType,
  };
}

async function readMoment(book: MetricBook, sources: MetricSources, clock: Clock): Promise<void> {
  const read = await withDeadline(clock, READ_MS, readStore(sources.store)).catch(() => null);
  const now = clock.now();
  tellStore(book, read === 'late' ? null : read, now);
  tellLimiter(book, sources.limits(), now);
  book.set('connected', [[{}, sources.connected() ? 1 : 0]]);
  book.set(
    'loopAge',
    [...sources.loops.ages()].map(([loop, ms]) => [{ loop }, ms / 1_000]),
  );
}

interface StoreFigures {
  readonly work: Workload;
  readonly depth: { readonly waiting: number; readonly oldestDueAt: number | null };
  readonly dueAt: number | null;
  readonly freeze: Freeze | null;
}

async function readStore(store: MetricSources['store']): Promise<StoreFigures> {
  const [work, depth, dueAt, freeze] = await Promise.all([
    store.workload(UNDER_WAY_MAX),
    store.outbox.depth(),
    store.nextDueAt(),
    store.freeze(),
  ]);
  return { work, depth, dueAt, freeze };
}

const ageInSeconds = (since: number | null, now: number): number =>
  since === null ? 0 : Math.max(0, now - since) / 1_000;

/** An unreadable value is absent instead of zero. */
function tellStore(book: MetricBook, read: StoreFigures | null, now: number): void {
  const tell = (gauge: OfStore, value: (read: StoreFigures) => number): void =>
    book.set(gauge, read === null ? [] : [[{}, value(read)]]);
  book.set('storeUp', [[{}, read === null ? 0 : 1]]);
  tell('outboxWaiting', ({ depth }) => depth.waiting);
  tell('outboxAge', ({ depth }) => ageInSeconds(depth.oldestDueAt, now));
  tell('pending', ({ work }) => work.pending.count);
  tell('pendingAge', ({ work }) => ageInSeconds(work.pending.oldestAt, now));
  tell('lag', ({ dueAt }) => ageInSeconds(dueAt, now));
  tell('frozen', ({ freeze }) => (freeze !== null && isInForce(freeze, now) ? 1 : 0));
  tell('stuck', ({ work }) => work.underWay.filter(({ slowTold, outcome }) => slowTold && outcome === null).length);
  const doubtful = read?.work.doubtful;
  book.set(
    'doubtful',
    doubtful === undefined
      ? []
      : [
          [{ what: 'renewal' }, doubtful.renewals],
          [{ what: 'disk' }, doubtful.disks],
        ],
  );
  const stages = read?.work.underWay.map(instanceStage) ?? [];
  const perStage = INSTANCE_STAGES.map((stage) => [{ stage }, stages.filter((one) => one === stage).length] as const);
  book.set('underWay', read === null ? [] : perStage);
}

/** The gauges without labels. */
type OfStore = 'outboxWaiting' | 'outboxAge' | 'pending' | 'pendingAge' | 'lag' | 'frozen' | 'stuck';

/** Sums up all regions of an API, because the number of regions is up to the cloud. */
function tellLimiter(book: MetricBook, limits: readonly LimitState[], now: number): void {
  const byApi = [...groupBy(limits, ({ api }) => api)];
  const tell = (gauge: 'queue' | 'queueAge' | 'pace', value: (gates: readonly LimitState[]) => number): void =>
    book.set(
      gauge,
      byApi.map(([api, gates]) => [{ api }, value(gates)]),
    );
  tell('queue', (gates) => gates.reduce((sum, { waiting }) => sum + waiting, 0));
  tell('queueAge', (gates) => Math.max(...gates.map(({ oldestAt }) => ageInSeconds(oldestAt, now))));
  tell('pace', (gates) => Math.min(...gates.map(({ perSecond, fullPerSecond }) => perSecond / fullPerSecond)));
}
