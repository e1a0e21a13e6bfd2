import type { Button, KnownBlock, StaticSelect } from '@slack/types';
import { serverOf, siteOf } from '../../core/connect/server-of.ts';
import { waysIn } from '../../core/connect/ways-in.ts';
import { asKnown } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import type { Site } from '../../core/spec/charge.ts';
import type { Text } from '../../text/en.ts';
import { connectButton, terminalButtons, wayLine } from '../instance/connect-buttons.ts';
import { actions, button, contextBlock, LIMITS, plain, section } from '../kit/blocks.ts';
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
  button({ text: power.form.button.stop, actionId: powerAction('stop'), value: id }),
];

/** One of several, as a list names it. */
export interface Pickable {
  readonly id: string;
  readonly name: string;
}

/** The same for several of one request. */
export function severalRunning(
  requestId: string,
  running: readonly Pickable[],
  { connect, selection }: Pick<Text, 'connect' | 'selection'>,
): readonly KnownBlock[] {
  return [
    actions('running', [
      pickOf(running, 'connect', connect.pick),
      pickOf(running, 'show', connect.pickShow),
      ...(running.length > 1 ? [runButton(RUN_BESIDE, 'stop', selection.stopAll, `stop ${requestId}`)] : []),
    ]),
    ...beyondPick(running, 'connect', connect),
  ];
}

/** A list of them, to run a command on one. */
export const pickOf = (all: readonly Pickable[], verb: string, placeholder: string): StaticSelect =>
  runSelect(
    RUN_BESIDE,
    verb,
    placeholder,
    all.map(({ id, name }) => ({ text: name, command: `${verb} ${id}` })),
  );

/** What to do for those that a list of Slack's has no room for. */
export function beyondPick(
  all: readonly Pickable[],
  verb: string,
  { firstOf }: Pick<Text['connect'], 'firstOf'>,
): readonly KnownBlock[] {
  const left = all[LIMITS.options];
  return left === undefined ? [] : [contextBlock(plain(firstOf(LIMITS.options, `${verb} ${left.name}`)))];
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
