import type { ActionsBlock, Button, KnownBlock, SectionBlock } from '@slack/types';
import { batchesOf } from '../../core/base/lists.ts';
import { serverOf } from '../../core/connect/server-of.ts';
import { waysIn } from '../../core/connect/ways-in.ts';
import { grownBy } from '../../core/disk/growth.ts';
import type { CloudInstance } from '../../core/instance/cloud-instance.ts';
import { type FoundInstance, idOf, nameOf, ownerOf, type Unseen } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { tagText } from '../../core/option/tag.ts';
import { isReleased } from '../../core/power/power-rules.ts';
import { REQUEST_TAG, REQUESTER_TAG, STORE_TAG } from '../../core/request/request.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import { hourlyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { optionFacts } from '../../text/option-facts.ts';
import { turnOnButton } from '../auto-renewal/expiry-words.ts';
import type { Answer } from '../kit/answer.ts';
import { actions, button, contextBlock, header, LIMITS, marked, plain, section } from '../kit/blocks.ts';
import { clip, clipName, code, EMPTY, harmless, joined, type Mrkdwn, moment, mrkdwn, source } from '../kit/mrkdwn.ts';
import { upToMax } from '../kit/post.ts';
import { RUN_BESIDE, RUN_HERE, runButton } from '../kit/run-buttons.ts';
import { renewRow } from '../renewal/row.ts';
import { actionsFor } from './actions.ts';
import { connectButton } from './connect-buttons.ts';
import {
  exactRef,
  type InstanceShown,
  instancePriceText,
  instanceTypeOf,
  ownerMention,
  stateText,
  zoneOf,
} from './words.ts';

type Words = Text['instances'];

const TAGS_MAX = 20;
const TAG_MAX = 80;
const OPTION_MAX = 400;

/** Everything that a person needs about one instance, for them alone. */
export function showMessage(shown: InstanceShown, words: Text): Answer {
  const { instances: text, modal, expiry, renewal } = words;
  const { found } = shown;
  const { cloud } = found;
  const title = nameOf(found);
  return {
    text: source(harmless(`${title}${text.marks.colon}${stateText(found, text)}`)),
    blocks: [
      header(title),
      section(mrkdwn`*${stateText(found, text)}* · ${code(idOf(found))}`),
      ...notes(found, text).map((sentence) => section(mrkdwn`⚠️ ${sentence}`)),
      ...factSections([
        ...factsOf(shown, text),
        ...loginFacts(found, shown.request, words),
        ...optionRows(shown, words),
        ...renewalFacts(shown, expiry),
      ]),
      ...(cloud === null ? [] : tagBlocks(cloud, text)),
      ...(cloud === null ? [] : [contextBlock(mrkdwn`${text.showReadAt} ${moment(shown.at, 'day and second')}`)]),
      actions('instance_actions', instanceActions(shown, words, modal.tryAgain)),
      ...powerRow(shown, words),
      ...renewRow(shown, renewal),
    ],
  };
}

/** The orders that this person can give. */
function powerRow(shown: InstanceShown, text: Text): ActionsBlock[] {
  const offered = [...actionsFor(shown.found, shown.mayAct, text), ...renewalButtons(shown, text)];
  return offered.length === 0 ? [] : [actions('instance_power', offered)];
}

/** Auto-renewal can be turned on by people who may act on the instance. */
function renewalButtons({ found, renewal, mayAct }: InstanceShown, text: Text): Button[] {
  const isOff = typeof renewal === 'object' && !renewal.on;
  return isOff && mayAct && found.own !== null ? [turnOnButton(found.own.id, text)] : [];
}

function renewalFacts({ renewal }: InstanceShown, { fact, on, off, unknown }: Text['expiry']): Fact[] {
  if (renewal === undefined) return [];
  const is = renewal === 'unread' ? unknown : renewal.on ? on(renewal.term) : off;
  return [[fact, harmless(is)]];
}

