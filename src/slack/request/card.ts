import type { KnownBlock } from '@slack/types';
import { groupBy } from '../../core/base/lists.ts';
import { type Instance, wasBought } from '../../core/instance/instance.ts';
import { type Summary, summarise } from '../../core/instance/summary.ts';
import { lacksItsAddress } from '../../core/instance/try-address.ts';
import { hasGone } from '../../core/lease/lease-clock.ts';
import { isRenewing } from '../../core/renewal/renewal-act.ts';
import type { Closed } from '../../core/request/closed-channel.ts';
import { MAX_NAMES_LISTED } from '../../core/request/name-ranges.ts';
import { isAdopted, type Request } from '../../core/request/request.ts';
import type { Text } from '../../text/en.ts';
import { explainFailure } from '../../text/explain-failure.ts';
import {
  approvedBlocks,
  endedBlocks,
  hasApproval,
  heldButtons,
  plainEnd,
  plainWaiting,
  waitingBlocks,
  withdrawnSection,
} from '../approval/blocks.ts';
import { boughtText, moneyFacts, paymentFact, wholePrice } from '../approval/price.ts';
import { closedLine } from '../channels/place-words.ts';
import { waitingSection } from '../freeze/blocks.ts';
import { reclaimPart } from '../instance/reclaim-words.ts';
import { actions, contextBlock, facts, header, plain, section } from '../kit/blocks.ts';
import { isUserId } from '../kit/ids.ts';
import { clipName, code, fallback, joined, type Mrkdwn, moment, mrkdwn, source, userMention } from '../kit/mrkdwn.ts';
import { type Detail, fitting, lineSections, namesOf, type Post, whereAll } from '../kit/post.ts';
import { leaseFact, leasePart, leaseTroubles } from '../lease/words.ts';
import { renewalBlocks } from '../renewal/card.ts';
import { plainRenewal } from '../renewal/words.ts';
import { type Pickable, runningButtons, severalStanding, stoppedButtons } from './getting-in.ts';
import { nextStepBlocks } from './next-step-blocks.ts';
import { optionBlocks } from './option-blocks.ts';
import { addresses, displayStateOf, leftBehindOf, requestTitle, type Trouble, troubleBlocks } from './render.ts';
import { filledFromPart, idsLine, specFacts } from './spec-facts.ts';

/**
 * The request's only card. Depends only on its arguments (no clock), so that an edit without a change is recognised and left out.
 *
 * @param instances by ordinal.
 * @param standsIn the channel of the card, if it is not the request's: the card says so, and why.
 */
export function renderCard(
  request: Request,
  instances: readonly Instance[],
  text: Text,
  standsIn: string = request.card?.channel ?? request.channel,
  closed: Closed = 'absent',
): Post {
  const title = requestTitle(request, text);
  const state = stateOf(request, instances, text);
  // A request in direct messages names the requester's user id, but Slack gives the conversation another id: the card is there
  // all the same.
  const elsewhere =
    standsIn === request.channel || isUserId(request.channel)
      ? []
      : [section(closedLine(request.channel, closed, 'isHere', text))];
  return {
    text: fallback(`${title}${text.marks.colon}${state.plain}`),
    blocks: fitting((detail) => [
      ...elsewhere,
      header(title),
      contextBlock(joined([whoAndWhen(request, text), ...filledFromPart(request, text)], ' · ')),
      ...(hasApproval(request)
        ? [...facts(specFacts(request, text)), ...facts(moneyFacts(request, request.approval, text))]
        : facts([
            ...specFacts(request, text),
            paymentFact(request, text),
            ...priceFact(request, text),
            ...leaseFact(request, text),
          ])),
      ...optionBlocks(request, text, detail.wordsMax),
      ...state.blocks(detail),
      contextBlock(footer(request, instances, text), ...[idsLine(request)].filter((ids) => source(ids) !== '')),
    ]),
  };
}

/** The progress in a few words. */
export const plainStateOf = (request: Request, instances: readonly Instance[], text: Text): string =>
  stateOf(request, instances, text).plain;

/** The progress: of the approval before the purchase may happen, of the instances afterwards. */
function stateOf(request: Request, instances: readonly Instance[], text: Text) {
  const { state } = request;
  if (hasApproval(request) && state !== 'creating' && state !== 'finished') {
    const { approval } = request;
    return state === 'pending'
      ? {
          plain: plainWaiting(request, text),
          blocks: (detail: Detail) => waitingBlocks(request, text, detail, 'everybody'),
        }
      : { plain: plainEnd(approval, text), blocks: () => endedBlocks(request, text) };
  }
  if (state === 'withdrawn') {
    const blocks = () => [withdrawnSection(text)];
    return { plain: text.approval.plainState.withdrawn, blocks };
  }
  if (isRenewing(request))
    return { plain: plainRenewal(request, text), blocks: (detail: Detail) => renewalBlocks(request, text, detail) };
  const summary = summarise(instances);
  const progress = text.card.progress(summary);
  return {
    plain: progress,
    blocks: (detail: Detail): readonly KnownBlock[] => [
      ...approvedBlocks(request, text),
      section(mrkdwn`${progressMark(summary)} *${progress}*`),
      ...boughtBlocks(request, instances, text),
      ...instanceSections(instances, text, detail),
      ...whereAll(rowNames(instances), request.spec.region, text),
      ...standingRow(request, instances, text, detail),
      ...waitingSections(instances, text),
      ...heldButtons(request, instances, text),
      ...troubleBlocks(troublesOf(instances), text, detail),
      ...leaseTroubles(instances, text, detail),
      ...nextStepBlocks(request, instances, text),
    ],
  };
}

