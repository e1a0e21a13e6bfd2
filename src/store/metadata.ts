import type { StoredAccount } from '../core/account/account.ts';

/** What a store is about: which one it is, whose account it is about, and whether it is all there. */
export interface StoreMetadata {
  /** Which store this is, the same through backups and replicas. Made by the first who asks. */
  identity(now: number): Promise<StoreIdentity>;
  /** The id of the account of the cloud that the store is about; null while none was ever seen. */
  account(): Promise<string | null>;
  /** The same with the first that it was about. */
  storedAccount(): Promise<StoredAccount | null>;
  /** By id, rows of which something may exist in that account, and nobody knows yet what becomes of it; the first `limit`. */
  underWay(limit: number): Promise<readonly string[]>;
  /** False when events that this process has written, or found when it asked before, are not there any more: the database has gone back in time. */
  isWhole(): Promise<boolean>;
  /** What was lost has been told: from now on what is there counts. */
  acceptLoss(): Promise<void>;
}

export interface StoreIdentity {
  /** `s-` and 16 hexadecimal characters. */
  readonly id: string;
  /** Since when there is this store, milliseconds UTC. */
  readonly since: number;
}
