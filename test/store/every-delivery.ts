import { sampleAsked } from '../../src/sandbox/gallery/request/approval-samples.ts';
import type { Store } from '../../src/store/store.ts';
import { aRequest, ask, card, dm, NOW } from './samples.ts';

const claim = { owner: 'A', now: NOW, claimUntil: NOW + 60_000, limit: 1, skipChannels: ['C7'] };

/** Takes and answers one delivery after another until nothing is due; resolves to what they were. */
export async function deliverAll(store: Store): Promise<readonly string[]> {
  const sent: string[] = [];
  for (;;) {
    const [next] = await store.outbox.claim(claim);
    if (next === undefined) return sent;
    sent.push([next.kind, ...next.others.map(() => 'led'), ...next.askedWith.map(() => 'before')].join(' '));
    await store.outbox.delivered(next, { channel: 'C1', ts: `1.${sent.length}` }, NOW);
  }
}

let made = 0;

/** Two requests of one person, of which the second is shown in the message of the first. */
export async function askTogether(store: Store): Promise<readonly [string, string]> {
  made += 1;
  const ids = [`r-first${made}`, `r-second${made}`] as const;
  const { approval } = sampleAsked();
  for (const id of ids) {
    const next = aRequest(id, { state: 'pending', requester: `UTOGETHER${made}`, approval });
    const written = await store.commit({ requests: [{ next }], messages: [ask(id)], at: NOW });
    if (!written.ok) throw new Error(`it was refused: ${JSON.stringify(written.error)}`);
  }
  return ids;
}

/** Every kind of message, and edits of what was sent. */
export async function everyDelivery(store: Store): Promise<void> {
  await deliverAll(store);
  const [first, second] = await askTogether(store);
  const asked = await deliverAll(store);
  await store.commit({ messages: [card(second), dm(second, 'U5')], at: NOW });
  const told = await deliverAll(store);
  await store.commit({ messages: [ask(first), ask(second)], at: NOW });
  const edited = await deliverAll(store);
  const all = [...asked, ...told, ...edited];
  for (const kind of ['ask led', 'card', 'dm before'])
    if (!all.includes(kind)) throw new Error(`${kind} was not among ${all.join(', ')}`);
}
