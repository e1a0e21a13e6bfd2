import type { Button } from '@slack/types';
import type { Way } from '../../core/connect/ways-in.ts';
import type { Text } from '../../text/en.ts';
import { button } from '../kit/blocks.ts';
import { code, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';

type Words = Pick<Text, 'connect' | 'marks'>;

/** The action id of what opens Workbench: Slack reports the press, and nothing is done for it. */
export const OPEN_TERMINAL = 'open_terminal';

/** To the terminal in the browser; to both sites where it is not known which is right. */
export function terminalButtons(ways: readonly Way[], { connect: text }: Words): readonly Button[] {
  const terminals = ways.filter((one) => one.way === 'terminal');
  return terminals.map(({ site, url }) =>
    button({
      text: terminals.length === 1 ? text.open : text.openAt(site),
      actionId: `${OPEN_TERMINAL}:${site}`,
      url,
    }),
  );
}

/** Answers its presser as the command does; their rights are judged then. */
export const connectButton = (label: string, key: string, ref: string): Button =>
  runButton(RUN_BESIDE, `connect${key}`, label, `connect ${ref}`);

/** What is copied, with what it takes: `ssh root@47.1.2.3` (key pair ines). Null for what is opened with a button. */
export function wayLine(way: Way, { connect: text, marks }: Words): Mrkdwn | null {
  switch (way.way) {
    case 'terminal':
      return null;
    case 'ssh':
      return way.key === null
        ? code(way.line)
        : mrkdwn`${code(way.line)}${marks.open}${text.key(way.key)}${marks.close}`;
    case 'rdp':
      return mrkdwn`${code(way.address)}${marks.open}${text.user(way.user)}${marks.close}`;
    case 'session':
      return code(way.line);
    case 'forward':
      return mrkdwn`${code(way.line)}${marks.comma}${text.thenOpen} ${code(way.address)}`;
  }
}
