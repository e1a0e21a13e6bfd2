import type { Text } from '../../text/en.ts';
import type { DisksChanged } from '../../usecases/disk/change-disks.ts';
import { attributesAnswer } from '../attribute/words.ts';
import type { Answer } from '../kit/answer.ts';
import { renewalAskedAnswer } from '../renewal/answers.ts';
import { prepaidToAsk } from './prepaid-to-ask.ts';
import { disksToConfirm } from './to-confirm.ts';

/** The outcome of a wish about disks, or its price. */
export function disksAnswer(changed: DisksChanged, text: Text, isAdmin: boolean): Answer {
  switch (changed.is) {
    case 'toConfirm':
      return disksToConfirm(changed, text);
    case 'toAsk':
      return prepaidToAsk(changed, text);
    case 'asked':
      return renewalAskedAnswer(changed.asked, null, text, isAdmin);
    default:
      return attributesAnswer(changed, text);
  }
}
