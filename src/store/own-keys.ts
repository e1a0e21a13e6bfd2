import type { OwnKey } from '../core/key/own-key.ts';

/** People's public keys, which the bot brings into the regions that they use. */
export interface OwnKeys {
  /** By name. */
  of(owner: string): Promise<readonly OwnKey[]>;
  named(name: string): Promise<OwnKey | null>;
  /** Those that are being added and were to be taken up by now, the oldest first. */
  due(now: number, limit: number): Promise<readonly OwnKey[]>;
}

/** A key that is added (version 1) or changed, or one that goes. */
export type OwnKeyWrite =
  | { readonly kind: 'put'; readonly next: OwnKey }
  /** `version`: that of the row which goes. */
  | { readonly kind: 'drop'; readonly name: string; readonly version: number };
