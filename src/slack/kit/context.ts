import type { Command } from '../../commands/define.ts';
import type { AccountGate } from '../../core/account/account.ts';
import type { Clock, Random } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import type { Authority } from '../../core/policy/authority.ts';
import type { Directory } from '../../core/policy/people.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import type { Inventory } from '../../ecs/catalogue/inventory.ts';
import type { Quotes } from '../../ecs/money/quotes.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';
import type { Text } from '../../text/en.ts';
import type { Approvals } from '../../usecases/approval/approvals.ts';
import type { AutoRenewalService } from '../../usecases/auto-renewal/auto-renewal-service.ts';
import type { InstanceService } from '../../usecases/instance/instance-service.ts';
import type { KeyService } from '../../usecases/key/key-service.ts';
import type { Channels } from '../channels/channel-access.ts';
import type { ViewRevisions } from '../create-form/view-revisions.ts';
import type { Connection, Diagnostics } from '../doctor/diagnostics.ts';
import type { Homes } from '../home/keep-homes.ts';
import type { Localizer } from './localizer.ts';
import type { NewestReads } from './newest-reads.ts';

/** The ports of all listeners. */
export interface AppContext {
  readonly commands: readonly Command[];
  readonly authority: Authority;
  readonly policy: PolicySource;
  readonly directory: Directory;
  readonly approvals: Approvals;
  readonly store: Store;
  readonly account: AccountGate;
  readonly catalogue: Catalogue;
  readonly quotes: Quotes;
  readonly inventory: Inventory;
  /** What buttons ask of the cloud; never to create or change anything. */
  readonly cloud: Pick<EcsPort, 'findByTag' | 'describeInstances' | 'inboundRules' | 'agent' | 'site' | 'dryRun'>;
  readonly diagnostics: Diagnostics;
  readonly connection: () => Connection;
  readonly power: InstanceService;
  readonly autoRenew: AutoRenewalService;
  readonly keys: KeyService;
  readonly homes: Homes;
  readonly channels: Channels;
  readonly reads: NewestReads;
  /** Shared by all who change forms. */
  readonly viewRevisions: ViewRevisions;
  /** Aborted when the bot stops: then nobody waits for what is only nice to have. */
  readonly stopping: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The region the form starts with. */
  readonly defaultRegion: string;
  readonly localizer: Localizer;
}

/** A listener's ports for one person, with the texts in their language. */
export interface RequestContext extends AppContext {
  /** When the person's action arrived, in milliseconds UTC: Slack waits three seconds for an answer. */
  readonly enteredAt: number;
  readonly text: Text;
}
