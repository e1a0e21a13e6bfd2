import type { Dict } from './json.ts';

// The workspace's records: blocks, messages, channels and open views.

/** A stored block: checked, with an id. */
export type StoredBlock = { readonly type: string; readonly block_id: string } & Dict;

export interface StoredMessage {
  readonly ts: string;
  readonly threadTs: string | null;
  readonly user: string;
  text: string;
  blocks: readonly StoredBlock[] | null;
  metadata: Dict | null;
  edited: { readonly user: string; readonly ts: string } | null;
  /** Deleted while it had replies: the thread keeps a stub. */
  deleted: boolean;
  readonly history: { readonly at: number; readonly text: string }[];
  readonly replies: StoredMessage[];
}

export interface Ephemeral {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly threadTs: string | null;
  text: string;
  blocks: readonly StoredBlock[] | null;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  /** With another company, by Slack Connect. */
  readonly isShared: boolean;
  /** The person in a direct message with the bot. */
  readonly imWith: string | null;
  readonly members: Set<string>;
  readonly messages: StoredMessage[];
}

/** The values of fields: block id, action id, value, like Slack's `state.values`. */
export type Values = Record<string, Record<string, Dict>>;

export interface OpenView {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  readonly rootId: string;
  readonly previousId: string | null;
  hash: string;
  /** As the app sent it, normalised, without blocks. */
  definition: Dict;
  blocks: readonly StoredBlock[];
  values: Values;
  /** The last options of each external list, by block id and action id, so that a pick can be written out in full. */
  readonly offered: Map<string, readonly Dict[]>;
  submitting: boolean;
}
