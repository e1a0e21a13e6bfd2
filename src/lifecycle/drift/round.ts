import type { StoredAccount } from '../../core/account/account.ts';
import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import type { Authority } from '../../core/policy/authority.ts';
import type { Directory } from '../../core/policy/people.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';

export interface SweepPorts {
  readonly store: Store;
  readonly ecs: Pick<EcsPort, 'describeInstances' | 'listInstances'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly authority: Pick<Authority, 'admins'>;
  readonly directory: Pick<Directory, 'fresh'>;
  readonly policy: Pick<PolicySource, 'current'>;
  readonly defaultRegion: string;
  /** Null for never. */
  readonly everyMs: number | null;
  /** How long the cloud's answers may omit an instance before that means anything. */
  readonly graceMs: number;
}

/** The ports of the purchase guard. */
export type GuardPorts = Omit<SweepPorts, 'everyMs' | 'graceMs' | 'ecs'> & {
  readonly ecs: Pick<EcsPort, 'listInstances' | 'regions'>;
};

/** One look through the account. */
export interface SweepRound extends SweepPorts {
  /** Instances left behind in another account are passed over. */
  readonly account: StoredAccount;
  /** Slack user ids of the admins that the directory knows by name; read once per round. */
  admins(): Promise<readonly string[]>;
  /** Resolves early when the bot stops. */
  wait(ms: number): Promise<void>;
  isOver(): boolean;
}
