import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';

/** What the bot itself knows of instances, for showing them. */
export interface InstanceQueries {
  /** The regions in which somebody's instances were asked for, sorted. */
  regionsOf(requester: string): Promise<readonly string[]>;
  /** The instances of somebody's newest `requests` requests, newest first. */
  newestOf(requester: string, requests: number): Promise<readonly Instance[]>;
  /** What somebody has taken over and exists or may, newest first. */
  takenOverBy(requester: string, limit: number): Promise<readonly Instance[]>;
  /** By the bot's own id (`r-…-1`) or the cloud's. */
  withId(id: string): Promise<Instance | null>;
  /** By the cloud's ids; those the bot did not create are missing. */
  byCloudIds(cloudIds: readonly string[]): Promise<ReadonlyMap<string, Instance>>;
  /** What waits for approval, oldest first. */
  waiting(limit: number): Promise<readonly Request[]>;
  /** Somebody's newest requests, newest first. */
  newestRequestsOf(requester: string, limit: number): Promise<readonly Request[]>;
  /** Somebody's instances that exist or may, of the newest requests first, and how many there are in all. */
  existingOf(
    requester: string,
    limit: number,
  ): Promise<{ readonly instances: readonly Instance[]; readonly total: number }>;
  /** Where anything was ever created, sorted. */
  regions(): Promise<readonly string[]>;
  /** Where there are instances of which nothing is under way and that may exist, sorted. */
  regionsAtRest(): Promise<readonly string[]>;
  /** Those of a region, by id; those after `after`. */
  atRest(region: string, after: string, limit: number): Promise<readonly Instance[]>;
  /** What was created for requests made in a channel and has existed at some time since, by id; those after `after`. */
  ofChannel(channel: string, since: number, after: string, limit: number): Promise<readonly Instance[]>;
  /** The requests made in a channel that have prolonged the time of an instance; all that have ended since, and maybe older ones. */
  renewalsOf(channel: string, since: number): Promise<readonly Request[]>;
  requests(ids: readonly string[]): Promise<ReadonlyMap<string, Request>>;
}
