import type { Clock } from '../../core/base/clock.ts';
import { answerWithin, withDeadline } from '../../core/base/deadline.ts';
import type { Log } from '../../core/base/log.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { CloudInstance, InstanceFilter } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { runUntilAborted } from '../../ecs/call-owner.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import type { Inventory, Listing } from '../../ecs/catalogue/inventory.ts';
import type { Store } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';

/** The ports for looking up instances. */
export interface ReadDeps {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly catalogue: Catalogue;
  /** The region that is read first. */
  readonly defaultRegion: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who asks. */
export interface Viewer {
  readonly user: string;
  readonly isAdmin: boolean;
}

/** Later answers are reported as unknown. With Slack's own delay, an answer must be ready within three seconds. */
const ANSWER_WITHIN_MS = 2_000;

/** Waits for several things until one moment. Calls not sent by then are not sent any more. */
export interface Deadline {
  wait<T>(work: () => Promise<T>): Promise<T | 'late'>;
  /** The same for a question to the cloud; an answer that comes too late is a failure. */
  read<T>(work: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure | 'late'>>;
}

export function deadlineIn(clock: Clock, ms = ANSWER_WITHIN_MS): Deadline {
  const end = clock.now() + ms;
  const over = new AbortController();
  clock.after(ms, () => over.abort());
  const leftMs = (): number => Math.max(0, end - clock.now());
  return {
    wait: (work) => withDeadline(clock, leftMs(), runUntilAborted(over.signal, work)),
    read: (work) => answerWithin(clock, leftMs(), runUntilAborted(over.signal, work)),
  };
}

/** The read of one region. `trouble`: why it could not be read now; `listing` may then be a remembered one. */
export type RegionRead = { readonly region: string } & (
  | { readonly listing: Listing; readonly trouble: null }
  | { readonly listing: Listing | null; readonly trouble: Failure | 'late' }
);

export async function readRegion(
  { inventory }: Pick<ReadDeps, 'inventory'>,
  deadline: Deadline,
  region: string,
  filter: InstanceFilter,
  wish: { readonly upTo: number; readonly since: number },
): Promise<RegionRead> {
  const answer = await deadline.read(() => inventory.load(region, filter, wish));
  if (answer.ok) return { region, listing: answer.value, trouble: null };
  return { region, listing: inventory.peek(region, filter), trouble: answer.error };
}

export interface RegionsKnown {
  /** The default region first, the others by name. */
  readonly ids: readonly string[];
  /** Why the list may be incomplete. */
  readonly trouble: Failure | 'late' | null;
}

/** Every region of the account; only the default one if they cannot be read. */
export async function knownRegions(
  { catalogue, defaultRegion }: Pick<ReadDeps, 'catalogue' | 'defaultRegion'>,
  deadline: Deadline,
): Promise<RegionsKnown> {
  const known = catalogue.regions.peek();
  const answer = known === null ? await deadline.read(() => catalogue.regions.load()) : ok(known);
  if (!answer.ok) return { ids: [defaultRegion], trouble: answer.error };
  const ids = answer.value.map(({ id }) => id);
  return { ids: [...new Set([defaultRegion, ...ids.sort()])], trouble: null };
}

/** Reads the store; gives `otherwise` while the store is down. */
export const fromStore = <T>({ log }: Pick<ReadDeps, 'log'>, read: () => Promise<T>, otherwise: T): Promise<T> =>
  unlessStoreDown(read, () => {
    log.warn({}, 'what the bot knows of instances could not be read');
    return otherwise;
  });

/** Whether the bot is still working on an instance, which the cloud may not list yet. */
export const isBeingWorkedOn = ({ outcome }: Instance): boolean => outcome === null;

export interface Known {
  readonly own: ReadonlyMap<string, Instance>;
  readonly requests: ReadonlyMap<string, Request>;
}

/** The rows of these instances. */
export async function knownOf(
  deps: ReadDeps,
  clouds: readonly CloudInstance[],
  more: readonly Instance[],
): Promise<Known> {
  const { queries } = deps.store;
  return fromStore(
    deps,
    async () => {
      const own = await queries.byCloudIds(clouds.map(({ cloudId }) => cloudId));
      const requests = await queries.requests([...own.values(), ...more].map(({ requestId }) => requestId));
      return { own, requests };
    },
    { own: new Map(), requests: new Map() },
  );
}
