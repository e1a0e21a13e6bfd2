import type { AttributeStep } from '../../../core/attribute/attribute.ts';
import type { FailureKind } from '../../../core/failure/failure.ts';
import type { Summary } from '../../../core/instance/summary.ts';
import type { AuditEvent, EventKind } from '../../../core/request/event.ts';
import type { Request } from '../../../core/request/request.ts';
import type { Charge } from '../../../core/spec/charge.ts';
import { limitText } from '../../amounts.ts';
import { momentMark } from '../../moments.ts';
import { optionRow } from '../../option-facts.ts';
import { quoted } from '../../quoted.ts';
import { attribute } from '../attribute.ts';
import { marks } from '../base/marks.ts';
import { money } from '../base/money.ts';
import { failures } from '../failure/failures.ts';
import { renewal } from '../renewal.ts';
import { options as optionWords } from '../spec/options.ts';

type Data = AuditEvent['data'];

/** A detail of an event as it was written, perhaps by another version: what is not there is left out. */
const word = (data: Data, key: string): string => {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const among = (words: readonly string[]): string => words.filter((one) => one !== '').join(', ');

const inBrackets = (words: readonly string[]): string => (among(words) === '' ? '' : ` (${among(words)})`);

/** `Sold out (OperationDenied.NoStock, CreateInstance)`. */
const failed = (data: Data): string => {
  const kind = word(data, 'kind');
  const title = kind in failures.kinds ? failures.kinds[kind as FailureKind].title : kind;
  return `${title}${inBrackets([word(data, 'code'), word(data, 'api')])}`;
};

const addressed = (data: Data): string => {
  const inner = word(data, 'privateIp');
  return among([word(data, 'publicIp'), inner === '' ? '' : `private ${inner}`]);
};

const paid = (charge: Charge): string => `, ${money.payment(charge, limitText(charge))}`;

const submitted = (data: Data): string => {
  const { spec, amount, renewal: renews } = data as Partial<Pick<Request, 'spec' | 'amount' | 'renewal'>>;
  if (renews !== undefined && spec?.charge.kind === 'prepaid')
    return renewal.history.asked(spec.name, renewal.payment(spec.charge.term));
  if (spec === undefined) return 'Asked for instances.';
  const options = optionRow(spec, { options: optionWords, marks });
  return `Asked for ${amount} × ${spec.instanceType} in ${spec.zone}, named ${spec.name}${paid(spec.charge)}.${options === '' ? '' : ` ${options}.`}`;
};

const finished = (data: Data): string => {
  if (typeof data.renewal === 'object' && data.renewal !== null) return renewal.history.ended(data.renewal as Data);
  const { reached = 0, failed = 0, stopped = 0, released = 0 } = data as Partial<Summary>;
  const since = [stopped > 0 ? `${stopped} stopped` : '', released > 0 ? `${released} released` : ''];
  return `The request ended: ${among([`${reached - stopped - released} running`, ...since, `${failed} failed`])}.`;
};

const observed = (data: Data): string => {
  const locks = Array.isArray(data.locks) ? among(data.locks.map(String)) : '';
  const inner = word(data, 'privateIp');
  const its = inner === '' ? '' : `, private address ${inner}`;
  const name = word(data, 'name');
  const named = name === '' ? '' : `, name ${name}`;
  return `Alibaba Cloud says ${word(data, 'status')}${named}${its}${locks === '' ? '' : `; locked: ${locks}`}.`;
};

const goingOn = (data: Data): string => {
  if (data.held === true) return 'It does not wait for the end of a freeze any more.';
  const kind = word(data, 'trouble');
  return `The trouble is over${kind in failures.kinds ? `: ${failures.kinds[kind as FailureKind].title}` : ''}.`;
};

/** `Ordered a stop, instead of the start that was under way.` */
const wanted = (data: Data): string => {
  const mode = word(data, 'stoppedMode') === 'StopCharging' ? ', without being charged for vCPU and memory' : '';
  const before = word(data, 'replaces');
  return `Ordered a ${word(data, 'what')}${mode}${before === '' ? '' : `, instead of the ${before} that was under way`}.`;
};

const addressChanged = (data: Data): string =>
  word(data, 'publicIp') === ''
    ? 'It gave its public address back.'
    : `Its public address is ${word(data, 'publicIp')}.`;

const stopped = (data: Data): string =>
  word(data, 'stoppedMode') === 'StopCharging'
    ? 'It is stopped; vCPU and memory are not charged for.'
    : 'It is stopped.';

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** `: too dear`, or nothing. */
const noted = (data: Data): string => (word(data, 'note') === '' ? '' : `: ${word(data, 'note')}`);

const held = (data: Data): string => `It waits for the end of a freeze: ${word(data, 'reason')}`;

/** What an admin had frozen before the bot did, and what is in force again. */
const restored = (data: Data): string =>
  typeof data.restored === 'object' && data.restored !== null ? word(data.restored as Data, 'reason') : '';

const moment = (at: unknown): string => (typeof at === 'number' ? momentMark(at) : '');

const stepOf = ({ step }: Data): string => (isStep(step) ? attribute.step(step) : '');

/** Whose it is the bot has written down all the same. */
const notChanged = (data: Data): string =>
  isStep(data.step) && data.step.is === 'owner' ? attribute.ownerTagNotChanged : `Not changed: ${stepOf(data)}`;

const stepsOf = ({ steps }: Data): readonly string[] =>
  Array.isArray(steps) ? steps.map((step: unknown) => stepOf({ step })) : [];

const isStep = (step: unknown): step is AttributeStep => typeof step === 'object' && step !== null && 'is' in step;

/** What happened, in a sentence; who did it and to which instance stand before it. A kind that lacks one does not compile. */
const sentences: Readonly<Record<EventKind, (data: Data) => string>> = {
  'request.submitted': submitted,
  'request.finished': finished,
  'request.refused': (data) => `A submission was refused: ${among(strings(data.rules))}.`,
  'request.approved': (data) => `Approved it${noted(data)}.`,
  'request.denied': (data) => `Denied it${noted(data)}.`,
  'request.withdrawn': (data) => `Withdrew it${noted(data)}.`,
  'request.expired': () => 'Nobody decided in time: it expired.',
  'approval.voted': (data) => `Agreed to it${noted(data)}; ${word(data, 'missing')} more must agree.`,
  'approval.askedAgain': ({ drift, script }) =>
    `${script === undefined ? 'The price has' : drift === 'none' ? 'The start script has' : 'The price and the start script have'} changed: everybody is asked again.`,
  'approval.refused': (data) => `Pressed ${word(data, 'what')}, which was refused: ${word(data, 'why')}.`,
  'approval.reminded': () => 'Reminded those who can decide.',
  'approval.escalated': () => 'Told others that nobody has decided.',
  'instance.adopted': (data) => `Took over ${word(data, 'cloudId')}, which the bot did not create.`,
  'instance.creating': ({ together }) =>
    typeof together === 'number'
      ? `RunInstances for ${together} instances is about to be sent.`
      : 'CreateInstance is about to be sent.',
  'instance.newToken': () => 'Nothing was found of what was refused; the next call to create it carries a new token.',
  'instance.placed': ({ cloudIds, asked }) => {
    const ids = Array.isArray(cloudIds) ? cloudIds.map(String) : [];
    return `Alibaba Cloud placed ${ids.length} of ${Number(asked)} instances: ${ids.join(', ')}.`;
  },
  'instance.accepted': (data) => `Alibaba Cloud accepted it as ${word(data, 'cloudId')}.`,
  'instance.observed': observed,
  'instance.address': addressChanged,
  'instance.noAddress': (data) => `It goes on without a public address: ${failed(data)}.`,
  'instance.addressWanted': () => 'Asked for its public address once more.',
  'instance.starting': () => 'Alibaba Cloud accepted its start.',
  'instance.running': (data) => `It runs${addressed(data) === '' ? '' : `: ${addressed(data)}`}.`,
  'instance.troubled': (data) => `${failed(data)}; trying again.`,
  'instance.goingOn': goingOn,
  'instance.failed': (data) => `It failed: ${failed(data)}.`,
  'instance.wanted': wanted,
  'instance.stopping': () => 'Alibaba Cloud accepted its stop.',
  'instance.stopped': stopped,
  'instance.restarting': () => 'Alibaba Cloud accepted its restart.',
  'instance.releasing': () => 'Alibaba Cloud accepted its release.',
  'instance.released': () => 'It is gone.',
  'instance.vanished': () => 'Alibaba Cloud does not list it any more, and nobody released it here.',
  'instance.reclaiming': () => 'Alibaba Cloud announced that it reclaims this spot instance.',
  'instance.reclaimed': (data) =>
    data.announced === true
      ? 'Alibaba Cloud has reclaimed this spot instance.'
      : 'Alibaba Cloud does not list this spot instance any more, and nobody released it here: it was probably reclaimed.',
  'instance.held': held,
  'instance.leased': (data) =>
    word(data, 'endsAt') === ''
      ? 'It is to live until somebody releases it.'
      : `It is to be released by itself on ${moment(data.endsAt)}.`,
  'instance.leaseSet': (data) =>
    word(data, 'endsAt') === ''
      ? 'Alibaba Cloud does not release it by itself any more.'
      : `Alibaba Cloud releases it by itself on ${moment(data.endsAt)}.`,
  'instance.leaseTroubled': (data) => `The end of its lease is not kept: ${failed(data)}.`,
  'instance.leaseWarned': (data) => `Its owner was warned: its lease ends on ${moment(data.endsAt)}.`,
  'instance.leaseEnded': () => 'Alibaba Cloud has released it at the end of its lease.',
  'instance.expirySeen': (data) => `It is paid for until ${moment(data.until)}.`,
  'instance.renewalReminded': (data) =>
    data.short === true
      ? 'Its owner was told that the account has too little to renew it.'
      : `Its owner was reminded: it is paid for until ${moment(data.until)}.`,
  'instance.expired': (data) => `What it was paid for is over since ${moment(data.until)}.`,
  'instance.autoRenewWanted': (data) =>
    data.on === true ? 'Wants it to renew itself.' : 'Wants it not to renew itself any more.',
  'instance.autoRenewSet': (data) =>
    data.on === true ? 'Alibaba Cloud renews it by itself.' : 'Alibaba Cloud does not renew it by itself.',
  'instance.autoRenewNotSet': (data) =>
    `Auto-renewal was not turned ${data.on === true ? 'on' : 'off'}${word(data, 'kind') === '' ? ', as far as Alibaba Cloud shows' : `: ${failed(data)}`}.`,
  'instance.changeWanted': (data) => `Wants it changed: ${among(stepsOf(data))}.`,
  'instance.given': (data) => `Gave it to ${word(data, 'owner')}; it was ${word(data, 'was')}’s.`,
  'instance.changed': (data) => `Alibaba Cloud has changed it: ${stepOf(data)}.`,
  'instance.diskBought': (data) => `Alibaba Cloud has created the disk ${word(data, 'diskId')} for it.`,
  'instance.notChanged': (data) => `${notChanged(data)}. ${failed(data)}.`,
  'instance.changeDropped': (data) => `It is gone before this was changed: ${among(stepsOf(data))}.`,
  'instance.renewalAsked': renewal.history.askedOf,
  'instance.renewed': renewal.history.renewed,
  'renewal.trying': () => renewal.history.trying,
  'renewal.newToken': () => 'Its end has not moved; the next RenewInstance carries a new token.',
  'renewal.accepted': () => renewal.history.accepted,
  'renewal.held': held,
  'renewal.troubled': (data) => `${failed(data)}; trying again.`,
  'renewal.goingOn': goingOn,
  'renewal.refused': renewal.history.refused,
  'freeze.set': (data) => `Froze creating and starting: ${word(data, 'reason')}`,
  'freeze.lifted': (data) => `Lifted the freeze.${restored(data) === '' ? '' : ` In force again: ${restored(data)}`}`,
  'key.added': (data) => `Added the public key ${word(data, 'name')} (MD5 ${word(data, 'fingerprint')}).`,
  'key.importing': (data) => `The public key ${word(data, 'name')} is about to be imported in ${word(data, 'region')}.`,
  'key.removing': (data) => `Wants the key pair ${word(data, 'name')} removed.`,
  'key.removed': (data) =>
    'refused' in data
      ? `Alibaba Cloud refused the public key ${word(data, 'name')}; it was not kept.`
      : `The key pair ${word(data, 'name')} was removed.`,
  'account.set': (data) =>
    typeof data.replaces === 'string'
      ? `The bot goes on with the Alibaba Cloud account ${word(data, 'account')}, no more with ${data.replaces}, whose instances count against no budget from then on.${Array.isArray(data.givenUp) ? ` Ended as unconfirmed: ${data.givenUp.join(', ')}.` : ''}`
      : `The bot works in the Alibaba Cloud account ${word(data, 'account')}.`,
  'policy.changed': () => 'Another version of the policy came into force.',
  'trail.archived': (data) => `The audit trail was archived up to event ${word(data, 'seq')}.`,
  'message.abandoned': (data) =>
    `Slack refuses a message of this request${inBrackets([word(data, 'message'), word(data, 'reason')])}; it was given up.`,
};

/** What `/ecs history` says. */
export const history = {
  marks,
  title: (id: string): string => `History of ${id}`,
  theBot: 'the bot',
  sentence: (kind: EventKind, data: Data): string => sentences[kind]?.(data) ?? kind,
  /** Above the events that are shown. */
  earlier: (count: number): string =>
    `… and ${count === 1 ? '1 earlier event' : `${count} earlier events`}: whoever runs the bot can export them all.`,
  nothing: 'Nothing has been written down about it yet.',
  /** Below, one or both. */
  archived: 'It ended long ago and is in the archive.',
  lacksFirst: 'Its first events were taken away with the archive: whoever runs the bot has them.',
  oneInstance: (example: string): string => `For one instance alone: /ecs history ${example}`,
  usage:
    'Say of what: /ecs history and an instance’s name, a request’s id from its card (r-…), an instance’s own id (r-…-1) or its id in Alibaba Cloud (i-…).',
  several: (given: string, ids: readonly string[]): string =>
    `Several instances are called ${quoted(given)}. Choose one by its id: ${ids.map((id) => `/ecs history ${id}`).join(', ')}`,
  unknown: (given: string): string =>
    `The bot knows no request and no instance ${quoted(given)}. A name is found while its instance exists. Else copy the id from the card: the request’s (r-…), with -1, -2 … for one of its instances, or the one in Alibaba Cloud (i-…). Instances that this bot did not create have no history here.`,
  storeDown:
    'The bot cannot read its history just now. Try again in a moment; if it stays so, tell whoever runs the bot.',
};