/** Orders for the existing instances: one of several is picked; starting or stopping all opens a window that lists them. */
function standingRow(
  { id }: Request,
  instances: readonly Instance[],
  text: Text,
  { nameMax }: Detail,
): readonly KnownBlock[] {
  const there = instances.filter((one) => one.outcome === 'reached' && one.wanted !== 'released' && !hasGone(one));
  const [first] = there;
  if (first === undefined) return [];
  if (instances.length === 1)
    return [actions('running', (isStopped(first) ? stoppedButtons : runningButtons)(first.id, text))];
  const named = (some: readonly Instance[]): readonly Pickable[] =>
    some.map((one) => ({ id: one.id, name: clipName(one.spec.name, nameMax) }));
  const running = named(there.filter((one) => !isStopped(one)));
  return severalStanding(id, { running, stopped: named(there.filter(isStopped)) }, text);
}

/** Stopped by an order, or seen so. */
const isStopped = ({ wanted, observed }: Instance): boolean => wanted === 'stopped' || observed?.status === 'Stopped';

export function boughtBlocks(request: Request, instances: readonly Instance[], text: Text): readonly KnownBlock[] {
  const sentence = boughtText(request, instances, text);
  return sentence === null ? [] : [section(plain(sentence))];
}

/** A line per instance with its state, `web-1  Running · 47.1.2.3 (private 10.0.0.4) · i-…`; for many, the count per state. */
export function instanceSections(instances: readonly Instance[], text: Text, detail: Detail): KnownBlock[] {
  const rows =
    instances.length > MAX_NAMES_LISTED
      ? groupsOf(instances, text).map((group) => groupLine(group, text, detail))
      : instances.map((one) => instanceLine(one, text, detail));
  return lineSections(rows, (line) => source(line).length);
}

/** Those for which the same is said. Of many most are in few states, and each state is put into words once. */
function groupsOf(instances: readonly Instance[], text: Text): readonly (readonly [Instance, ...Instance[]])[] {
  const states = groupBy(instances, stateKey);
  const told = new Map([...states].map(([key, [one]]) => [key, source(joined(saidOf(one, text), ' '))]));
  return [...groupBy(instances, (one) => told.get(stateKey(one))).values()];
}

const saidOf = (instance: Instance, text: Text): readonly Mrkdwn[] => [
  mrkdwn`${mark(instance)}`,
  ...standing(instance, text),
];

/** All on which {@link mark} and {@link standing} depend; what is seldom there makes a state of its own. */
function stateKey(instance: Instance): string {
  const { outcome, failure, order, wanted, heldBy, adopted, observed } = instance;
  if (instance.noAddress || instance.spot || order !== null) return instance.id;
  const begun = [instance.createTriedAt, instance.startTriedAt, instance.cloudId].map((at) => at !== null);
  return JSON.stringify([outcome, failure, wanted, heldBy, adopted, observed?.status, begun]);
}

export const rowNames = (instances: readonly Instance[]): readonly string[] => instances.map(({ spec }) => spec.name);

/** The parts that several instances may have in common. */
const standing = (instance: Instance, text: Text): readonly Mrkdwn[] =>
  [mrkdwn`${whereItStands(instance, text)}`, ...withoutAddress(instance, text), reclaimPart(instance, text)].filter(
    (part) => source(part) !== '',
  );

/** `✅ Running: 300 · web-001 … web-300 (300)`. */
function groupLine(group: readonly [Instance, ...Instance[]], text: Text, detail: Detail): Mrkdwn {
  const [one] = group;
  const count = mrkdwn`${mark(one)} ${text.many.stand(whereItStands(one, text), group.length)}`;
  return joined([count, ...standing(one, text).slice(1), namesOf(rowNames(group), text, detail, true)], ' · ');
}

/** Why some wait. Instances held by an earlier freeze will hear of the later one soon. */
function waitingSections(instances: readonly Instance[], text: Text): KnownBlock[] {
  const freezes = instances.flatMap(({ heldBy }) => (heldBy === null ? [] : [heldBy]));
  const [latest] = freezes.toSorted((a, b) => b.version - a.version);
  return latest === undefined ? [] : [waitingSection(latest, text)];
}

