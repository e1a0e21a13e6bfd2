import { createContext } from 'react';
import type { SandboxState } from '../state.ts';

/** People's names for ids; null for an unknown id. */
export interface Names {
  user(id: string): string | null;
  channel(id: string): string | null;
  readonly users: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

export const NOBODY: Names = { user: () => null, channel: () => null, users: [], channels: [] };

export const NamesContext = createContext<Names>(NOBODY);

export const BOT_NAME = 'ECS bot';

export function namesOf(state: SandboxState): Names {
  const channels = state.slack.channels.filter((channel) => !channel.is_im);
  return {
    users: state.users,
    channels,
    user: (id) => state.users.find((user) => user.id === id)?.name ?? (/^[UB]/.test(id) ? BOT_NAME : null),
    channel: (id) => channels.find((channel) => channel.id === id)?.name ?? null,
  };
}
