import type { Button, KnownBlock, StaticSelect } from '@slack/types';
import { serverOf, siteOf } from '../../core/connect/server-of.ts';
import { type Obstacle, type Way, waysIn } from '../../core/connect/ways-in.ts';
import { asKnown } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { isOpenToWorld, type Opens } from '../../core/security-group/open-to-world.ts';
import type { Site } from '../../core/spec/charge.ts';
import type { Text } from '../../text/en.ts';
import { connectButton, terminalButtons, wayLine } from '../instance/connect-buttons.ts';
import { actions, button, contextBlock, LIMITS, plain, section } from '../kit/blocks.ts';
import { clipName, code, EMPTY, mrkdwn } from '../kit/mrkdwn.ts';
import type { Detail } from '../kit/post.ts';
import { RUN_BESIDE, runButton, runSelect } from '../kit/run-buttons.ts';
import { powerAction } from '../power/ids.ts';

/** For more than these, it only says how to ask. */
const EACH_MAX = 3;

/** Facts read at the request: the account's site and the image's name; null if unknown. */
export interface KnownServer {
  readonly site: Site | null;
  readonly image: string | null;
  /** What its security groups let in, as read at the request. */
  readonly opens: Opens;
}

export const knownServer = ({ quote, names }: Pick<Request, 'quote' | 'names'>): KnownServer => ({
  site: siteOf(quote),
  image: names?.image ?? null,
  opens: names?.opens ?? 'unchecked',
});

/** The buttons for a running instance; the presser's rights are judged at the click. */
export const runningButtons = (id: string, { connect, power }: Text): readonly Button[] => [
  connectButton(connect.button, '', id),
  runButton(RUN_BESIDE, 'show', connect.show, `show ${id}`),
  button({ text: power.form.button.stop, actionId: powerAction('stop'), value: id }),
];

/** The same for a stopped instance. */
export const stoppedButtons = (id: string, { connect, power }: Text): readonly Button[] => [
  button({ text: power.form.button.start, actionId: powerAction('start'), value: id }),
  runButton(RUN_BESIDE, 'show', connect.show, `show ${id}`),
];

/** One of several, as a list shows it. */
export interface Pickable {
  readonly id: string;
  readonly name: string;
}

/** A request's existing instances, by whether they run. */
interface Standing {
  readonly running: readonly Pickable[];
  readonly stopped: readonly Pickable[];
}

/** The same for several instances of one request. */
export function severalStanding(
  requestId: string,
  { running, stopped }: Standing,
  { connect, selection }: Text,
): readonly KnownBlock[] {
  const all = [...running, ...stopped];
  return [
    actions('running', [
      ...(running.length > 0 ? [pickOf(running, 'connect', connect.pick)] : []),
      pickOf(all, 'show', connect.pickShow),
      ...(running.length > 1 ? [runButton(RUN_BESIDE, 'stop', selection.stopAll, `stop ${requestId}`)] : []),
      ...(stopped.length > 0 ? [runButton(RUN_BESIDE, 'start', selection.startStopped, `start ${requestId}`)] : []),
    ]),
    ...(running.length > LIMITS.options ? beyondPick(running, 'connect', connect) : beyondPick(all, 'show', connect)),
  ];
}

/** A list of instances, to run a command on one. */
export const pickOf = (all: readonly Pickable[], verb: string, placeholder: string): StaticSelect =>
  runSelect(
    RUN_BESIDE,
    verb,
    placeholder,
    all.map(({ id, name }) => ({ text: clipName(name, LIMITS.optionText), command: `${verb} ${id}` })),
  );

/** How to reach the instances for which Slack's list has no room. */
export function beyondPick(
  all: readonly Pickable[],
  verb: string,
  { firstOf }: Pick<Text['connect'], 'firstOf'>,
): readonly KnownBlock[] {
  const left = all[LIMITS.options];
  return left === undefined ? [] : [contextBlock(plain(firstOf(LIMITS.options, `${verb} ${left.name}`)))];
}

/**
 * How to log in to the running instances: the terminal, one line to copy, and a button for the rest. Empty for instances that do
 * not run (any more).
 */
export function gettingIn(
  instances: readonly Instance[],
  { site, image, opens }: KnownServer,
  text: Text,
  detail: Detail,
): KnownBlock[] {
  const open = instances.flatMap((instance) => {
    const { ways, obstacles } = waysIn(serverOf(asKnown(instance), site, image));
    return ways.length === 0 ? [] : [{ instance, ways, obstacles }];
  });
  if (open.length > EACH_MAX) return [contextBlock(plain(text.connect.each))];
  return open.flatMap(({ instance: { id, spec }, ways, obstacles }) => {
    // Nobody told the bot who logs in to what others created, and with what: Session Manager asks for neither.
    const certain = obstacles.includes('unknownLogin') ? ways.filter(({ way }) => way === 'session') : ways;
    const direct = certain.find(({ way }) => way !== 'terminal');
    const line = direct && wayLine(direct, text);
    const only = direct && limitOf(direct, obstacles, opens, text);
    const whose = open.length === 1 ? mrkdwn`` : mrkdwn`${code(clipName(spec.name, detail.nameMax))} `;
    return [
      ...(line
        ? [
            section(
              mrkdwn`${whose}*${text.connect.getIn}* ${line}${only ? mrkdwn`${text.marks.semicolon}${only}` : EMPTY}`,
            ),
          ]
        : []),
      actions(`connect:${id}`, [...terminalButtons(ways, text), ...runningButtons(id, text)]),
    ];
  });
}

const PORT: Readonly<Partial<Record<Way['way'], number>>> = { ssh: 22, rdp: 3389 };

/** Why a line may not work for its reader, as far as is known without asking; null if nothing is known against it. */
function limitOf({ way }: Way, obstacles: readonly Obstacle[], opens: Opens, { connect }: Text): string | null {
  const port = PORT[way];
  if (port === undefined) return null;
  if (obstacles.includes('noPassword')) return connect.only.noPassword;
  if (obstacles.includes('privateOnly')) return connect.only.inside;
  // The content of a prefix list is unknown.
  const isShut = opens !== 'unchecked' && !opens.more && !isOpenToWorld(opens, port);
  return isShut ? connect.only.somebody(port) : null;
}