/** Other actions on the shown instance. */
function instanceActions(
  { found, request, cardUrl, mayAct }: InstanceShown,
  { instances: text, connect, attribute }: Text,
  again: string,
): Button[] {
  const ref = refWord(exactRef(found));
  const isLate = found.cloud === null && found.why !== 'gone';
  return [
    ...(mayAct && isEntered(found) ? [connectButton(connect.button, '', ref)] : []),
    runButton(RUN_HERE, 'refresh', isLate ? again : text.refresh, `show ${ref}`),
    ...(found.own === null ? [] : [runButton(RUN_BESIDE, 'history', text.history, `history ${found.own.id}`)]),
    ...(request === null || cardUrl === null
      ? []
      : [button({ text: text.openCard, actionId: 'open_card', url: cardUrl })]),
    ...(mayAct && isChangeable(found) ? [runButton(RUN_BESIDE, 'set', attribute.change, `set ${ref}`)] : []),
  ];
}

/** Whether something about it can be changed, as far as is known. */
const isChangeable = ({ cloud, own }: FoundInstance): boolean => cloud !== null && !(own !== null && isReleased(own));

/** Whether there is a way in, as far as is known. */
const isEntered = (found: FoundInstance): boolean => waysIn(serverOf(found, null)).ways.length > 0;

/** Unusual facts. */
function notes(found: FoundInstance, text: Words): string[] {
  const { cloud } = found;
  if (cloud === null) return [unseenText(found.why, text)];
  const mode = cloud.status === 'Stopped' && cloud.chargeKind !== 'prepaid' ? cloud.stoppedMode : null;
  return [...cloud.locks.map(text.lock), ...(mode === null ? [] : [text.stoppedModes[mode]])];
}

const unseenText = (why: Unseen, text: Words): string =>
  typeof why === 'string' ? text.unseen[why] : text.unseen.failed(why);

type Fact = readonly [name: string, value: Mrkdwn];

function factsOf(shown: InstanceShown, text: Words): Fact[] {
  const { found, request } = shown;
  const { cloud, own } = found;
  const publicIp = cloud?.publicIp ?? own?.publicIp ?? null;
  const privateIp = cloud?.privateIp ?? own?.privateIp ?? null;
  const owner = ownerOf(found);
  const more = grownBy(own?.growths ?? []);
  const facts: readonly (Fact | null)[] = [
    [text.facts.publicAddress, publicIp === null ? EMPTY : withBandwidth(publicIp, cloud, text)],
    [text.facts.privateAddress, privateIp === null ? EMPTY : code(privateIp)],
    cloud?.ipv6 === undefined ? null : [text.facts.ipv6, joined(cloud.ipv6.map(code), text.marks.list)],
    [
      text.facts.type,
      harmless(cloud === null ? instanceTypeOf(found) : text.size(instanceTypeOf(found), cloud.vCpu, cloud.memoryGiB)),
    ],
    [text.facts.zone, harmless(zoneOf(found))],
    ...(cloud === null ? [] : cloudFacts(cloud, shown, text)),
    [text.facts.owner, owner === null ? harmless(text.nobody) : ownerMention(owner)],
    [text.facts.request, own === null ? harmless(text.notByBot) : requestText(own, text)],
    instancePriceText(request, text) === '' ? null : [text.facts.price, harmless(instancePriceText(request, text))],
    more === null ? null : [text.facts.grown, harmless(text.perHour(hourlyText(more)))],
  ];
  return facts.filter((fact) => fact !== null);
}

/** The present login if it is known: a key pair can be bound and unbound in the console. */
function loginFacts(found: FoundInstance, request: InstanceShown['request'], { options: words }: Text): Fact[] {
  const { login, os } = serverOf(found, null, request?.names?.image);
  if (login === 'unknown') return [];
  return [[words.label.login, harmless(login === 'none' ? words.noLogin[os] : words.login(login))]];
}

/** The other ordered options. Login, tags and end are shown as the cloud has them now. */
const optionRows = ({ found: { own, cloud } }: InstanceShown, text: Text): Fact[] =>
  own === null
    ? []
    : optionFacts(own.spec, text)
        .filter(({ field }) => field !== 'login' && (cloud === null || (field !== 'tags' && field !== 'lease')))
        .map((fact): Fact => [fact.label, harmless(upToMax(fact, OPTION_MAX, text))]);

