import { describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { aboutContract } from './contract-about.ts';
import { archiveContract } from './contract-archive.ts';
import { askedContract } from './contract-asked.ts';
import { claimContract } from './contract-claims.ts';
import { commitContract } from './contract-commit.ts';
import { fleetContract } from './contract-fleet.ts';
import { freezeContract } from './contract-freeze.ts';
import { lastRequestContract } from './contract-last-request.ts';
import { namesContract } from './contract-names.ts';
import { noticesContract } from './contract-notices.ts';
import { outboxContract } from './contract-outbox.ts';
import { outboxAsksContract } from './contract-outbox-asks.ts';
import { outboxOrderContract } from './contract-outbox-order.ts';
import { outboxTogetherContract } from './contract-outbox-together.ts';
import { renewalsContract } from './contract-renewals.ts';
import { spendingContract } from './contract-spending.ts';
import { trailContract } from './contract-trail.ts';

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
    fleetContract(open);
    namesContract(open);
    renewalsContract(open);
    claimContract(open);
    outboxContract(open);
    outboxAsksContract(open);
    outboxOrderContract(open);
    outboxTogetherContract(open);
    noticesContract(open);
    trailContract(open);
    archiveContract(open);
    aboutContract(open);
  });
}
