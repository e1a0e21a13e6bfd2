import { atOnce, diskKey, formatAgreedPrice } from '../../core/disk/disk-wish.ts';
import { nameOf } from '../../core/instance/found-instance.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import { totalOf } from '../../core/spec/quote.ts';
import { moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import type { PrepaidDiskAnswer } from '../../usecases/disk/ask-for-prepaid-disk.ts';
import { exactRef } from '../instance/words.ts';
import type { Answer } from '../kit/answer.ts';
import { actions, contextBlock, plain, section } from '../kit/blocks.ts';
import { clipName, lines, moment, mrkdwn, source } from '../kit/mrkdwn.ts';
import { RUN_HERE, runButton } from '../kit/run-buttons.ts';

const NAME_MAX = 128;

type ToAsk = Extract<PrepaidDiskAnswer, { readonly is: 'toAsk' }>;

/** The price of a larger prepaid disk and who has to approve, with a button that asks them at that price. */
export function prepaidToAsk({ found, disk, askable, wasAgreed }: ToAsk, text: Text): Answer {
  const { prepaidDisk: words, renewal, marks } = text;
  const { quote, asked, until } = askable;
  const { approval } = asked;
  const balance = approval.balance?.money ?? null;
  const needed = Math.max(...approval.requirements.map((requirement) => requirement.needed));
  const name = clipName(nameOf(found), NAME_MAX);
  const rows = [
    mrkdwn`*${words.title(name, disk)}*`,
    ...(wasAgreed ? [mrkdwn`⚠️ ${text.disk.priceMoved}`] : []),
    mrkdwn`${renewal.facts.until}${marks.colon}${moment(until)}`,
    mrkdwn`${words.costs(moneyText(totalOf(quote)))}`,
    mrkdwn`${words.balance(balance === null ? null : moneyText(balance))}`,
    mrkdwn`${words.needs(needed)}`,
  ];
  // With the disk and the price that were shown.
  const command = `set ${refWord(exactRef(found))} ${diskKey(disk.which)}/${disk.diskId}=${disk.to} price=${formatAgreedPrice(atOnce(quote))}`;
  return {
    text: source(lines(rows)),
    blocks: [
      section(lines(rows)),
      contextBlock(plain(text.disk.onlyGrows)),
      actions('disk_growth', [runButton(RUN_HERE, 'prepaid', words.request, command)]),
    ],
  };
}
