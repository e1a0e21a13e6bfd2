import type { Saying } from '../../core/saying.ts';
import type { LimitState } from '../../ecs/limiter/adaptive-rate.ts';
import type { RightsProbe } from '../../ecs/rights/rights.ts';
import type { Loss } from '../transport/lost-connection.ts';
import type { SlackNetwork } from '../transport/slack-network.ts';

/** The state of the bot's parts, for those who look after it. */
export interface Diagnostics {
  readonly probe: RightsProbe;
  limits(): readonly LimitState[];
  /** Why no message can be sent now; null if all is well. */
  outboxTrouble(): string | null;
  /** Why people or user groups cannot be looked up, and what to do; null if they can. */
  directoryTrouble(): Saying | null;
  /** Files and folders of the bot that other users of its machine can reach. */
  openFiles(): readonly string[];
  /** Since when this process has had the policy in force, milliseconds UTC. */
  policySince(): number;
  /** Through the proxy, if one is set. */
  readonly fetch?: SlackNetwork['fetch'];
}

/** The connection to Slack at one moment. */
export interface Connection {
  readonly mode: 'socket' | 'http';
  readonly connected: boolean;
  /** Since when, milliseconds UTC; null while it is down, and in HTTP mode, where Slack connects for each request. */
  readonly since: number | null;
  /** How often it was replaced since the start. */
  readonly renewed: number;
  /** Why there is none, if Slack said so. */
  readonly loss?: Loss | null;
}
