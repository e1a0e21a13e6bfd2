import type { AccountDeps } from '../usecases/account/accept-account.ts';
import type { Approvals } from '../usecases/approval/approvals.ts';
import type { AutoRenewalService } from '../usecases/auto-renewal/auto-renewal-service.ts';
import type { DiskDeps } from '../usecases/disk/change-disks.ts';
import type { FreezeDeps } from '../usecases/freeze/set-freeze.ts';
import type { ActorDeps, Caller } from '../usecases/instance/actor.ts';
import type { AdoptPorts } from '../usecases/instance/adopt.ts';
import type { ReadDeps } from '../usecases/instance/instance-reads.ts';
import type { KeyService } from '../usecases/key/key-service.ts';
import type { OrderDeps } from '../usecases/power/begin-order.ts';
import type { CommandAnswer } from './answer.ts';

/** A subcommand's context for one call. It calls use cases and replies with their outcome; the Slack room words and shows it. */
export interface CommandContext {
  readonly caller: CommandCaller;
  readonly deps: CommandDeps;
  /** Never rejects: a failure to answer is dealt with inside. */
  reply(answer: CommandAnswer): Promise<void>;
}

export interface CommandCaller extends Caller {
  readonly isAdmin: boolean;
  /** Names Slack's payload, the same at every retry. */
  readonly origin: string;
}

/** The ports of use cases. */
export interface CommandDeps extends ActorDeps, AccountDeps, AdoptPorts, DiskDeps, FreezeDeps, OrderDeps, ReadDeps {
  readonly approvals: Approvals;
  readonly autoRenew: AutoRenewalService;
  readonly keys: KeyService;
}
