import type { Instance } from '../core/instance.ts';
import type { Power } from '../core/power.ts';
import type { Ordered } from '../power/order.ts';
import type { Text } from '../text/en.ts';
import { plain, section } from './blocks.ts';
import { type Answer, ephemeral } from './help-message.ts';
import { isChannelId } from './ids.ts';
import { channelMention, code, joined, lines, type Mrkdwn, mrkdwn, source, userMention } from './mrkdwn.ts';
import { standingOf } from './standing.ts';

/** What somebody is told at once of the order they have given: what will happen and where it is followed, or why not. */
export function orderedAnswer(ordered: Ordered, what: Power, user: string, text: Text): Answer {
  const { power } = text;
  switch (ordered.is) {
    case 'taken':
      return marked(taken(ordered, what, user, text));
    case 'refused':
      return refusedAnswer(ordered.instance, what, ordered.refusal, text);
    case 'unknown':
      return ephemeral(power.form.notFound);
    case 'storeDown':
      return ephemeral(power.storeDown);
    case 'busy':
      return ephemeral(power.busy);
  }
}

export function refusedAnswer(
  { spec }: Instance,
  what: Power,
  refusal: Extract<Ordered, { is: 'refused' }>['refusal'],
  { power }: Text,
): Answer {
  const sentence = power.refused(spec.name, what, refusal);
  if (refusal.why !== 'notYours') return ephemeral(sentence);
  return marked(mrkdwn`${sentence} (${userMention(refusal.requester)})`);
}

function taken(
  { instance, request, replaces, freeze }: Extract<Ordered, { is: 'taken' }>,
  what: Power,
  user: string,
  { power }: Text,
): Mrkdwn {
  const { spec, order } = instance;
  const sentences = [
    power.taken(spec.name, what, order?.stoppedMode ?? null),
    ...(replaces === null ? [] : [power.replaces(replaces)]),
    ...(freeze === null ? [] : [power.frozen(freeze.reason)]),
  ];
  const said = joined(sentences, ' ');
  const { channel, requester } = request;
  if (isChannelId(channel)) return mrkdwn`${said} ${power.follow} ${power.inChannel} ${channelMention(channel)}.`;
  if (requester === user) return mrkdwn`${said} ${power.follow} ${power.inYourMessages}.`;
  const see = mrkdwn`${power.seeHistory} ${code(`/ecs history ${instance.id}`)}.`;
  return mrkdwn`${said} ${power.follow} ${power.inMessagesOf} ${userMention(requester)}. ${see}`;
}

/** Which of several instances of one name is meant. */
export function severalAnswer(given: string, instances: readonly Instance[], text: Text): Answer {
  const rows = instances.map((instance) => {
    const { id, cloudId, spec } = instance;
    const standing = text.card.standing[standingOf(instance)];
    return joined(
      [code(id), ...(cloudId === null ? [] : [code(cloudId)]), spec.instanceType, spec.zone, standing],
      ' · ',
    );
  });
  const sentence = text.power.several(given);
  return { text: ephemeral(sentence).text, blocks: [section(plain(sentence)), section(lines(rows))] };
}

const marked = (said: Mrkdwn): Answer => ({ text: source(said), blocks: [section(said)] });
