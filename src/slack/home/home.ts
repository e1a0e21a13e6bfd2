import type { Button, HomeView, KnownBlock, SectionBlock } from '@slack/types';
import { serverOf } from '../../core/connect/server-of.ts';
import { waysIn } from '../../core/connect/ways-in.ts';
import { type Actor, asKnown, mayActOn } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { summarise } from '../../core/instance/summary.ts';
import { hasEnd } from '../../core/lease/lease-clock.ts';
import { isRenewing } from '../../core/renewal/renewal-act.ts';
import { refusalToRenew } from '../../core/renewal/renewal-new.ts';
import type { Request } from '../../core/request/request.ts';
import { moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { expiryPart } from '../auto-renewal/expiry-words.ts';
import { actionsFor } from '../instance/actions.ts';
import { connectButton } from '../instance/connect-buttons.ts';
import { reclaimPart } from '../instance/reclaim-words.ts';
import { actions, button, contextBlock, header, LIMITS, plain, section } from '../kit/blocks.ts';
import { clipName, code, EMPTY, joined, lines, type Mrkdwn, moment, mrkdwn, source } from '../kit/mrkdwn.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { leasePart } from '../lease/words.ts';
import { renewButton } from '../renewal/ids.ts';
import { plainRenewal } from '../renewal/words.ts';
import { addresses, displayStateOf, requestTitle } from '../request/render.ts';
import type { Mine, Spent } from './gather-home.ts';
import { waitingThatFits } from './waiting.ts';

/** Opens the form; its value tells what the form starts from, see `readOrder`. */
export const HOME_CREATE = 'home_create';

const PRESETS_MAX = 10;
const NAME_MAX = 40;

export interface HomeShown {
  readonly reader: Actor;
  /** Names of the policy's presets. */
  readonly presets: readonly string[];
  /** Null while the store cannot be read. */
  readonly mine: Mine | null;
  /** There is no admin who could freeze or decide. */
  readonly noAdmins?: boolean;
}

/** The requests that wait for the person, their own things, and what they can do. Equal as long as nothing has changed. */
export function homeView({ reader, presets, mine, noAdmins = false }: HomeShown, text: Text): HomeView {
  const isNew = mine === null || mine.instances.length + mine.requests.length + mine.waiting.requests.length === 0;
  const before = [
    header(text.home.title),
    ...(isNew ? [section(plain(text.home.what))] : []),
    ...(noAdmins ? [section(mrkdwn`⚠️ ${text.freeze.noAdmins}`)] : []),
    ...beginnings(presets, mine, text),
  ];
  const after = [
    ...(mine === null
      ? [section(plain(text.home.storeDown))]
      : [...instancesOf(mine, reader, text), ...spentBlocks(mine.spent, text), ...requestsOf(mine, text)]),
    ...(isNew ? [] : [contextBlock(plain(text.home.what))]),
  ];
  const room = LIMITS.blocksPerView - before.length - after.length;
  const waiting = mine === null ? [] : waitingThatFits(mine.waiting, (blocks) => blocks.length <= room, text);
  return { type: 'home', blocks: [...before, ...waiting, ...after] };
}

function beginnings(presets: readonly string[], mine: Mine | null, { home }: Text): readonly KnownBlock[] {
  const hasLast = mine !== null && mine.requests.length > 0;
  const named = presets.slice(0, PRESETS_MAX);
  return [
    actions('home', [
      button({ text: home.create, actionId: HOME_CREATE, style: 'primary' }),
      ...(hasLast ? [button({ text: home.again, actionId: `${HOME_CREATE}:last`, value: 'last' })] : []),
      runButton(RUN_BESIDE, 'help', home.help, 'help'),
    ]),
    ...(named.length === 0
      ? []
      : [
          contextBlock(plain(home.presets)),
          actions(
            'home_presets',
            named.map((name, n) => button({ text: name, actionId: `${HOME_CREATE}:${n}`, value: name })),
          ),
        ]),
  ];
}

function requestsOf({ requests }: Mine, text: Text): readonly KnownBlock[] {
  const words = text.home.requests;
  return [
    header(words.title),
    ...(requests.length === 0 ? [section(plain(words.none))] : []),
    ...requests.map(({ request, instances, cardUrl }): SectionBlock => {
      const said = section(
        mrkdwn`*${requestTitle(request, text)}*${isRenewing(request) ? EMPTY : mrkdwn` · ${code(clipName(request.spec.name, NAME_MAX))}`}\n${stateOf(request, instances, text)} · ${moment(request.createdAt)} · ${code(request.id)}`,
      );
      if (cardUrl === null) return said;
      const open = button({ text: words.openCard, actionId: `open_card:${request.id}`, url: cardUrl });
      return { ...said, accessory: open };
    }),
  ];
}

function stateOf(request: Request, instances: readonly Instance[], text: Text): string {
  const { state, approval } = request;
  if (isRenewing(request) && (state === 'creating' || state === 'finished')) return plainRenewal(request, text);
  if (state === 'creating' || state === 'finished') return text.card.progress(summarise(instances));
  if (state !== 'pending') return text.approval.plainState[state];
  const agreed = approval?.votes.length ?? 0;
  const needed = Math.max(1, ...(approval?.requirements ?? []).map((requirement) => requirement.needed));
  return agreed === 0
    ? `⏳ ${text.approval.waits}`
    : `⏳ ${text.approval.waits}${text.marks.comma}${text.approval.agreed(agreed, needed)}`;
}

function instancesOf({ instances, more }: Mine, reader: Actor, text: Text): readonly KnownBlock[] {
  const words = text.home.instances;
  return [
    header(words.title),
    ...(instances.length === 0 ? [section(plain(words.none))] : []),
    ...instances.flatMap((instance) => [
      section(instanceLines(instance, text)),
      actions(`home_instance_${instance.id}`, [
        ...connectButtons(instance, text),
        runButton(RUN_BESIDE, 'show', words.show, `show ${instance.id}`),
        ...extendButton(instance, text),
        ...actionsFor(asKnown(instance), mayActOn(reader, { own: instance }), text),
        ...renewButtonOf(instance, mayActOn(reader, { own: instance }), text),
      ]),
    ]),
    ...(more > 0
      ? [actions('home_all', [runButton(RUN_BESIDE, 'all', words.all(instances.length + more), 'list mine')])]
      : []),
  ];
}

/** For an instance that ran when the bot last saw it. */
const connectButtons = (instance: Instance, { connect }: Text): readonly Button[] =>
  waysIn(serverOf(asKnown(instance), null)).ways.length === 0 ? [] : [connectButton(connect.button, '', instance.id)];

/** For an instance with a lease, which its owner may extend while it exists. */
const extendButton = (instance: Instance, { lease }: Text): readonly Button[] =>
  hasEnd(instance) ? [runButton(RUN_BESIDE, 'extend', lease.extend, `extend ${instance.id}`)] : [];

/** For a prepaid instance. The card of a renewal asked for here goes to the direct messages. */
const renewButtonOf = (own: Instance, mayAct: boolean, { renewal }: Text): readonly Button[] =>
  mayAct && own.spec.charge.kind === 'prepaid' && refusalToRenew(own, []) === null
    ? [renewButton(renewal.button, own.id, null)]
    : [];

function instanceLines(instance: Instance, text: Text): Mrkdwn {
  const { spec, order, outcome, cloudId } = instance;
  const now = text.card.state[displayStateOf(instance)];
  const state =
    outcome === null && order !== null ? `${now}${text.marks.comma}${text.power.underWay[order.what]}` : now;
  const at = addresses(instance, text);
  const [expiry, reclaim] = [expiryPart(instance, text), reclaimPart(instance, text)];
  return lines([
    joined([code(clipName(spec.name, NAME_MAX)), mrkdwn`*${state}*`, ...(source(at) === '' ? [] : [at])], ' · '),
    joined([spec.instanceType, spec.zone, code(cloudId ?? instance.id)], ' · '),
    ...(hasEnd(instance) ? [leasePart(instance, text)] : []),
    ...[expiry, reclaim].filter((part) => source(part) !== ''),
  ]);
}

function spentBlocks({ parts, unpriced, at }: Spent, { home: { spent: words }, marks }: Text): readonly KnownBlock[] {
  const each = parts.map(({ debited, soFar, committed, waits }) =>
    words.is({ debited: moneyText(debited), soFar: moneyText(soFar), committed: moneyText(committed), waits }),
  );
  const said = each.length === 0 && unpriced === 0 ? [words.none] : each;
  const asOf = each.length === 0 ? [] : [mrkdwn`${words.asOf} ${moment(at)}${marks.comma}${words.inSteps}${marks.end}`];
  return [
    header(words.title),
    section(plain([...said, ...(unpriced === 0 ? [] : [words.unpriced(unpriced)])].join('\n'))),
    contextBlock(mrkdwn`${words.how}`, ...asOf),
  ];
}
