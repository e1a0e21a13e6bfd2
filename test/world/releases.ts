import type { Store } from '../../src/store/store.ts';

interface Scene {
  readonly truth: Store;
  readonly breaks: (promise: string) => void;
}

/** Nothing is released that nobody has ordered released: asked right before the call takes effect. */
export async function beforeRelease({ truth, breaks }: Scene, cloudId: string): Promise<void> {
  const row = (await truth.queries.byCloudIds([cloudId])).get(cloudId);
  if (row === undefined) return breaks(`${cloudId} is released, and no row knows it`);
  const events = await truth.eventsOf(row.requestId);
  const isOrdered = events.some(
    ({ kind, actor, instanceId, data }) =>
      kind === 'instance.wanted' && actor !== 'bot' && instanceId === row.id && data.what === 'release',
  );
  if (!isOrdered) breaks(`${row.id} is released, and nobody has ordered that`);
}
