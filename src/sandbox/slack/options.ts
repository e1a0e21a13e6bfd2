import { SHORTCUT } from '../../slack/create-form/ids.ts';
import { modal } from '../../text/en/spec/modal.ts';
import type { Limits } from './rates.ts';

export interface SlackSimulatorOptions {
  /** Same seed, same ids and tokens. Default 1. */
  readonly seed?: number;
  /** Milliseconds since the epoch. Default `Date.now`. Rules of expiry and pacing read it; the ack limit is real time. */
  readonly now?: () => number;
  /** How many times faster event retries come. Default 1. */
  readonly timeScale?: number;
  readonly transport: 'socket' | 'http';
  /** The bot scopes granted at the installation. Default {@link DEFAULT_SCOPES}. */
  readonly scopes?: readonly string[];
  /** The slash commands of the app. Default `['/ecs']`. */
  readonly commands?: readonly string[];
  /** The global shortcuts of the app. Default: those of the bot's own manifest. */
  readonly shortcuts?: readonly Shortcut[];
  /** People's messages from before the app came, oldest first. */
  readonly said?: readonly { readonly channel: string; readonly user: string; readonly text: string }[];
  /** The Enterprise Grid of the workspace. Default none. */
  readonly enterprise?: { readonly id: string; readonly name: string };
  /**
   * The app is installed for the whole organisation, which auth.test names instead of the workspace, or it names nothing.
   * Default: for the workspace.
   */
  readonly orgWide?: { readonly teamId: 'organisation' | 'none' };
  /** Changes payloads to the app, as a forger would. */
  readonly forge?: (payload: Readonly<Record<string, unknown>>) => object;
  /** Null turns rate limits off. Default {@link DEFAULT_LIMITS}. */
  readonly limits?: Limits | null;
  /** How long the app has to acknowledge, in real milliseconds. Default 3000. */
  readonly ackLimitMs?: number;
  /** How long a trigger_id can be exchanged, in milliseconds. Default 3000. */
  readonly triggerLifeMs?: number;
}

/** Shown in Slack's search and behind the shortcut button. */
export interface Shortcut {
  readonly callback_id: string;
  readonly name: string;
}

export const DEFAULT_SHORTCUTS: readonly Shortcut[] = [{ callback_id: SHORTCUT, name: modal.shortcut }];

export const DEFAULT_SCOPES: readonly string[] = [
  'commands',
  'chat:write',
  'chat:write.public',
  'users:read',
  'usergroups:read',
  'im:write',
  'channels:history',
  'groups:history',
  'im:history',
  'channels:read',
  'groups:read',
];
