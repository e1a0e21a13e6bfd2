import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { serverOf, siteOf } from '../../core/connect/server-of.ts';
import { waysIn } from '../../core/connect/ways-in.ts';
import { asKnown } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import type { Site } from '../../core/spec/charge.ts';
import type { Text } from '../../text/en.ts';
import { connectButton, terminalButtons, wayLine } from '../instance/connect-buttons.ts';
import { actions, button, contextBlock, plain, section } from '../kit/blocks.ts';
import { clip, code, mrkdwn } from '../kit/mrkdwn.ts';
import type { Detail } from '../kit/post.ts';
import { RUN_BESIDE, runButton, runSelect } from '../kit/run-buttons.ts';
import { powerAction } from '../power/ids.ts';

/** For more than these it is only said how to ask. */
const EACH_MAX = 3;

/** The site of its account, and what its image is called; null where that is not known. */
export interface KnownServer {
  readonly site: Site | null;
  readonly image: string | null;
}

export const knownServer = ({ quote, names }: Pick<Request, 'quote' | 'names'>): KnownServer => ({
  site: siteOf(quote),
  image: names?.image ?? null,
});

/** What its owner may want of one that runs; their rights are judged at the click. */
export const runningButtons = (id: string, { connect, power }: Pick<Text, 'connect' | 'power'>): readonly Button[] => [
  connectButton(connect.button, '', id),
  runButton(RUN_BESIDE, 'show', connect.show, `show ${id}`),
  button({ text: power.form.title.stop, actionId: powerAction('stop'), value: id }),
];

/** The same for several of one request. */
export function severalRunning(
  requestId: string,
  running: readonly { readonly id: string; readonly name: string }[],
  { connect, selection }: Pick<Text, 'connect' | 'selection'>,
): ActionsBlock['elements'] {
  const each = (verb: string) => running.map(({ id, name }) => ({ text: name, command: `${verb} ${id}` }));
  return [
    runSelect(RUN_BESIDE, 'connect', connect.pick, each('connect')),
    runSelect(RUN_BESIDE, 'show', connect.pickShow, each('show')),
    ...(running.length > 1 ? [runButton(RUN_BESIDE, 'stop', selection.stopAll, `stop ${requestId}`)] : []),
  ];
}

/** How to get into what runs: the terminal, one line to copy, and a button for the rest. Nothing of what does not run (any more). */
export function gettingIn(
  instances: readonly Instance[],
  { site, image }: KnownServer,
  text: Text,
  detail: Detail,
): KnownBlock[] {
  const open = instances.flatMap((instance) => {
    const { ways } = waysIn(serverOf(asKnown(instance), site, image));
    return ways.length === 0 ? [] : [{ instance, ways }];
  });
  if (open.length > EACH_MAX) return [contextBlock(plain(text.connect.each))];
  return open.flatMap(({ instance: { id, spec }, ways }) => {
    const [line] = ways.flatMap((way) => wayLine(way, text) ?? []);
    const whose = open.length === 1 ? mrkdwn`` : mrkdwn`${code(clip(spec.name, detail.nameMax))} `;
    return [
      ...(line === undefined ? [] : [section(mrkdwn`${whose}*${text.connect.getIn}* ${line}`)]),
      actions(`connect:${id}`, [...terminalButtons(ways, text), ...runningButtons(id, text)]),
    ];
  });
}
