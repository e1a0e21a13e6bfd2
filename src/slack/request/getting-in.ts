import type { KnownBlock } from '@slack/types';
import { serverOf } from '../../core/connect/server-of.ts';
import { waysIn } from '../../core/connect/ways-in.ts';
import { asKnown } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Site } from '../../core/spec/charge.ts';
import type { Text } from '../../text/en.ts';
import { connectButton, terminalButtons, wayLine } from '../instance/connect-buttons.ts';
import { actions, contextBlock, plain, section } from '../kit/blocks.ts';
import { clip, code, mrkdwn } from '../kit/mrkdwn.ts';
import type { Detail } from '../kit/post.ts';

/** For more than these it is only said how to ask. */
const EACH_MAX = 3;

/** How to get into what runs: the terminal, one line to copy, and a button for the rest. Nothing of what does not run (any more). */
export function gettingIn(instances: readonly Instance[], site: Site | null, text: Text, detail: Detail): KnownBlock[] {
  const open = instances.flatMap((instance) => {
    const { ways } = waysIn(serverOf(asKnown(instance), site));
    return ways.length === 0 ? [] : [{ instance, ways }];
  });
  if (open.length > EACH_MAX) return [contextBlock(plain(text.connect.each))];
  return open.flatMap(({ instance: { id, spec }, ways }) => {
    const [line] = ways.flatMap((way) => wayLine(way, text) ?? []);
    const whose = open.length === 1 ? mrkdwn`` : mrkdwn`${code(clip(spec.name, detail.nameMax))} `;
    return [
      ...(line === undefined ? [] : [section(mrkdwn`${whose}*${text.connect.getIn}* ${line}`)]),
      actions(`connect:${id}`, [...terminalButtons(ways, text), connectButton(text.connect.button, '', id)]),
    ];
  });
}
