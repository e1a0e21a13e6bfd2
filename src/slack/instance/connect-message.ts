import { serverOf, siteOf } from '../../core/connect/server-of.ts';
import { type Obstacle, type Way, type WaysIn, waysIn } from '../../core/connect/ways-in.ts';
import { type FoundInstance, nameOf } from '../../core/instance/found-instance.ts';
import type { Site } from '../../core/spec/charge.ts';
import type { Text } from '../../text/en.ts';
import { type Deadline, deadlineIn, fromStore } from '../../usecases/instance/instance-reads.ts';
import type { Answer } from '../kit/answer.ts';
import { actions, contextBlock, header, plain, section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { harmless, lines, mrkdwn, source } from '../kit/mrkdwn.ts';
import { RUN_BESIDE, RUN_HERE, runButton } from '../kit/run-buttons.ts';
import { refOf } from './actions.ts';
import { terminalButtons, wayLine } from './connect-buttons.ts';
import { stateText } from './words.ts';

type Words = Pick<Text, 'connect' | 'instances' | 'marks'>;

/** What `/ecs connect` answers, of an instance that was found. */
export async function connectAnswer(context: RequestContext, found: FoundInstance): Promise<Answer> {
  const site = await siteFor(context, deadlineIn(context.clock), found);
  return connectMessage(found, waysIn(serverOf(found, site)), context.text);
}

/** By the currency of the price that was asked for; the cloud is asked only where there is none. */
async function siteFor(
  context: RequestContext,
  deadline: Deadline,
  { own, cloud }: FoundInstance,
): Promise<Site | null> {
  const request = own === null ? null : await fromStore(context, () => context.store.request(own.requestId), null);
  const known = siteOf(request?.quote);
  // Where the cloud has just not answered, nobody waits for it a second time.
  if (known !== null || cloud === null) return known;
  const asked = await deadline.wait(() => context.cloud.site());
  return asked !== 'late' && asked.ok ? asked.value : null;
}

/** Every way to log in, the easiest first, with what it needs; then what prevents logging in, and how to change that. */
export function connectMessage(found: FoundInstance, { ways, obstacles }: WaysIn, text: Words): Answer {
  const { connect: words, instances, marks } = text;
  const title = nameOf(found);
  const state = stateText(found, instances);
  const copied = ways.flatMap((way) => {
    const line = wayLine(way, text);
    return line === null || way.way === 'terminal' ? [] : [mrkdwn`*${words.way[way.way]}*\n${line}`];
  });
  return {
    text: source(harmless(`${title}${marks.colon}${state}`)),
    blocks: [
      header(title),
      section(mrkdwn`*${state}*`),
      ...(found.cloud?.locks ?? []).map((lock) => section(mrkdwn`⚠️ ${instances.lock(lock)}`)),
      ...obstacles.map((obstacle) => section(mrkdwn`⚠️ ${words.obstacle[obstacle]}`)),
      ...(copied.length === 0 ? [] : [section(lines(copied))]),
      actions('connect', [...terminalButtons(ways, text), ...wayOut(found, obstacles, text)]),
      ...needsOf(ways, text),
    ],
  };
}

function wayOut(found: FoundInstance, obstacles: readonly Obstacle[], { connect: text }: Words) {
  const ref = refOf(found);
  return [
    ...(obstacles.includes('stopped') ? [runButton(RUN_BESIDE, 'start', text.start, `start ${ref}`)] : []),
    runButton(RUN_HERE, 'connect', text.again, `connect ${ref}`),
    runButton(RUN_BESIDE, 'show', text.show, `show ${ref}`),
  ];
}

function needsOf(ways: readonly Way[], { connect: text }: Words) {
  const has = (what: Way['way']) => ways.some(({ way }) => way === what);
  const said = [
    ...(has('terminal') ? [text.terminalMeans] : []),
    ...(ways.filter(({ way }) => way === 'terminal').length > 1 ? [text.whichSite] : []),
    ...(['ssh', 'rdp', 'session'] as const).filter(has).map((way) => text.needs[way]),
  ];
  return said.length === 0 ? [] : [contextBlock(...said.map((sentence) => plain(sentence)))];
}
