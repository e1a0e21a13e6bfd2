import { isDeepStrictEqual } from 'node:util';
import type { KnownBlock } from '@slack/types';
import { type LiveChecks, type PortOpen, type PortSeen, portOf, type Sources } from '../../core/connect/live-checks.ts';
import { type Obstacle, type Server, type Way, waysIn } from '../../core/connect/ways-in.ts';
import { type FoundInstance, nameOf } from '../../core/instance/found-instance.ts';
import { type KeyChoice, whoseKey } from '../../core/option/key-pair.ts';
import type { PortSaid, SourcesSaid } from '../../text/en/connect.ts';
import type { Text } from '../../text/en.ts';
import type { Answer } from '../kit/answer.ts';
import { actions, contextBlock, header, plain, section } from '../kit/blocks.ts';
import { code, harmless, lines, type Mrkdwn, mrkdwn, source } from '../kit/mrkdwn.ts';
import { RUN_BESIDE, RUN_HERE, runButton } from '../kit/run-buttons.ts';
import { refOf } from './actions.ts';
import { terminalButtons, wayLine } from './connect-buttons.ts';
import { stateText } from './words.ts';

/** What is known of the port and the agent; `checking` while the cloud is asked. */
export type ChecksShown = LiveChecks | 'checking';

/** The reader and the key pairs of the region, which tell their owners; null while those are unknown. */
export interface KeysSeen {
  readonly user: string;
  readonly pairs: readonly KeyChoice[] | null;
}

/** Every way to log in, the easiest first, with what it needs; then the obstacles, and how to remove them. */
export function connectMessage(
  found: FoundInstance,
  server: Server,
  checks: ChecksShown,
  text: Text,
  keys: KeysSeen,
): Answer {
  const { connect: words, instances, marks } = text;
  const { ways, obstacles } = waysIn(server);
  const title = nameOf(found);
  const state = stateText(found, instances);
  const first = ways.find(({ way }) => way === 'ssh');
  const copied = ways.flatMap((way) => {
    const line = wayLine(way, text);
    return line === null || way.way === 'terminal'
      ? []
      : [mrkdwn`*${nameOfWay(way, words)}*\n${line}`, ...(way === first ? keyFileLines(way, keys, words) : [])];
  });
  const isAsked = ways.length > 0 && checks === 'checking';
  return {
    text: source(harmless(`${title}${marks.colon}${state}`)),
    blocks: [
      header(title),
      section(mrkdwn`*${state}*`),
      ...(found.cloud?.locks ?? []).map((lock) => section(mrkdwn`⚠️ ${instances.lock(lock)}`)),
      ...obstacleBlocks(obstacles, checks, words),
      ...(copied.length === 0 ? [] : [section(lines(copied))]),
      ...(isAsked ? [contextBlock(mrkdwn`⏳ ${words.checking(portOf(server))}`)] : checkBlocks(server, checks, text)),
      actions('connect', [...terminalButtons(ways, text), ...wayOut(found, obstacles, text)]),
      ...needsOf(ways, text),
    ],
  };
}

function nameOfWay(way: Exclude<Way, { way: 'terminal' }>, { way: names, byIpv6 }: Text['connect']): string {
  const name = names[way.way];
  return 'version' in way && way.version === 'IPv6' ? byIpv6(name) : name;
}

/** Nobody but the reader knows where their private key is: what to put there is said, and no path is made up. */
function keyFileLines(way: Way, { user, pairs }: KeysSeen, { keyFile }: Text['connect']): readonly Mrkdwn[] {
  if (way.way !== 'ssh' || way.key === null) return [];
  const pair = pairs?.find(({ name }) => name === way.key);
  const lead = keyFile[(pair && whoseKey(pair, user)) ?? 'anybodys'](way.key);
  return [mrkdwn`${lead} ${code(way.line.replace(/^ssh /u, 'ssh -i FILE '))}`];
}

/** The result of the checks, after a first answer that cannot be edited any more. */
export function checksMessage(found: FoundInstance, server: Server, checks: LiveChecks, text: Text): Answer {
  const title = text.connect.checked(nameOf(found));
  const { obstacles } = waysIn(server);
  const state = stateText(found, text.instances);
  return {
    text: source(harmless(title)),
    blocks: [
      section(mrkdwn`*${title}*\n${state}`),
      ...obstacleBlocks(obstacles, checks, text.connect),
      ...checkBlocks(server, checks, text),
      actions('connect', wayOut(found, obstacles, text)),
    ],
  };
}

