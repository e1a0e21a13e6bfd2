import type { AccountStatus } from '../../core/account/account.ts';
import type { AccountAccepted } from '../../usecases/account/accept-account.ts';
import type { FreezeAnswer } from '../freeze/answers.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { mrkdwn, source, userMention } from '../kit/mrkdwn.ts';

/** @param given the account that the admin named */
export function accountAnswer(
  { text, localizer }: Pick<RequestContext, 'text' | 'localizer'>,
  user: string,
  given: string,
  accepted: AccountAccepted,
): FreezeAnswer {
  const toCaller = (sentence: string): FreezeAnswer => ({ to: 'caller', answer: ephemeral(sentence) });
  switch (accepted.kind) {
    case 'accepted':
      return { to: 'channel', answer: acceptedMessage(localizer.channelText(), user, accepted) };
    case 'underWay': {
      const { left, stored, actual } = accepted;
      return toCaller(text.freeze.account.underWay({ open: left.named, total: left.total, stored, actual }));
    }
    case 'asItIs':
      return toCaller(statusSentence(accepted.status, given, text));
    case 'storeDown':
      return toCaller(text.freeze.storeDown);
  }
}

function acceptedMessage(
  { freeze: { account: words } }: RequestContext['text'],
  user: string,
  { stored, actual, left }: Extract<AccountAccepted, { readonly kind: 'accepted' }>,
): Answer {
  const said = words.accepted(stored, actual);
  const givenUp = { open: left.named, total: left.total, stored: stored ?? '', actual };
  const more = left.total === 0 ? [] : [section(mrkdwn`❔ ${words.givenUp(givenUp)}`)];
  return {
    text: source(mrkdwn`${said}`),
    blocks: [section(mrkdwn`▶️ ${userMention(user)} ${said}`), ...more],
  };
}

function statusSentence(status: AccountStatus, given: string, { freeze: { account } }: RequestContext['text']): string {
  switch (status.is) {
    case 'ours':
      return account.same(status.account.id);
    case 'other':
      return account.notThat(given, status.actual, status.stored);
    case 'unknown':
      return account.unknown;
  }
}