const requestText = ({ requestId, adopted }: Instance, text: Words): Mrkdwn =>
  adopted ? mrkdwn`${code(requestId)}${text.marks.comma}${text.takenOver}` : code(requestId);

const withBandwidth = (ip: string, cloud: CloudInstance | null, text: Words): Mrkdwn =>
  cloud === null || cloud.bandwidthOut === 0
    ? code(ip)
    : mrkdwn`${code(ip)}${text.marks.comma}${text.bandwidth(cloud.bandwidthOut)}`;

function cloudFacts(cloud: CloudInstance, { disks }: InstanceShown, text: Words): Fact[] {
  const facts: readonly (Fact | null)[] = [
    [text.facts.system, harmless(cloud.os)],
    [
      text.facts.network,
      cloud.vpcId === '' ? harmless(text.classic) : mrkdwn`${code(cloud.vpcId)}\n${code(cloud.vSwitchId)}`,
    ],
    cloud.securityGroupIds.length === 0
      ? null
      : [text.facts.groups, joined(cloud.securityGroupIds.map(code), text.marks.list)],
    disks === null ? null : [text.facts.disks, disksText(disks, text)],
    [text.facts.payment, harmless(text.charge[cloud.chargeKind])],
    cloud.expiresAt === null ? null : [text.facts.expires, moment(cloud.expiresAt)],
    cloud.autoReleaseAt === null ? null : [text.facts.autoRelease, moment(cloud.autoReleaseAt)],
    cloud.createdAt === null ? null : [text.facts.created, moment(cloud.createdAt)],
    cloud.deletionProtection ? [text.facts.protection, harmless(text.on)] : null,
  ];
  return facts.filter((fact) => fact !== null);
}

function disksText(disks: NonNullable<InstanceShown['disks']>, text: Words): Mrkdwn {
  if ('why' in disks) return harmless(text.disksUnread(disks.why));
  const data = disks.filter(({ kind }) => kind === 'data');
  return harmless(disks.map((disk) => text.disk(disk, data.indexOf(disk) + 1)).join(text.marks.comma));
}

/** Two columns, in as many sections as needed. */
function factSections(facts: readonly Fact[]): SectionBlock[] {
  return batchesOf(facts, LIMITS.fieldsPerSection).map((batch) => ({
    type: 'section',
    fields: batch.map(([name, value]) =>
      marked(mrkdwn`*${name}*\n${source(value) === '' ? '–' : value}`, LIMITS.field),
    ),
  }));
}

const OWN_TAGS: readonly string[] = [REQUEST_TAG, REQUESTER_TAG, STORE_TAG];

/** The bot's own tags are shown as owner and request, or tell people nothing. */
function tagBlocks({ tags }: CloudInstance, text: Words): KnownBlock[] {
  const others = tags.filter(({ key }) => !OWN_TAGS.includes(key));
  if (others.length === 0) return [];
  const words = others.slice(0, TAGS_MAX).map((tag) => code(clip(tagText(tag), TAG_MAX)));
  const more = others.length > TAGS_MAX ? mrkdwn` ${text.moreTags(others.length - TAGS_MAX)}` : EMPTY;
  return [section(mrkdwn`*${text.facts.tags}*\n${joined(words, ' ')}${more}`)];
}

/** Several possible instances, with a button each. */
export function candidatesMessage(
  sentence: string,
  candidates: readonly FoundInstance[],
  again: (found: FoundInstance) => string,
  { instances: text }: Text,
): Answer {
  const named = candidates.slice(0, CANDIDATES_MAX);
  return {
    text: source(harmless(sentence)),
    blocks: [
      section(plain(sentence)),
      ...named.map(
        (found, n): SectionBlock => ({
          ...section(
            mrkdwn`*${clipName(nameOf(found), TAG_MAX)}* · ${code(idOf(found))}\n${stateText(found, text)} · ${instanceTypeOf(found)} · ${zoneOf(found)}`,
          ),
          accessory: runButton(RUN_HERE, `pick${n}`, text.thisOne, again(found)),
        }),
      ),
      ...(candidates.length > named.length ? [contextBlock(plain(text.moreCandidates))] : []),
    ],
  };
}

const CANDIDATES_MAX = 10;
