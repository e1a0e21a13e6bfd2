import type { FailureKind } from '../../../core/failure/failure.ts';
import type { Summary } from '../../../core/instance/summary.ts';
import { tagText } from '../../../core/option/tag.ts';
import type { AuditEvent, EventKind } from '../../../core/request/event.ts';
import type { Request } from '../../../core/request/request.ts';
import type { Charge } from '../../../core/spec/charge.ts';
import { limitText } from '../../amounts.ts';
import { eventMoment, eventStep, eventWord, eventWords, isChangeOpen, restoredReason } from '../../event-data.ts';
import { optionRow } from '../../option-facts.ts';
import { quoted } from '../../quoted.ts';
import { attribute } from '../attribute.ts';
import { marks } from '../base/marks.ts';
import { money } from '../base/money.ts';
import { failures } from '../failure/failures.ts';
import { lockWord } from '../power.ts';
import { prepaidDisk } from '../prepaid-disk.ts';
import { renewal } from '../renewal.ts';
import { options as optionWords } from '../spec/options.ts';

type Data = AuditEvent['data'];

/** `cost=42, managed`; empty for none, or if it is no list. */
const tagsText = (tags: unknown): string => (Array.isArray(tags) ? among(tags.map(tagText)) : '');

const among = (words: readonly string[]): string => words.filter((one) => one !== '').join(', ');

const inBrackets = (words: readonly string[]): string => (among(words) === '' ? '' : ` (${among(words)})`);

/** `Sold out (OperationDenied.NoStock, CreateInstance)`. */
const failed = (data: Data): string => {
  const kind = eventWord(data, 'kind');
  const title = kind in failures.kinds ? failures.kinds[kind as FailureKind].title : kind;
  return `${title}${inBrackets([eventWord(data, 'code'), eventWord(data, 'api')])}`;
};

const addressed = (data: Data): string => {
  const inner = eventWord(data, 'privateIp');
  return among([eventWord(data, 'publicIp'), inner === '' ? '' : `private ${inner}`]);
};

const paid = (charge: Charge): string => `, ${money.payment(charge, limitText(charge))}`;

/** By the call that the event names; an event of a renewal names none. */
const purchaseHistory = (data: Data) => (data.api === 'ResizeDisk' ? prepaidDisk.history : renewal.history);

const submitted = (data: Data): string => {
  const { spec, amount, renewal: renews } = data as Partial<Pick<Request, 'spec' | 'amount' | 'renewal'>>;
  if (renews?.disk !== undefined) return prepaidDisk.history.asked(spec?.name ?? '', renews.disk);
  if (renews !== undefined && spec?.charge.kind === 'prepaid')
    return renewal.history.asked(spec.name, renewal.payment(spec.charge.term));
  if (spec === undefined) return 'Requested instances.';
  const options = optionRow(spec, { options: optionWords, marks });
  return `Requested ${amount} × ${spec.instanceType} in ${spec.zone}, named ${spec.name}${paid(spec.charge)}.${options === '' ? '' : ` ${options}.`}`;
};

const finished = (data: Data): string => {
  if (typeof data.renewal === 'object' && data.renewal !== null)
    return purchaseHistory(data.renewal as Data).ended(data.renewal as Data);
  const { reached = 0, failed = 0, stopped = 0, released = 0 } = data as Partial<Summary>;
  const since = [stopped > 0 ? `${stopped} stopped` : '', released > 0 ? `${released} released` : ''];
  return `The request was closed: ${among([`${reached - stopped - released} running`, ...since, `${failed} failed`])}.`;
};

const observed = (data: Data): string => {
  const locks = Array.isArray(data.locks) ? among(data.locks.map((lock) => lockWord(String(lock)))) : '';
  const inner = eventWord(data, 'privateIp');
  const its = inner === '' ? '' : `, private IP ${inner}`;
  const name = eventWord(data, 'name');
  const named = name === '' ? '' : `, name ${name}`;
  return `Alibaba Cloud shows ${eventWord(data, 'status')}${named}${its}${locks === '' ? '' : `; locked: ${locks}`}.`;
};

const goingOn = (data: Data): string => {
  if (data.held === true) return 'It no longer waits for a freeze to end.';
  if (data.ordered === false && data.trouble == null) return 'The order wasn’t sent after all: nothing was bought.';
  const kind = eventWord(data, 'trouble');
  return `The problem is solved${kind in failures.kinds ? `: ${failures.kinds[kind as FailureKind].title}` : ''}.`;
};

