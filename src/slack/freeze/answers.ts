import type { FreezeChanged } from '../../usecases/freeze/set-freeze.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import type { RequestContext } from '../kit/context.ts';
import { fasterMessage, frozenByBotMessage, frozenMessage, liftedMessage, restoredBeforeMessage } from './blocks.ts';

/** The outcome: to the whole channel if something has changed, otherwise to the admin alone. */
export interface FreezeAnswer {
  readonly to: 'channel' | 'caller';
  readonly answer: Answer;
}

export function freezeAnswer(
  { text, localizer }: Pick<RequestContext, 'text' | 'localizer'>,
  user: string,
  changed: FreezeChanged,
): FreezeAnswer {
  const toCaller = (answer: Answer): FreezeAnswer => ({ to: 'caller', answer });
  switch (changed.kind) {
    case 'frozen':
      return { to: 'channel', answer: frozenMessage(changed.freeze, changed.replaced, localizer.channelText()) };
    case 'lifted':
      return {
        to: 'channel',
        answer: liftedMessage(user, changed.freeze, changed.restored, localizer.channelText()),
      };
    case 'notFrozen':
      return toCaller(ephemeral(text.freeze.notFrozen));
    case 'restoredBefore':
      return toCaller(restoredBeforeMessage(changed.freeze, text));
    case 'frozenByBot':
      return toCaller(frozenByBotMessage(changed.freeze, text));
    case 'takenBefore': {
      // To the admin alone: if the bot died before it announced the freeze, this tells that it is in force.
      const { now } = changed;
      return toCaller(now === null ? ephemeral(text.freeze.notFrozen) : frozenMessage(now, null, text));
    }
    case 'faster':
      return toCaller(fasterMessage(changed.now, text));
    case 'storeDown':
      return toCaller(ephemeral(text.freeze.storeDown));
  }
}
