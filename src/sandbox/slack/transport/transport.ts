import type { Dict } from '../json.ts';

/** One payload from Slack to the app. */
export interface Outgoing {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: object;
  /** Whether the acknowledgement may have content (Socket Mode tells the app so). */
  readonly acceptsResponse: boolean;
  /** Set on an event's retry. */
  readonly retry?: { readonly num: number; readonly reason: string };
}

/** The app's reaction. `body`: the acknowledgement's content; null if none. */
export type Dispatched =
  | { readonly ok: true; readonly body: Dict | null }
  | { readonly ok: false; readonly error: 'operation_timeout' | 'dispatch_failed' };

export interface Transport {
  /** Sends it and waits for the acknowledgement, at most the ack limit. Never rejects. */
  dispatch(outgoing: Outgoing): Promise<Dispatched>;
  connected(): boolean;
  close(): Promise<void>;
}