/** `Requested a stop, replacing the start in progress.` */
const wanted = (data: Data): string => {
  const mode = eventWord(data, 'stoppedMode') === 'StopCharging' ? ' in economical mode' : '';
  const before = eventWord(data, 'replaces');
  return `Requested a ${eventWord(data, 'what')}${mode}${before === '' ? '' : `, replacing the ${before} in progress`}.`;
};

const addressChanged = (data: Data): string =>
  eventWord(data, 'publicIp') === ''
    ? 'It no longer has a public IP.'
    : `Its public IP is ${eventWord(data, 'publicIp')}.`;

const stopped = (data: Data): string =>
  eventWord(data, 'stoppedMode') === 'StopCharging' ? 'It’s stopped in economical mode.' : 'It’s stopped.';

/** `: too dear`, or nothing. */
const noted = (data: Data): string => (eventWord(data, 'note') === '' ? '' : `: ${eventWord(data, 'note')}`);

const held = (data: Data): string => `Waiting for a freeze to end: ${eventWord(data, 'reason')}`;

const stepOf = ({ step }: Data): string => {
  const known = eventStep(step);
  return known === null ? '' : attribute.step(known);
};

/** The bot's store has the new owner all the same. */
function notChanged(data: Data): string {
  if (eventStep(data.step)?.is === 'owner') return attribute.ownerTagNotChanged;
  return `${isChangeOpen(data) ? attribute.unconfirmed : attribute.notChanged}: ${stepOf(data)}`;
}

/** A disk that is not attached, and so not released with the instance. */
function looseDisk(data: Data): string {
  if (eventWord(data, 'diskId') !== '')
    return ` The disk ${eventWord(data, 'diskId')} was created for it and isn’t attached.`;
  const isNew = data.isDoubtful === true && eventStep(data.step)?.is !== 'grow';
  return isNew ? ' A disk may have been created for it: see the ECS console.' : '';
}

const stepsOf = ({ steps }: Data): readonly string[] =>
  Array.isArray(steps) ? steps.map((step: unknown) => stepOf({ step })) : [];

