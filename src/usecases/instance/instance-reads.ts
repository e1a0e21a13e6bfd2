import type { Clock } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Log } from '../../core/base/log.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { CloudInstance, InstanceFilter } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { runUntilAborted } from '../../ecs/call-owner.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import type { Inventory, Listing } from '../../ecs/catalogue/inventory.ts';
import type { Store } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';

/** What instances are looked up with. */
export interface ReadDeps {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly catalogue: Catalogue;
  /** Looked through first. */
  readonly defaultRegion: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who asks. */
export interface Viewer {
  readonly user: string;
  readonly isAdmin: boolean;
}

/** What is not known in this time is said to be unknown: with what Slack itself takes, an answer stands within three seconds. */
const ANSWER_WITHIN_MS = 2_000;

/** Waits for things until one moment. What has not been sent to the cloud by then is not sent any more. */
export interface Deadline {
  wait<T>(work: () => Promise<T>): Promise<T | 'late'>;
}

export function deadlineIn(clock: Clock, ms = ANSWER_WITHIN_MS): Deadline {
  const end = clock.now() + ms;
  const over = new AbortController();
  clock.after(ms, () => over.abort());
  return { wait: (work) => withDeadline(clock, Math.max(0, end - clock.now()), runUntilAborted(over.signal, work)) };
}

/** What was read of one region. `trouble`: why it could not be read now; what is remembered of before is beside it. */
export interface RegionRead {
  readonly region: string;
  readonly listing: Listing | null;
  readonly trouble: Failure | 'late' | null;
}

export async function readRegion(
  { inventory }: Pick<ReadDeps, 'inventory'>,
  deadline: Deadline,
  region: string,
  filter: InstanceFilter,
  wish: { readonly upTo: number; readonly since: number },
): Promise<RegionRead> {
  const answer = await deadline.wait(() => inventory.load(region, filter, wish));
  if (answer !== 'late' && answer.ok) return { region, listing: answer.value, trouble: null };
  return { region, listing: inventory.peek(region, filter), trouble: answer === 'late' ? 'late' : answer.error };
}

export interface RegionsKnown {
  /** The default one first, the others by name. */
  readonly ids: readonly string[];
  /** Why there may be others. */
  readonly trouble: Failure | 'late' | null;
}

/** Every region of the account; the default one alone while they cannot be read. */
export async function knownRegions(
  { catalogue, defaultRegion }: Pick<ReadDeps, 'catalogue' | 'defaultRegion'>,
  deadline: Deadline,
): Promise<RegionsKnown> {
  const known = catalogue.regions.peek();
  const answer: Result<readonly { readonly id: string }[], Failure> | 'late' =
    known === null ? await deadline.wait(() => catalogue.regions.load()) : { ok: true, value: known };
  if (answer === 'late' || !answer.ok)
    return { ids: [defaultRegion], trouble: answer === 'late' ? 'late' : answer.error };
  const ids = answer.value.map(({ id }) => id);
  return { ids: [...new Set([defaultRegion, ...ids.sort()])], trouble: null };
}

/** What the bot itself knows, or `otherwise` while its store cannot be read. */
export const fromStore = <T>({ log }: Pick<ReadDeps, 'log'>, read: () => Promise<T>, otherwise: T): Promise<T> =>
  unlessStoreDown(read, () => {
    log.warn({}, 'what the bot knows of instances could not be read');
    return otherwise;
  });

/** An instance that the cloud does not list (yet), though the bot works on it. */
export const isBeingWorkedOn = ({ outcome }: Instance): boolean => outcome === null;

export interface Known {
  readonly own: ReadonlyMap<string, Instance>;
  readonly requests: ReadonlyMap<string, Request>;
}

/** What the bot knows of these instances. */
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
