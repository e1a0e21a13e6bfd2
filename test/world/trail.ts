import { isDeepStrictEqual } from 'node:util';
import { ACCOUNT_SCOPE, FREEZE_SCOPE, POLICY_SCOPE } from '../../src/core/request/event.ts';
import { checkChain } from '../../src/core/request/hash-chain-check.ts';
import type { Store } from '../../src/store/store.ts';
import { replay, visibleOf } from '../support/replay.ts';

/** That a request as its events tell it is what the store holds of it at the same moment. */
export async function checkReplay(truth: Store, id: string, breaks: (promise: string) => void): Promise<void> {
  const before = await truth.eventsOf(id);
  const request = await truth.request(id);
  const instances = await truth.instancesOf(id);
  const events = await truth.eventsOf(id);
  // A commit came between the reads: they are not of one moment.
  if (request === null || events.length !== before.length) return;
  const told = replay(events);
  const stored = visibleOf(request, instances);
  if (!isDeepStrictEqual(told, stored))
    breaks(`${id} cannot be rebuilt from its events: ${JSON.stringify(told)} is not ${JSON.stringify(stored)}`);
}

/** That all events together are one unbroken chain. */
export async function checkWholeTrail(
  truth: Store,
  requestIds: readonly string[],
  breaks: (promise: string) => void,
): Promise<void> {
  const scopes = [...requestIds, ACCOUNT_SCOPE, FREEZE_SCOPE, POLICY_SCOPE];
  const events = (await Promise.all(scopes.map((scope) => truth.eventsOf(scope)))).flat();
  const check = checkChain();
  for (const event of events.toSorted((a, b) => a.seq - b.seq)) check.next(event, event.seq);
  const found = check.finish();
  if (found !== null) breaks(`the audit trail is broken: ${JSON.stringify(found)}`);
}
