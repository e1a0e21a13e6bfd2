import type { Notice } from '../core/notice.ts';
import type { Delivery } from '../store/store.ts';
import type { Text } from '../text/en.ts';
import type { Spoken } from './deliver.ts';
import { digestMessage } from './digest-message.ts';
import { isUserId } from './ids.ts';
import { dmChannel, type Mouth, type Outcome, postOnce, troubled } from './mouth.ts';
import {
  accountMessage,
  accountUnknownMessage,
  behindMessage,
  missingMessage,
  straysMessage,
  untoldMessage,
} from './notice-message.ts';
import { textIn } from './readers.ts';
import type { Post } from './standing.ts';

/** Posts what is about no request. It is no news any more where it cannot be posted: nothing waits for another place. */
export async function speakNotice(mouth: Mouth, delivery: Delivery): Promise<Outcome> {
  const [message] = delivery.messages;
  if (message?.kind !== 'notice') return { kind: 'never', reason: 'no_notice' };
  const { to, notice } = message;
  const text = await textIn(mouth.readers, to, async () => to);
  const opened: Spoken<string> = isUserId(to) ? await dmChannel(mouth, to) : { ok: true, value: to };
  const outcome = opened.ok
    ? await postOnce(mouth, delivery, { channel: opened.value, threadTs: null }, noticePost(notice, text))
    : troubled(opened);
  return outcome.kind === 'trouble' && outcome.trouble.kind === 'noSuchPlace'
    ? { kind: 'never', reason: outcome.trouble.code }
    : outcome;
}

function noticePost(notice: Notice, text: Text): Post {
  switch (notice.about) {
    case 'strays':
      return straysMessage(notice, text);
    case 'missing':
      return missingMessage(notice, text);
    case 'untold':
      return untoldMessage(notice, text);
    case 'behind':
      return behindMessage(notice, text);
    case 'account':
      return accountMessage(notice, text);
    case 'accountUnknown':
      return accountUnknownMessage(notice, text);
    case 'digest':
      return digestMessage(notice, text);
  }
}
