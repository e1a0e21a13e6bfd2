import type { Instance } from '../../core/instance/instance.ts';
import type { Power } from '../../core/power/power.ts';
import type { Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import type { TakenOver } from '../../usecases/instance/adopt.ts';
import type { Ordered } from '../../usecases/power/give-order.ts';
import { reasonOf } from '../freeze/blocks.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { section } from '../kit/blocks.ts';
import { isChannelId } from '../kit/ids.ts';
import { channelMention, code, joined, link, type Mrkdwn, mrkdwn, source, userMention } from '../kit/mrkdwn.ts';

/** Answers an order: what will happen and where to follow it, or why not. */
/** @param elsewhere why a taken order waits, see `text.freeze.elsewhere` */
export function orderedAnswer(
  ordered: Ordered,
  what: Power,
  user: string,
  text: Text,
  elsewhere: 'other' | 'unknown' | null = null,
): Answer {
  const { power } = text;
  switch (ordered.is) {
    case 'taken':
      return marked(
        elsewhere === null
          ? taken(ordered, what, user, text)
          : mrkdwn`${taken(ordered, what, user, text)} ${text.freeze.elsewhere[elsewhere]}`,
      );
    case 'refused':
      return powerRefusedAnswer(ordered.instance, what, ordered.refusal, text);
    case 'unknown':
      return ephemeral(power.form.notFound);
    case 'storeDown':
      return ephemeral(power.storeDown);
    case 'busy':
      return ephemeral(power.busy);
  }
}

export function powerRefusedAnswer(
  { spec }: Instance,
  what: Power,
  refusal: Extract<Ordered, { is: 'refused' }>['refusal'],
  { power }: Text,
): Answer {
  const sentence = power.refused(spec.name, what, refusal);
  if (refusal.why === 'prepaid')
    return marked(mrkdwn`${sentence} ${link(power.refund.url, power.refund.label)}${power.marks.end}`);
  if (refusal.why !== 'notYours') return ephemeral(sentence);
  return marked(mrkdwn`${sentence}${power.marks.open}${userMention(refusal.requester)}${power.marks.close}`);
}

function taken(
  { instance, request, replaces, freeze }: Extract<Ordered, { is: 'taken' }>,
  what: Power,
  user: string,
  text: Text,
): Mrkdwn {
  const { power, freeze: words } = text;
  const { spec, order } = instance;
  const sentences = [
    power.taken(spec.name, what, order?.stoppedMode ?? null),
    ...(replaces === null ? [] : [power.replaces(replaces)]),
    ...(freeze === null ? [] : [power.frozen(reasonOf(freeze, words))]),
  ];
  return followed(joined(sentences, ' '), request, instance, user, text);
}

/** Where each of its steps is reported. */
function followed(said: Mrkdwn, request: Request, instance: Instance, user: string, text: Text): Mrkdwn {
  const { power, commands } = text;
  const { channel, requester } = request;
  if (isChannelId(channel))
    return mrkdwn`${said} ${power.follow} ${power.inChannel} ${channelMention(channel)}${power.marks.end}`;
  if (requester === user) return mrkdwn`${said} ${power.follow} ${power.inYourMessages}${power.marks.end}`;
  const see = mrkdwn`${power.seeHistory} ${code(`${commands.slash} history ${instance.id}`)}${power.marks.end}`;
  return mrkdwn`${said} ${power.follow} ${power.inMessagesOf} ${userMention(requester)}${power.marks.stop}${see}`;
}

/** The outcome of taking an instance over, for the person who asked for it. */
export function takenOverAnswer(taken: TakenOver, user: string, text: Text): Answer {
  const { power } = text;
  switch (taken.is) {
    case 'adopted':
    case 'known': {
      const { instance, request } = taken;
      const { name } = instance.spec;
      const said = taken.is === 'adopted' ? power.adopted(name) : power.known(name, instance.adopted === true);
      return marked(followed(mrkdwn`${said}`, request, instance, user, text));
    }
    case 'refused':
      return ephemeral(power.notTheBots(taken.instance.spec.name));
    case 'storeDown':
      return ephemeral(power.storeDown);
    case 'busy':
      return ephemeral(power.busy);
  }
}

const marked = (said: Mrkdwn): Answer => ({ text: source(said), blocks: [section(said)] });
