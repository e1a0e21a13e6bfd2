import type { Approvals } from '../approvals/approvals.ts';
import type { Command } from '../commands/define.ts';
import type { AccountGate } from '../core/account.ts';
import type { Authority } from '../core/authority.ts';
import type { Clock, Random } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Directory } from '../core/people.ts';
import type { PolicySource } from '../core/policy.ts';
import type { Catalogue } from '../ecs/catalogue.ts';
import type { Inventory } from '../ecs/inventory.ts';
import type { EcsPort } from '../ecs/port.ts';
import type { Quotes } from '../ecs/quotes.ts';
import type { AutoRenewDesk } from '../power/auto-renew.ts';
import type { PowerDesk } from '../power/desk.ts';
import type { Store } from '../store/store.ts';
import type { Text } from '../text/en.ts';
import type { Channels } from './channel-access.ts';
import type { Care, Connection } from './doctor/care.ts';
import type { Homes } from './homes.ts';
import type { NewestReads } from './newest-reads.ts';
import type { Readers } from './readers.ts';
import type { Turns } from './turns.ts';

/** What everybody's listeners work with. */
export interface House {
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
  /** What is asked of the cloud itself when somebody presses a button; never to create or change anything. */
  readonly cloud: Pick<EcsPort, 'findByTag' | 'describeInstances' | 'site'>;
  readonly care: Care;
  readonly connection: () => Connection;
  readonly power: PowerDesk;
  readonly autoRenew: AutoRenewDesk;
  readonly homes: Homes;
  readonly channels: Channels;
  readonly reads: NewestReads;
  /** One for all who change forms. */
  readonly turns: Turns;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The region the form starts with. */
  readonly defaultRegion: string;
  readonly readers: Readers;
}

/** What the listeners work with, for one person: what is told to them alone is in their language. */
export interface Room extends House {
  readonly text: Text;
}
