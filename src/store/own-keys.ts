import type { OwnKey } from '../core/key/own-key.ts';

/** People's public keys, which the bot imports into the regions that they use. */
export interface OwnKeys {
  /** Sorted by name. */
  of(owner: string): Promise<readonly OwnKey[]>;
  named(name: string): Promise<OwnKey | null>;
  /** Keys whose import was cut off and is due, oldest first. */
  due(now: number, limit: number): Promise<readonly OwnKey[]>;
}

/** A key that is added (version 1), changed or removed. */
export type OwnKeyWrite =
  | { readonly kind: 'put'; readonly next: OwnKey }
  /** `version`: that of the row to remove. */
  | { readonly kind: 'drop'; readonly name: string; readonly version: number };