export const troublesOf = (instances: readonly Instance[]): readonly Trouble[] =>
  instances.flatMap((instance) => {
    const { spec, failure, outcome, heldBy, order } = instance;
    if (failure === null || outcome === 'reached' || heldBy !== null) return [];
    const about = { passing: outcome === null, order: order?.what ?? null, leftBehind: leftBehindOf(instance) };
    return [{ name: spec.name, failure, ...about }];
  });

function instanceLine(instance: Instance, text: Text, detail: Detail): Mrkdwn {
  const where = addresses(instance, text);
  const more = [leasePart(instance, text), reclaimPart(instance, text)];
  const parts = [
    mrkdwn`${mark(instance)} ${code(clipName(instance.spec.name, detail.nameMax))} ${whereItStands(instance, text)}`,
    ...(source(where) === '' ? [] : [where]),
    ...(instance.cloudId === null ? [] : [code(instance.cloudId)]),
    ...withoutAddress(instance, text),
    ...more.filter((part) => source(part) !== ''),
  ];
  return joined(parts, ' · ');
}

/** Why it runs without its ordered public address. */
const withoutAddress = (instance: Instance, text: Text): readonly Mrkdwn[] =>
  lacksItsAddress(instance) && instance.noAddress
    ? [mrkdwn`${text.card.milestone.addressless}${text.marks.colon}${explainFailure(text, instance.noAddress).title}`]
    : [];

function whereItStands(instance: Instance, text: Text): string {
  const { outcome, order, heldBy, failure } = instance;
  const { marks } = text;
  const state = text.card.state[displayStateOf(instance)];
  const what = order?.what ?? null;
  const title = heldBy !== null || failure === null ? null : explainFailure(text, failure, false, what).title;
  if (outcome === 'failed' && title !== null)
    return what === null
      ? `${state}${marks.colon}${title}`
      : `${state}${marks.semicolon}${text.power.couldNot(what, title)}`;
  const isOrdered = what !== null && outcome === null && heldBy === null;
  const said = isOrdered ? `${state}${marks.comma}${text.power.underWay[what]}` : state;
  if (outcome === null && title !== null) return `${said}${marks.open}${text.card.troubled(title)}${marks.close}`;
  const isStopped = what === 'stop' && outcome === 'reached' && order !== null && order.stoppedMode !== null;
  return isStopped ? `${said}${marks.open}${text.power.charged[order.stoppedMode]}${marks.close}` : said;
}

function mark(instance: Instance): string {
  const { outcome, failure, createTriedAt, cloudId, heldBy, order } = instance;
  if (heldBy !== null) return '🧊';
  if (outcome === 'reached') return REACHED_MARK[instance.wanted];
  if (outcome === 'failed') return order === null ? '❌' : '⚠️';
  if (failure !== null) return '⚠️';
  return createTriedAt === null && cloudId === null ? '▫️' : '⏳';
}

const REACHED_MARK = { running: '✅', stopped: '⏹️', released: '🗑️' } as const;

/** Says what is true of all together, as the marks below say it of each. */
function progressMark({ total, reached, stopped, released, withdrawn, failed }: Summary): string {
  if (reached + withdrawn + failed < total) return '⏳';
  if (failed > 0) return failed + withdrawn === total ? '❌' : '⚠️';
  const running = reached - stopped - released;
  if (running > 0) return running === total ? REACHED_MARK.running : '▶️';
  if (stopped > 0) return REACHED_MARK.stopped;
  return released > 0 ? REACHED_MARK.released : '↩️';
}

export const whoAndWhen = ({ requester, createdAt, id, origin }: Request, text: Text): Mrkdwn =>
  mrkdwn`${isAdopted({ origin }) ? text.card.takenOverBy : text.card.askedBy} ${userMention(requester)} · ${moment(createdAt)} · ${text.card.request} ${code(id)}`;

/** Orders, its lease and the market may still change it. */
const mayChange = (instance: Instance): boolean => wasBought(instance) && !hasGone(instance);

/** While the card may still change, says that it updates itself; afterwards, when the request was closed. */
const footer = ({ finishedAt, state }: Request, instances: readonly Instance[], text: Text): Mrkdwn =>
  finishedAt === null || (state === 'finished' && instances.some(mayChange))
    ? mrkdwn`${text.card.updatesItself}`
    : mrkdwn`${text.card.closed} ${moment(finishedAt)}`;

/** The price quoted at the request; empty for requests of versions that did not ask. */
function priceFact(request: Request, text: Text): readonly (readonly [string, string])[] {
  const { quote } = request;
  const { name, unknown } = text.money.card;
  return quote === undefined ? [] : [[name, quote === null ? unknown : wholePrice(quote, request, text)]];
}
