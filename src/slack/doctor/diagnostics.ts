import type { Saying } from '../../core/saying.ts';
import type { LimitState } from '../../ecs/limiter/adaptive-rate.ts';
import type { RightsProbe } from '../../ecs/rights/rights.ts';
import type { Loss } from '../transport/lost-connection.ts';
import type { SlackNetwork } from '../transport/slack-network.ts';

/** What only those who look after the bot want to know of its parts. */
export interface Diagnostics {
  readonly probe: RightsProbe;
  limits(): readonly LimitState[];
  /** Why no message can be sent just now; null when all is well. */
  outboxTrouble(): string | null;
  /** Why people or user groups cannot be looked up, and what to do; null when they can. */
  directoryTrouble(): Saying | null;
  /** Files and directories of the bot that other users of its machine can reach. */
  openFiles(): readonly string[];
  /** Since when the policy that is in force is so in this process, milliseconds UTC. */
  policySince(): number;
  /** Through the proxy, where one is set. */
  readonly fetch?: SlackNetwork['fetch'];
}

/** How Slack reaches the bot, at one moment. */
export interface Connection {
  readonly mode: 'socket' | 'http';
  readonly connected: boolean;
  /** Since when, milliseconds UTC; null while it is not, and in HTTP mode, where Slack opens a connection for each request. */
  readonly since: number | null;
  /** How often it was replaced since the start. */
  readonly renewed: number;
  /** Why there is none, where Slack said so. */
  readonly loss?: Loss | null;
}
