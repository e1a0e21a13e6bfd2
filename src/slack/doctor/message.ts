import type { Text } from '../../text/en.ts';
import type { Answer } from '../kit/answer.ts';
import { actions, button, contextBlock, header, plain } from '../kit/blocks.ts';
import { bold, harmless, type Mrkdwn, mrkdwn, source } from '../kit/mrkdwn.ts';
import { lineSections } from '../kit/post.ts';
import type { Findings } from './examine.ts';
import type { CheckStatus } from './finding.ts';

export const CHECK_AGAIN = 'doctor_again';

const MARK: Readonly<Record<CheckStatus, string>> = { good: '✅', attention: '⚠️', bad: '❌', unknown: '❔' };

/** @param isAdmin others get the state without the operator's details, except for what they can fix themselves */
export function doctorMessage(findings: Findings, isAdmin: boolean, { doctor: text }: Text): Answer {
  const title = titleOf(findings, text);
  const rows = findings.map(([check, { status, says, fix }]) => {
    const name = bold(text.check[check]);
    // Anybody in the channel can do what the channel needs.
    const whole = isAdmin || check === 'channel' || check === 'connection';
    if (!whole) return mrkdwn`${MARK[status]} ${name}${status === 'good' ? '' : ` – ${text.tellAdmins}`}`;
    return mrkdwn`${MARK[status]} ${name}: ${says}${fixOf(fix)}`;
  });
  return {
    text: source(harmless(title)),
    blocks: [
      header(title),
      ...lineSections(rows, (row) => source(row).length),
      contextBlock(plain(isAdmin ? text.harmless : text.short)),
      actions('doctor', [button({ text: text.again, actionId: CHECK_AGAIN })]),
    ],
  };
}

const fixOf = (fix: string): Mrkdwn => (fix === '' ? mrkdwn`` : mrkdwn`\n        → ${fix}`);

function titleOf(findings: Findings, text: Text['doctor']): string {
  const many = (status: CheckStatus): number => findings.filter(([, found]) => found.status === status).length;
  const attention = many('bad') + many('attention');
  if (attention > 0) return text.needsAttention(attention);
  return many('unknown') > 0 ? text.notKnown(many('unknown')) : text.allWell;
}
