import type { Note } from '../core/message.ts';
import type { Delivery } from '../store/store.ts';
import { renderDm } from './dm.ts';
import { dmChannel, type Mouth, type Outcome, postOnce, troubled } from './mouth.ts';
import { speakCard } from './speak-card.ts';
import { renderThread } from './thread.ts';

/**
 * One try of a delivery: rendered from the store's state of this moment, looked for first when it may stand in Slack already,
 * and given another way where the first is closed.
 */
export async function speak(mouth: Mouth, delivery: Delivery): Promise<Outcome> {
  // The place in the line is taken before anything is waited for, so that no two deliveries take the same one.
  const posts = delivery.kind !== 'card' || delivery.card === null;
  const channel = delivery.kind === 'thread' ? (delivery.card?.channel ?? delivery.channel) : delivery.channel;
  const ms = posts ? mouth.pace.post(channel, mouth.now()) : 0;
  if (ms > 0) return { kind: 'wait', ms };
  if (delivery.kind === 'card') return speakCard(mouth, delivery);
  return delivery.kind === 'thread' ? speakThread(mouth, delivery) : speakDm(mouth, delivery);
}

async function speakThread(mouth: Mouth, delivery: Delivery): Promise<Outcome> {
  if (delivery.card === null) return { kind: 'never', reason: 'no_card' };
  const notes = delivery.messages.flatMap((message): Note[] =>
    message.kind === 'thread' && message.note.milestone !== 'decision' ? [message.note] : [],
  );
  const to = { channel: delivery.card.channel, threadTs: delivery.card.ts };
  const outcome = await postOnce(mouth, delivery, to, renderThread(notes));
  if (
    outcome.kind === 'trouble' &&
    (outcome.trouble.kind === 'messageGone' || outcome.trouble.kind === 'noSuchPlace')
  ) {
    // The card has gone: asking for it again brings it back, elsewhere if need be, and the thread follows it.
    mouth.looks.delete(delivery.requestId);
    await mouth.store.commit({ messages: [{ kind: 'card', requestId: delivery.requestId }], at: mouth.now() });
  }
  return outcome;
}

async function speakDm(mouth: Mouth, delivery: Delivery): Promise<Outcome> {
  const request = await mouth.store.request(delivery.requestId);
  if (request === null) return { kind: 'never', reason: 'unknown_request' };
  const post = renderDm(request, await mouth.store.instancesOf(delivery.requestId));
  const opened = await dmChannel(mouth, delivery.channel);
  const outcome = opened.ok
    ? await postOnce(mouth, delivery, { channel: opened.value, threadTs: null }, post)
    : troubled(opened);
  return outcome.kind === 'trouble' && outcome.trouble.kind === 'noSuchPlace'
    ? { kind: 'never', reason: outcome.trouble.code }
    : outcome;
}
