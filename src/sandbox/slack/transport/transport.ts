import type { Dict } from '../json.ts';

/** One thing Slack sends to the app. */
export interface Outgoing {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: object;
  /** Whether the acknowledgement may say something (Socket Mode tells the app so). */
  readonly acceptsResponse: boolean;
  /** Set on an event that is sent again. */
  readonly retry?: { readonly num: number; readonly reason: string };
}

/** How the app took it. `body`: what the acknowledgement said; null when it said nothing. */
export type Delivered =
  | { readonly ok: true; readonly body: Dict | null }
  | { readonly ok: false; readonly error: 'operation_timeout' | 'dispatch_failed' };

export interface Transport {
  /** Sends it and waits for the acknowledgement, at most the ack limit. Never rejects. */
  deliver(outgoing: Outgoing): Promise<Delivered>;
  connected(): boolean;
  close(): Promise<void>;
}
