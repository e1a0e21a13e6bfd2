import type { Button } from '@slack/types';
import type { Way } from '../../core/connect/ways-in.ts';
import type { Text } from '../../text/en.ts';
import { button } from '../kit/blocks.ts';
import { code, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';

/** The action id of the button that opens Workbench: Slack reports the press, and the bot does nothing. */
export const OPEN_TERMINAL = 'open_terminal';

/** Opens the terminal in the browser; a button for each site if the right one is unknown. */
export function terminalButtons(ways: readonly Way[], { connect: text }: Text): readonly Button[] {
  const terminals = ways.filter((one) => one.way === 'terminal');
  return terminals.map(({ site, url }) =>
    button({
      text: terminals.length === 1 ? text.open : text.openAt(site),
      actionId: `${OPEN_TERMINAL}:${site}`,
      url,
    }),
  );
}

/** Answers the presser as the command does, and judges their rights then. */
export const connectButton = (label: string, key: string, ref: string): Button =>
  runButton(RUN_BESIDE, `connect${key}`, label, `connect ${ref}`);

/** A line to copy, with what it needs: `ssh root@47.1.2.3` (key pair ines). Null for a way that a button opens. */
export function wayLine(way: Way, { connect: text, marks }: Text): Mrkdwn | null {
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