/** Whether Session Manager may work, as far as is known. */
const hasSession = (checks: ChecksShown): boolean =>
  checks === 'checking' || checks.agent === null || checks.agent === 'ok' || checks.agent === 'unchecked';

function obstacleBlocks(
  obstacles: readonly Obstacle[],
  checks: ChecksShown,
  { obstacle: words, withoutSession }: Text['connect'],
): KnownBlock[] {
  const others: Partial<Record<Obstacle, string>> = hasSession(checks) ? {} : withoutSession;
  return obstacles.map((obstacle) => section(mrkdwn`⚠️ ${others[obstacle] ?? words[obstacle]}`));
}

/** Obstacles stand out, and the rest is small print. That everyone may come in is stated without a tick. */
function checkBlocks(server: Server, checks: ChecksShown, { connect: text }: Text): KnownBlock[] {
  if (checks === 'checking') return [];
  const { ports, agent } = checks;
  const number = portOf(server);
  const answers = portsSaid(ports).map(([version, open]) => ({
    sentence: portSentence(open, { number, version }, hasSession(checks), text),
    isWell: open !== 'unchecked' && isForAll(open),
  }));
  const wrong = [
    ...answers.filter(({ isWell }) => !isWell).map(({ sentence }) => sentence),
    ...(agent === null || agent === 'ok' ? [] : [text.agent[agent]]),
  ];
  const well = [
    ...answers.filter(({ isWell }) => isWell).map(({ sentence }) => mrkdwn`${sentence}`),
    ...(agent === 'ok' ? [mrkdwn`✅ ${text.agent.ok}`] : []),
  ];
  return [
    ...wrong.map((sentence) => section(mrkdwn`⚠️ ${sentence}`)),
    ...(well.length === 0 ? [] : [contextBlock(...well)]),
  ];
}

/** What is the same by IPv4 and IPv6 is said once, without a version. */
function portsSaid({ IPv4, IPv6 }: LiveChecks['ports']): readonly (readonly [PortSaid['version'], PortSeen])[] {
  const isSame = isDeepStrictEqual(IPv4, IPv6);
  if (IPv6 === undefined || isSame) return IPv4 === undefined ? [] : [[null, IPv4]];
  return [...(IPv4 === undefined ? [] : [['IPv4', IPv4] as const]), ['IPv6', IPv6]];
}

const isForAll = (port: PortOpen): boolean => port.is === 'world' && port.but === null;

const SOURCES_MAX = 5;

const said = ({ sources, more }: Sources): SourcesSaid => ({
  sources: sources.slice(0, SOURCES_MAX),
  left: Math.max(0, sources.length - SOURCES_MAX),
  more,
});

function portSentence(open: PortSeen, port: PortSaid, session: boolean, { port: text }: Text['connect']): string {
  if (open === 'unchecked') return text.unchecked(port, session);
  if (open.is === 'closed') return text.closed(port, session);
  const but = open.but && said(open.but);
  if (open.is === 'some') return text.some(port, said(open), but, session);
  return but === null ? text.world(port) : text.worldBut(port, but, session);
}

function wayOut(found: FoundInstance, obstacles: readonly Obstacle[], { connect: text }: Text) {
  const ref = refOf(found);
  const isOver = obstacles.includes('gone') || obstacles.includes('never');
  return [
    ...(obstacles.includes('stopped') ? [runButton(RUN_BESIDE, 'start', text.start, `start ${ref}`)] : []),
    ...(isOver ? [] : [runButton(RUN_HERE, 'connect', text.again, `connect ${ref}`)]),
    runButton(RUN_BESIDE, 'show', text.show, `show ${ref}`),
  ];
}

function needsOf(ways: readonly Way[], { connect: text }: Text) {
  const has = (what: Way['way']) => ways.some(({ way }) => way === what);
  const said = [
    ...(has('terminal') ? [text.terminalMeans] : []),
    ...(ways.filter(({ way }) => way === 'terminal').length > 1 ? [text.whichSite] : []),
    ...(['ssh', 'rdp', 'session'] as const).filter(has).map((way) => text.needs[way]),
    ...(ways.some((way) => 'version' in way && way.version === 'IPv6') ? [text.needs.ipv6] : []),
  ];
  return said.length === 0 ? [] : [contextBlock(...said.map((sentence) => plain(sentence)))];
}
