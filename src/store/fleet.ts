import type { Instance } from '../core/instance.ts';
import type { Request } from '../core/request.ts';

/** What the bot itself knows of instances, for showing them. */
export interface Fleet {
  /** The regions in which somebody's instances were asked for, sorted. */
  regionsOf(requester: string): Promise<readonly string[]>;
  /** The instances of somebody's newest `requests` requests, newest first. */
  newestOf(requester: string, requests: number): Promise<readonly Instance[]>;
  /** By the bot's own id (`r-…-1`) or the cloud's. */
  withId(id: string): Promise<Instance | null>;
  /** By the cloud's ids; those the bot did not create are missing. */
  byCloudIds(cloudIds: readonly string[]): Promise<ReadonlyMap<string, Instance>>;
  requests(ids: readonly string[]): Promise<ReadonlyMap<string, Request>>;
}
