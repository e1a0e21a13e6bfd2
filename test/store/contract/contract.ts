import { describe } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { archiveContract } from './archive.ts';
import { askedContract } from './asked.ts';
import { claimContract } from './claims.ts';
import { commitContract } from './commit.ts';
import { aboutContract } from './database-facts.ts';
import { freezeContract } from './freeze.ts';
import { instanceQueriesContract } from './instance-queries.ts';
import { lastRequestContract } from './last-request.ts';
import { namesContract } from './names.ts';
import { noticesContract } from './notices.ts';
import { outboxContract } from './outbox.ts';
import { outboxAsksContract } from './outbox-asks.ts';
import { outboxOrderContract } from './outbox-order.ts';
import { outboxTogetherContract } from './outbox-together.ts';
import { ownKeysContract } from './own-keys.ts';
import { renewalsContract } from './renewals.ts';
import { spendingContract } from './spending.ts';
import { trailContract } from './trail.ts';

/** Opens a store on a database of its own that is empty; the suite closes it. */
export type OpenStore = () => Promise<Store>;

/** What every home of the store promises. */
export function storeContract(home: string, open: OpenStore): void {
  describe(`the store on ${home}`, () => {
    commitContract(open);
    freezeContract(open);
    spendingContract(open);
    askedContract(open);
    lastRequestContract(open);
    instanceQueriesContract(open);
    namesContract(open);
    renewalsContract(open);
    claimContract(open);
    outboxContract(open);
    outboxAsksContract(open);
    outboxOrderContract(open);
    outboxTogetherContract(open);
    noticesContract(open);
    ownKeysContract(open);
    trailContract(open);
    archiveContract(open);
    aboutContract(open);
  });
}
