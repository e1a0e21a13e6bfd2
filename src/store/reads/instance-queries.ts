import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';

/** Reads instances from the store, to show them. */
export interface InstanceQueries {
  /** The regions in which a person has requested instances, sorted. */
  regionsOf(requester: string): Promise<readonly string[]>;
  /** The instances of a person's newest `requests` requests, newest first. */
  newestOf(requester: string, requests: number): Promise<readonly Instance[]>;
  /** Adopted instances of a person that exist or may exist, newest first. */
  takenOverBy(requester: string, limit: number): Promise<readonly Instance[]>;
  /** By the row's id (`r-…-1`) or the cloud id. */
  withId(id: string): Promise<Instance | null>;
  /** By cloud id; instances without a row are missing. */
  byCloudIds(cloudIds: readonly string[]): Promise<ReadonlyMap<string, Instance>>;
  /** Requests that wait for approval, oldest first. */
  waiting(limit: number): Promise<readonly Request[]>;
  /** A person's newest requests, newest first. */
  newestRequestsOf(requester: string, limit: number): Promise<readonly Request[]>;
  /** A person's instances that exist or may exist, those of the newest requests first, and their total number. */
  existingOf(
    requester: string,
    limit: number,
  ): Promise<{ readonly instances: readonly Instance[]; readonly total: number }>;
  /** The regions in which instances were ever created, sorted. */
  regions(): Promise<readonly string[]>;
  /** The regions with instances at rest that may exist, sorted. */
  regionsAtRest(): Promise<readonly string[]>;
  /** The instances at rest in a region, by id, after the id `after`. */
  atRest(region: string, after: string, limit: number): Promise<readonly Instance[]>;
  /** Instances that the cloud renews automatically, as far as is known. */
  autoRenewing(): Promise<readonly Instance[]>;
  /** Instances of requests from a channel that have existed at any time since `since`, by id, after the id `after`. */
  ofChannel(channel: string, since: number, after: string, limit: number): Promise<readonly Instance[]>;
  /** Renewals and larger prepaid disks requested in a channel and finished since `since`. */
  renewalsOf(channel: string, since: number): Promise<readonly Request[]>;
  requests(ids: readonly string[]): Promise<ReadonlyMap<string, Request>>;
}