/** What happened, in a sentence; the person and the instance come before it. A missing kind does not compile. */
const sentences: Readonly<Record<EventKind, (data: Data) => string>> = {
  'request.submitted': submitted,
  'request.finished': finished,
  'request.refused': (data) => `A submission was refused: ${among(eventWords(data.rules))}.`,
  'request.approved': (data) => `Approved it${noted(data)}.`,
  'request.denied': (data) => `Denied it${noted(data)}.`,
  'request.withdrawn': (data) => `Withdrew it${noted(data)}.`,
  'request.expired': () => 'Nobody decided in time, so it expired.',
  'approval.voted': (data) => `Approved it${noted(data)}; ${eventWord(data, 'missing')} more must approve.`,
  'approval.askedAgain': ({ drift, script }) =>
    `${script === undefined ? 'The price has' : drift === 'none' ? 'The start script has' : 'The price and the start script have'} changed: everyone must approve again.`,
  'approval.refused': (data) => `Clicked ${eventWord(data, 'what')}, which was refused: ${eventWord(data, 'why')}.`,
  'approval.reminded': () => 'Reminded the approvers.',
  'approval.escalated': () => 'Escalated: nobody had decided.',
  'instance.adopted': (data) => `Adopted ${eventWord(data, 'cloudId')}, which the bot didn’t create.`,
  'instance.creating': ({ together, policyTags }) => {
    const tags = tagsText(policyTags);
    const sent =
      typeof together === 'number'
        ? `RunInstances for ${together} ${together === 1 ? 'instance' : 'instances'}`
        : 'CreateInstance';
    return `${sent} is about to be sent${tags === '' ? '' : `, with the tags that the policy has set since: ${tags}`}.`;
  },
  'instance.newToken': ({ releaseAt, policyTags }) => {
    if (releaseAt === undefined && policyTags === undefined)
      return 'Nothing was found of the refused call; the next call to create it carries a new token.';
    const later = releaseAt === undefined ? '' : ', so its auto-release was moved to a later time';
    const tags = tagsText(policyTags);
    const other =
      policyTags === undefined ? '' : `, and the tags that the policy sets now: ${tags === '' ? 'none' : tags}`;
    return `The call to create it waited${later}; it carries a new token${other}.`;
  },
  'instance.placed': ({ cloudIds, asked }) => {
    const ids = Array.isArray(cloudIds) ? cloudIds.map(String) : [];
    return `Alibaba Cloud placed ${ids.length} of ${Number(asked)} instances: ${ids.join(', ')}.`;
  },
  'instance.accepted': (data) => `Alibaba Cloud accepted it as ${eventWord(data, 'cloudId')}.`,
  'instance.observed': observed,
  'instance.address': addressChanged,
  'instance.noAddress': (data) => `It continues without a public IP: ${failed(data)}.`,
  'instance.addressWanted': () => 'Requested its public IP again.',
  'instance.starting': () => 'Alibaba Cloud accepted its start.',
  'instance.running': (data) => `It’s running${addressed(data) === '' ? '' : `: ${addressed(data)}`}.`,
  'instance.troubled': (data) => `${failed(data)}; trying again.`,
  'instance.goingOn': goingOn,
  'instance.failed': (data) => `It failed: ${failed(data)}.`,
  'instance.wanted': wanted,
  'instance.stopping': () => 'Alibaba Cloud accepted its stop.',
  'instance.stopped': stopped,
  'instance.restarting': () => 'Alibaba Cloud accepted its restart.',
  'instance.releasing': () => 'Alibaba Cloud accepted its release.',
  'instance.released': () => 'It was released.',
  'instance.vanished': () => 'Alibaba Cloud no longer lists it, and nobody released it through the bot.',
  'instance.reclaiming': () => 'Alibaba Cloud announced that it is reclaiming this spot instance.',
  'instance.reclaimed': (data) =>
    data.announced === true
      ? 'Alibaba Cloud has reclaimed this spot instance.'
      : 'Alibaba Cloud no longer lists this spot instance, and nobody released it through the bot. No announcement was seen: the market reclaimed it, or somebody released it elsewhere.',
  'instance.held': held,
  'instance.leased': (data) =>
    eventWord(data, 'endsAt') === ''
      ? 'Wants no auto-release.'
      : `Wants it auto-released on ${eventMoment(data.endsAt)}.`,
  'instance.leaseSet': (data) =>
    eventWord(data, 'endsAt') === ''
      ? 'Alibaba Cloud no longer auto-releases it.'
      : `Alibaba Cloud auto-releases it on ${eventMoment(data.endsAt)}.`,
  'instance.leaseMoved': (data) =>
    eventWord(data, 'endsAt') === ''
      ? 'Its auto-release was turned off outside the bot.'
      : `Its auto-release was changed outside the bot: ${eventMoment(data.endsAt)}.`,
  'instance.leaseTroubled': (data) => `Its auto-release isn’t as requested: ${failed(data)}.`,
  'instance.leaseWarned': (data) => `Its owner was warned: it auto-releases on ${eventMoment(data.endsAt)}.`,
  'instance.leaseEnded': () => 'Alibaba Cloud auto-released it.',
  'instance.expirySeen': (data) => `It’s paid until ${eventMoment(data.until)}.`,
  'instance.renewalReminded': (data) =>
    data.short === true
      ? 'Its owner was notified that the account balance is too low to renew it.'
      : `Its owner was reminded: it’s paid until ${eventMoment(data.until)}.`,
  'instance.expired': (data) => `Its prepaid period ended on ${eventMoment(data.until)}.`,
  'instance.autoRenewWanted': (data) => (data.on === true ? 'Wants auto-renewal on.' : 'Wants auto-renewal off.'),
  'instance.autoRenewSet': (data) =>
    data.on === true ? 'Alibaba Cloud auto-renews it.' : 'Alibaba Cloud doesn’t auto-renew it.',
  'instance.autoRenewNotSet': (data) =>
    data.unsure === true
      ? `It’s unconfirmed whether auto-renewal was turned ${data.on === true ? 'on' : 'off'}: ${failed(data)}.`
      : `Auto-renewal wasn’t turned ${data.on === true ? 'on' : 'off'}${eventWord(data, 'kind') === '' ? ', as far as Alibaba Cloud shows' : `: ${failed(data)}`}.`,
  'instance.changeWanted': (data) => `Wants it changed: ${among(stepsOf(data))}.`,
  'instance.given': (data) => `Gave it to ${eventWord(data, 'owner')}; it was ${eventWord(data, 'was')}’s.`,
  'instance.changed': (data) => `Alibaba Cloud has changed it: ${stepOf(data)}.`,
  'instance.diskBought': (data) => `Alibaba Cloud has created the disk ${eventWord(data, 'diskId')} for it.`,
  'instance.notChanged': (data) => `${notChanged(data)}. ${failed(data)}.${looseDisk(data)}`,
  'instance.changeDropped': (data) =>
    `It was gone before this could be changed: ${among(stepsOf(data))}.${looseDisk(data)}`,
  'instance.renewalAsked': renewal.history.askedOf,
  'instance.renewed': renewal.history.renewed,
  'instance.growthAsked': prepaidDisk.history.askedOf,
  'instance.grown': prepaidDisk.history.grown,
  'renewal.trying': (data) => purchaseHistory(data).trying,
  'renewal.newToken': (data) => purchaseHistory(data).newToken,
  'renewal.accepted': (data) => purchaseHistory(data).accepted,
  'renewal.held': held,
  'renewal.troubled': (data) => `${failed(data)}; trying again.`,
  'renewal.goingOn': goingOn,
  'renewal.refused': (data) => purchaseHistory(data).refused(data),
  'freeze.set': (data) => `Froze creating and starting: ${eventWord(data, 'reason')}`,
  'freeze.lifted': (data) =>
    `Ended the freeze.${restoredReason(data) === '' ? '' : ` In force again: ${restoredReason(data)}`}`,
  'key.added': (data) => `Added the public key ${eventWord(data, 'name')} (MD5 ${eventWord(data, 'fingerprint')}).`,
  'key.importing': (data) =>
    `The public key ${eventWord(data, 'name')} is about to be imported in ${eventWord(data, 'region')}.`,
  'key.removing': (data) => `Wants the key pair ${eventWord(data, 'name')} removed.`,
  'key.removed': (data) =>
    'refused' in data
      ? `Alibaba Cloud refused the public key ${eventWord(data, 'name')}; it wasn’t kept.`
      : `The key pair ${eventWord(data, 'name')} was removed.`,
  'account.set': (data) =>
    typeof data.replaces === 'string'
      ? `The bot continues in the Alibaba Cloud account ${eventWord(data, 'account')} and no longer in ${data.replaces}, whose instances stopped counting against budgets.${Array.isArray(data.givenUp) ? ` Ended as unconfirmed: ${data.givenUp.join(', ')}.` : ''}`
      : `The bot works in the Alibaba Cloud account ${eventWord(data, 'account')}.`,
  'policy.changed': () => 'A new version of the policy took effect.',
  'trail.archived': (data) => `The audit trail was archived up to event ${eventWord(data, 'seq')}.`,
  'message.abandoned': (data) =>
    `Slack refuses a message of this request${inBrackets([eventWord(data, 'message'), eventWord(data, 'reason')])}; it was given up.`,
};

