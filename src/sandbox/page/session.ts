import { createContext, useContext } from 'react';
import type { SandboxState, SandboxUser } from '../state.ts';

/** Who the person plays and what they look at. */
export interface Session {
  readonly state: SandboxState;
  readonly me: SandboxUser;
  readonly place: SlackPlace;
  readonly go: (place: SlackPlace) => void;
  readonly thread: ThreadRef | null;
  readonly openThread: (thread: ThreadRef | null) => void;
  /** Shows a sentence that only this person sees and that no bot sent. */
  readonly notify: (sentence: string | null) => void;
}

export type SlackPlace = { readonly kind: 'channel'; readonly id: string } | { readonly kind: 'dm' | 'home' };

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
