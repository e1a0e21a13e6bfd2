import type { Notice } from '../../core/request/notice.ts';
import type { Delivery } from '../../store/store.ts';
import type { Text } from '../../text/en.ts';
import { keyNoticeMessage } from '../key/answers.ts';
import { textIn } from '../kit/localizer.ts';
import type { Post } from '../kit/post.ts';
import { digestMessage } from '../notices/digest-message.ts';
import {
  accountMessage,
  accountUnknownMessage,
  behindMessage,
  missingMessage,
  orphansMessage,
} from '../notices/notice-message.ts';
import { type DeliveryOutcome, postTo, type Sender } from './sender.ts';

/** Posts a notice, which has no second place. */
export async function sendNotice(sender: Sender, delivery: Delivery): Promise<DeliveryOutcome> {
  const [message] = delivery.messages;
  if (message?.kind !== 'notice') return { kind: 'never', reason: 'no_notice' };
  const { to, notice } = message;
  const text = await textIn(sender.localizer, to, async () => to);
  return postTo(sender, delivery, to, noticePost(notice, text));
}

function noticePost(notice: Notice, text: Text): Post {
  switch (notice.about) {
    case 'orphans':
      return orphansMessage(notice, text);
    case 'missing':
      return missingMessage(notice, text);
    case 'behind':
      return behindMessage(notice, text);
    case 'account':
      return accountMessage(notice, text);
    case 'accountUnknown':
      return accountUnknownMessage(notice, text);
    case 'digest':
      return digestMessage(notice, text);
    case 'key':
      return keyNoticeMessage(notice, text);
  }
}
