import type { StoredAccount } from '../core/account/account.ts';

/** Facts about the store itself: its identity, its cloud account, and whether anything is lost. */
export interface StoreMetadata {
  /** The store's identity, the same in backups and for all replicas. The first call makes it. */
  identity(now: number): Promise<StoreIdentity>;
  /** The id of the store's cloud account; null before one was recorded. */
  account(): Promise<string | null>;
  /** The same, with the store's first account. */
  storedAccount(): Promise<StoredAccount | null>;
  /** The ids of the first `limit` rows with unfinished work in that account, which may have created something. */
  underWay(limit: number): Promise<readonly string[]>;
  /** False when events that this process has written or found before are missing: the database has gone back in time. */
  isWhole(): Promise<boolean>;
  /** Accepts the current state after a loss was reported. */
  acceptLoss(): Promise<void>;
}

export interface StoreIdentity {
  /** `s-` and 16 hexadecimal characters. */
  readonly id: string;
  /** When the store was made, milliseconds UTC. */
  readonly since: number;
}
