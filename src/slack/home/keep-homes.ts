import { createHash } from 'node:crypto';
import type { HomeView } from '@slack/types';
import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { makeWakeSignal } from '../../core/base/wake-signal.ts';
import { type Store, StoreUnavailable } from '../../store/store.ts';
import { describeError } from '../kit/describe-error.ts';
import { passesLater, slackError } from '../kit/slack-error.ts';

/** Keeps up to date the homes of people who have opened theirs lately. */
export interface Homes {
  /**
   * Somebody opens their home.
   *
   * @param stands whether Slack says that it shows one already
   */
  opened(user: string, stands: boolean): Promise<void>;
  /** Stops keeping the person's home up to date. */
  forget(user: string): void;
  stop(): void;
}

interface HomesDeps {
  readonly store: Pick<Store, 'onCommit'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Draws the person's present home. @throws StoreUnavailable */
  readonly draw: (user: string) => Promise<HomeView>;
  /** Draws the home while the store cannot be read. */
  readonly drawWithoutStore: (user: string) => HomeView;
  readonly publish: (user: string, view: HomeView) => Promise<unknown>;
}

/** A home not opened for this long is not kept up to date: Slack reports each opening, and it is drawn then. */
const LATELY_MS = 3_600_000;
const PEOPLE_MAX = 300;
/** Changes within this time are shown together. */
const GATHER_MS = 2_000;
/** Slack takes a hundred a minute in all; some are left for people who open theirs. */
const APART_MS = 750;
/** Another replica's commits must not each cost the database a burst of reads. */
const DRAWN_APART_MS = 100;
const AFTER_TROUBLE_MS = 30_000;
const IDLE_MS = 3_600_000;

/** The state of one home. */
interface Home {
  openedAt: number;
  /** The hash of the view that Slack took last; null if unknown. */
  hash: string | null;
  /** When it must be drawn again; null for never. */
  dueAt: number | null;
  /** One after the other, so that an older view never replaces a newer one. */
  turn: Promise<unknown>;
}

/** Kept in memory only: after a restart, a home is brought up to date when somebody opens it. */
export function keepHomes({ store, clock, log, draw, drawWithoutStore, publish }: HomesDeps): Homes {
  const homes = new Map<string, Home>();
  const wakeSignal = makeWakeSignal(clock);
  /** No home is published before this moment, unless its person opens it. */
  let freeAt = 0;

  const touch = (home: Home): void => {
    home.dueAt ??= clock.now() + GATHER_MS;
  };
  const stopListening = store.onCommit((touched) => {
    if (homes.size === 0) return;
    forgetOld(homes, clock.now());
    for (const user of touched ?? homes.keys()) {
      const home = homes.get(user);
      if (home !== undefined) touch(home);
    }
    wakeSignal.wake();
  });

  /** Resolves to whether Slack was asked. */
  const show = async (user: string, home: Home, opened: boolean): Promise<boolean> => {
    home.dueAt = null;
    const view = await draw(user).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
      return opened ? drawWithoutStore(user) : null;
    });
    if (view === null) {
      home.dueAt = clock.now() + AFTER_TROUBLE_MS;
      return false;
    }
    const hash = hashOf(view);
    if (hash === home.hash) return false;
    home.hash = null;
    try {
      await publish(user, view);
      home.hash = hash;
    } catch (error) {
      const trouble = slackError(error);
      log.warn({ trouble, user }, 'a home could not be published');
      if (trouble.kind === 'slowDown') freeAt = Math.max(freeAt, clock.now() + trouble.retryAfterMs);
      if (passesLater(trouble))
        home.dueAt = clock.now() + (trouble.kind === 'slowDown' ? trouble.retryAfterMs : AFTER_TROUBLE_MS);
      wakeSignal.wake();
    }
    return true;
  };
  const inTurn = (user: string, home: Home, opened: boolean): Promise<boolean> => {
    const shown = home.turn.then(() => show(user, home, opened));
    const safe = shown.catch((error: unknown) => {
      log.error({ user, ...describeError(error) }, 'a home could not be drawn');
      return false;
    });
    home.turn = safe;
    return safe;
  };

  const keepUp = async (): Promise<void> => {
    while (!wakeSignal.stopped()) {
      const now = clock.now();
      const next = mostDue(homes);
      const wait = next === null ? IDLE_MS : Math.max(next.dueAt, freeAt) - now;
      if (next === null || wait > 0) await wakeSignal.sleep(wait);
      else {
        const asked = await inTurn(next.user, next.home, false);
        freeAt = Math.max(freeAt, clock.now() + (asked ? APART_MS : DRAWN_APART_MS));
      }
    }
  };
  let running = false;

  return {
    async opened(user, stands) {
      // Starts the loop only now: a bot that could not be started leaves nothing to stop.
      if (!running) void keepUp();
      running = true;
      const home = homes.get(user) ?? { openedAt: 0, hash: null, dueAt: null, turn: Promise.resolve() };
      home.openedAt = clock.now();
      if (!stands) home.hash = null;
      // Moved to the end, so that the least recently opened one is forgotten first.
      homes.delete(user);
      homes.set(user, home);
      forgetOld(homes, clock.now());
      await inTurn(user, home, true);
    },
    forget: (user) => void homes.delete(user),
    stop() {
      stopListening();
      wakeSignal.stop();
    },
  };
}

function mostDue(homes: ReadonlyMap<string, Home>) {
  let first: { readonly user: string; readonly home: Home; readonly dueAt: number } | null = null;
  for (const [user, home] of homes) {
    const { dueAt } = home;
    if (dueAt !== null && (first === null || dueAt < first.dueAt)) first = { user, home, dueAt };
  }
  return first;
}

function forgetOld(homes: Map<string, Home>, now: number): void {
  for (const [user, { openedAt }] of homes) {
    if (homes.size <= PEOPLE_MAX && openedAt + LATELY_MS > now) return;
    homes.delete(user);
  }
}

const hashOf = (view: HomeView): string => createHash('sha256').update(JSON.stringify(view)).digest('hex');