/** What `/ecs history` says. */
export const history = {
  marks,
  title: (id: string): string => `History of ${id}`,
  theBot: 'the bot',
  sentence: (kind: EventKind, data: Data): string => sentences[kind]?.(data) ?? kind,
  /** Above the shown events. */
  earlier: (count: number): string =>
    `… and ${count === 1 ? '1 earlier event' : `${count} earlier events`}: the bot operator can export them all.`,
  nothing: 'It has no history yet.',
  /** Below the events, one or both. */
  archived: 'It was closed long ago and is in the archive.',
  lacksFirst: 'Its first events were moved to the archive: the bot operator has them.',
  oneInstance: (example: string): string => `For a single instance: /ecs history ${example}`,
  usage:
    'Add what to show: /ecs history with an instance’s name, a request’s ID from its card (r-…), an instance’s own ID (r-…-1), or its ID in Alibaba Cloud (i-…).',
  several: (given: string, ids: readonly string[]): string =>
    `Several instances are called ${quoted(given)}. Choose one by its ID: ${ids.map((id) => `/ecs history ${id}`).join(', ')}`,
  unknown: (given: string): string =>
    `The bot knows no request or instance ${quoted(given)}. Names are found only while the instance exists. Otherwise copy the ID from the card: the request’s (r-…), with -1, -2, … for one of its instances, or the one in Alibaba Cloud (i-…). Instances the bot didn’t create have no history here.`,
  storeDown:
    'The bot can’t load its history right now. Try again in a moment; if this continues, notify the bot operator.',
};
