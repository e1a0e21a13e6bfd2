import { expect } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import type { Script } from '../../support/child.ts';
import { until } from '../../support/wait.ts';
import { seeded } from '../samples.ts';

/**
 * Kills a writing process again and again and reads what it left: whatever was acknowledged must be there, and nothing in part.
 *
 * @param place where the writer writes: a directory or a `postgres://` url
 */
export async function crashRounds(
  script: Script,
  place: string,
  open: () => Promise<Store>,
  rounds: number,
): Promise<void> {
  const random = seeded(7);
  let requests = 0;
  for (let round = 0; round < rounds; round += 1) {
    const lines = await writeUntilKilled(script, place, String(round), 1 + Math.floor(random() * 30));
    const store = await open();
    const made = lines.filter((line) => line.startsWith('MADE')).length;
    const moved = lines.length - made;
    for (let n = 0; n < made; n += 1) {
      const state = await stateOf(store, `r-${round}-${n}`);
      expect(state).toBeGreaterThanOrEqual(n < moved ? 2 : 1);
    }
    // The change that was under way may have come true without an answer, but then wholly.
    const underWay = await stateOf(store, `r-${round}-${made}`);
    requests += made + (underWay > 0 ? 1 : 0);
    expect((await store.outbox.depth()).waiting).toBe(requests * 3);
    await store.close();
  }
  expect(requests).toBeGreaterThan(rounds);
}

/** Everything of the request is there, in one of its two states, or nothing is. Returns which. */
async function stateOf(store: Store, id: string): Promise<0 | 1 | 2> {
  const request = await store.request(id);
  const instances = await store.instancesOf(id);
  const events = await store.eventsOf(id);
  const found = {
    version: request?.version ?? 0,
    instances: instances.map((each) => each.version),
    events: events.length,
  };
  const whole = [
    { version: 0, instances: [], events: 0 },
    { version: 1, instances: [1, 1], events: 2 },
    { version: 2, instances: [2, 2], events: 3 },
  ] as const;
  expect(whole).toContainEqual(found);
  return found.version as 0 | 1 | 2;
}

/** Runs the writer and kills it once it has printed so many lines; what it printed was acknowledged. */
async function writeUntilKilled(
  script: Script,
  place: string,
  name: string,
  killAfter: number,
): Promise<readonly string[]> {
  const child = script.start(['write', place, name]);
  await until('the writer is at work', () => child.lines().length >= killAfter);
  child.process.kill('SIGKILL');
  await child.ended;
  return child.lines();
}
