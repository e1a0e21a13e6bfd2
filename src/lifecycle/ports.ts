import type { LifecycleConfig } from '../config.ts';
import { type Clock, pause } from '../core/base/clock.ts';
import type { Log } from '../core/base/log.ts';
import type { ScriptSource } from '../core/option/options.ts';
import type { Directory } from '../core/policy/people.ts';
import type { PolicySource } from '../core/policy/policy.ts';
import type { Tracer } from '../core/tracing/tracer.ts';
import type { EcsPort } from '../ecs/port.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import type { LearntLengths } from './stage-lengths.ts';

/** The ports of every part of the lifecycle. */
export interface LifecyclePorts {
  readonly store: Store;
  readonly ecs: EcsPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: LifecycleConfig;
  /** Judges a request once more right before the purchase. */
  readonly policy: Pick<PolicySource, 'current'>;
  /** Says whether a requester is still there. */
  readonly directory: Pick<Directory, 'memberships'>;
  readonly lengths: LearntLengths;
  /** The start scripts that the policy names. */
  readonly scripts: ScriptSource;
  /** When this process began, in milliseconds UTC. Older work was done by another process. */
  readonly startedAt: number;
  readonly tracer?: Tracer;
  /** True once a stop was asked for: then nothing new is begun. */
  stopping(): boolean;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const TRIES_WHEN_STOPPING = 3;

/**
 * Repeats a write of something that has already happened until the store takes it, so that an outage of the store loses no answer
 * of the cloud. While the process stops, it tries only a few times more: the rows and their ClientTokens bring the same answer
 * again.
 *
 * @throws StoreUnavailable when stopping; any other error at once.
 */
export async function retryWhileStoreIsDown<T>(ports: LifecyclePorts, write: () => Promise<T>): Promise<T> {
  let triesWhileStopping = 0;
  for (let tries = 0; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      if (ports.stopping()) triesWhileStopping += 1;
      if (triesWhileStopping >= TRIES_WHEN_STOPPING) throw error;
      await pause(ports.clock, Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 10), LONGEST_PAUSE_MS));
    }
  }
}
