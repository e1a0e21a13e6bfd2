import { createContext, useContext } from 'react';
import type { OfferedCommand, SandboxState, SandboxUser } from '../state.ts';
import type { Unread } from './unread.ts';

export interface Navigation {
  readonly me: SandboxUser;
  readonly setMe: (id: string) => void;
  readonly tab: 'slack' | 'cloud';
  readonly setTab: (tab: 'slack' | 'cloud') => void;
  readonly place: SlackPlace;
  readonly go: (place: SlackPlace) => void;
  readonly thread: ThreadRef | null;
  readonly openThread: (thread: ThreadRef | null) => void;
  /** The target of a link; a new object each time, so that the same message can be shown again. */
  readonly target: MessageRef | null;
  /** False if the person cannot see such a message. */
  readonly jump: (link: MessageRef) => boolean;
}

/** The newest timestamps that people have seen. */
export interface Seen {
  of(user: string, channel: string): string | null;
  mark(user: string, channel: string, ts: string): void;
}

/** The played person, what they look at and what waits for them. */
export interface Session extends Navigation {
  readonly state: SandboxState;
  readonly seen: Seen;
  /** The played person's news, by conversation. */
  readonly unread: ReadonlyMap<string, Unread>;
  /** The bot's commands after `/ecs`. */
  readonly commands: readonly OfferedCommand[];
  /** Text for the composer; a new object each time. */
  readonly draft: { readonly text: string } | null;
  /** Null once it is taken. */
  readonly setDraft: (draft: { readonly text: string } | null) => void;
  /** Whether the channel list is open, if it has no room beside the messages. */
  readonly drawer: boolean;
  readonly setDrawer: (open: boolean) => void;
  /** Shows a sentence of the page to this person, not from the bot. */
  readonly notify: (sentence: string | null) => void;
}

export type SlackPlace = { readonly kind: 'channel'; readonly id: string } | { readonly kind: 'dm' | 'home' };

/** A message that a link names. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

export interface ThreadRef {
  readonly channel: string;
  readonly ts: string;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs a SessionContext above it');
  return session;
}

/** The direct messages between the bot and this person; null before the first one. */
export function dmOf(state: SandboxState, userId: string) {
  return state.slack.channels.find((channel) => channel.is_im && channel.name === userId) ?? null;
}
