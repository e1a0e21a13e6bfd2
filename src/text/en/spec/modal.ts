import type { Language } from '../../../core/base/language.ts';
import type { HourlyPrice } from '../../../core/base/money.ts';
import type { Failure } from '../../../core/failure/failure.ts';
import { isOptionField } from '../../../core/option/option-fields.ts';
import type { ChargeKind, Term } from '../../../core/spec/charge.ts';
import { DISK_CATEGORIES, type DiskCategory } from '../../../core/spec/disks.ts';
import type { TemplateNamed } from '../../../core/spec/launch-template.ts';
import type { Field, FieldProblem, FormField } from '../../../core/spec/spec.ts';
import type { TypeKind } from '../../../core/spec/type-kind.ts';
import { hourlyText } from '../../amounts.ts';
import { quoted } from '../../quoted.ts';
import { termText } from '../base/term.ts';
import { leaseSpan } from '../lease.ts';
import { policy } from '../policy/policy.ts';
import { options } from './options.ts';
import { DISK, INSTANCES } from './spec.ts';

/** The problem of a choice that is not in its list. */
const UNKNOWN: Readonly<Record<FormField, (it: string) => string>> = {
  region: (it) => `${it} isn’t a region of this account. Pick one from the list.`,
  zone: (it) => `${it} isn’t a zone of this region. Pick one from the list.`,
  type: (it) => `${it} isn’t an instance type of this zone. Pick one from the list.`,
  image: (it) => `No image of this region matches ${it}. Pick one from the list.`,
  network: (it) => `${it} isn’t a network of the policy. Pick one from the list.`,
  vswitch: (it) => `${it} isn’t a vSwitch of this region. Pick one from the list.`,
  group: (it) => `${it} isn’t a security group of this region. Pick one from the list.`,
  disk: (it) => `${it} isn’t a disk category. Pick one from the list.`,
  size: (it) => `${it} isn’t a valid size.`,
  bandwidth: (it) => `${it} isn’t a valid bandwidth.`,
  name: (it) => `${it} isn’t a valid name.`,
  amount: (it) => `${it} isn’t a valid quantity.`,
  charge: (it) => `${it} isn’t a billing method. Pick one from the list.`,
  period: (it) => `Alibaba Cloud doesn’t sell ${it} as a period. Pick one from the list.`,
  renew: (it) => `${it} is neither on nor off.`,
  maxprice: (it) => `${it} isn’t a valid price.`,
};

const unknown = (field: Field, it: string): string =>
  isOptionField(field) ? options.fault({ is: 'notOneOf', words: [] }, it) : UNKNOWN[field](it);

/** With its word for commands. */
const DISK_NAME = Object.fromEntries(DISK_CATEGORIES.map((one) => [one, `${DISK[one]} (${one})`])) as Record<
  DiskCategory,
  string
>;

const ALTERNATIVES = new Intl.ListFormat('en', { type: 'disjunction' });

/** What to do if a disk does not fit the type. */
const fitting = (fits: readonly DiskCategory[] = []): string =>
  fits.length === 0
    ? 'Pick another type or another zone.'
    : `Pick ${ALTERNATIVES.format(fits.map((category) => DISK_NAME[category]))}, or another type.`;

/** Why lists could not be read, and what to do. Reads cost nothing, so these are milder than an order's failures. */
export function unread({ kind, code, missing }: Failure): string {
  switch (kind) {
    case 'throttled':
      return 'Alibaba Cloud is limiting calls right now. Try again in a minute.';
    case 'queued':
      return 'Too many of the bot’s calls are waiting. Try again in a minute.';
    case 'transient':
    case 'ambiguous':
      return 'Alibaba Cloud gave no usable answer. Try again in a minute; if this continues, see its status page.';
    case 'notSent':
      return 'The bot can’t connect to Alibaba Cloud’s API. Have the bot operator check its network, proxy, and DNS.';
    case 'permission':
      return `The bot’s RAM identity lacks the permission${missing === null ? '' : ` ${missing.action}`}. Have the bot operator add it to the RAM policy; docs/install.md shows the whole policy.`;
    case 'credentials':
      return 'Alibaba Cloud doesn’t accept the bot’s AccessKey or token, or the clock of its machine is wrong. Have the bot operator check both.';
    case 'unreadable':
      return 'Alibaba Cloud lists an instance in a state that the bot doesn’t know. See the ECS console, and notify the bot operator.';
    default:
      return `Alibaba Cloud refused (${code ?? kind}). Try again; if this continues, show this to the bot operator.`;
  }
}

/** Every label, hint and sentence of the create form. Labels are short, because they stand beside the fields. */
export const modal = {
  title: 'Create instances',
  submit: 'Create',
  /** If others have to approve first. */
  submitAsk: 'Request approval',
  /** Followed by how many of whom. */
  needs: 'Needs approval:',
  /** While the price is unknown, which it depends on. */
  needsOpen: {
    who: 'Needs approval. By whom depends on the price, which isn’t known yet.',
    whether: 'Whether it needs approval depends on the price, which isn’t known yet.',
  },
  needsNobody: 'Needs no approval.',
  close: 'Cancel',
  closeDone: 'Close',
  label: {
    region: 'Region',
    zone: 'Zone',
    type: 'Instance type',
    image: 'Image',
    network: 'Network',
    vswitch: 'vSwitch',
    group: 'Security group',
    disk: 'System disk',
    size: 'System disk size (GiB)',
    bandwidth: 'Public bandwidth (Mbit/s)',
    name: 'Name',
    amount: 'Quantity',
    charge: 'Billing method',
    period: 'Period',
    renew: 'Auto-renewal',
    maxprice: 'Max hourly price per instance',
    ...options.label,
  } satisfies Record<Field, string>,
  placeholder: {
    preset: 'Pick a preset',
    region: 'Pick a region',
    zone: 'Pick a zone',
    type: 'Type to narrow, e.g. g7 or 4c16g',
    image: 'Type to narrow, e.g. ubuntu 22',
    network: 'Pick a network',
    vswitch: 'Type to narrow: name, ID, or range',
    group: 'Type to narrow: name or ID',
    login: 'Type to narrow: key pair name',
    script: 'Pick a start script',
    name: 'e.g. web-1',
    charge: 'Pick a billing method',
    period: 'Pick a period',
  },
  preset: 'Start from',
  noPreset: 'No preset',
  /** Below the chosen preset. */
  fromTemplate: ({ name, version, isEarlier = false }: TemplateNamed): string =>
    `Filled in from launch template ${name}, version ${version}.${
      isEarlier
        ? ' Alibaba Cloud didn’t say whether this is still the version to use. Check it, or choose the preset again later.'
        : ''
    }`,
  details: 'Change the details…',
  more: 'More…',
  dataDisk: {
    category: 'Data disk',
    size: 'Data disk size (GiB)',
    hint: 'Empty = no data disk.',
  },
  tag: (key: string): string => `Tag ${key}`,
  /** Beside the login; opens a window. */
  addKey: 'Add a key…',
  noScript: 'No start script',
  hint: {
    purpose: 'What it’s for. The card shows it.',
    purposeApproved: 'What it’s for. Approvers read this.',
    /** `noKeys`: the policy allows no key pair. */
    login: {
      linux:
        'Empty = no key pair: only Open terminal and Session Manager let you in, through Cloud Assistant Agent. Add your key with /ecs key add to use SSH.',
      noKeys:
        'Empty = no login is set: only Open terminal and Session Manager let you in, through Cloud Assistant Agent.',
      windows:
        'Empty = no password is set: reset Administrator’s password in the ECS console, or use Session Manager, through Cloud Assistant Agent.',
    },
    bandwidth: '0–100. With 0 the instance gets no public IP.',
    name: 'Letters, digits, and : _ . -, starting with a letter. Several instances get -1, -2, … appended.',
    amount: (most: number): string => (most === 1 ? 'One at a time.' : `1–${most} identical instances.`),
    size: 'Up to 2048 (less for some categories), and at least the size of the image. ESSD PL0 and AutoPL start at 1, PL2 at 461, PL3 at 1261, all others at 20.',
    /** `usualMs`: the policy's time; null for no end. */
    lease: (usualMs: number | null): string =>
      `Counted from when it first runs, e.g. 8h or 3d. Empty = ${usualMs === null ? 'none: it stays until somebody releases it' : `${leaseSpan(usualMs)}, as the policy says`}.`,
    /** `term`: the term of the auto-renewal; null while unknown. */
    renew: (term: Term | null): string =>
      `When on, Alibaba Cloud charges the account ${term === null ? 'again' : `for ${termText(term)} more`} at the end of each period, without asking.`,
    maxprice:
      'Per instance, without disk, in the account’s currency, e.g. 0.35. Empty = the pay-as-you-go price. Above it, Alibaba Cloud reclaims the instance.',
  },
  diskName: DISK_NAME,
  chargeName: {
    payAsYouGo: 'Pay-as-you-go: billed by the hour',
    spot: 'Spot: hourly market price, can be reclaimed',
    prepaid: 'Prepaid (Subscription): whole period charged upfront',
  } satisfies Record<ChargeKind, string>,
  term: (term: Term): string => termText(term),
  renew: { off: 'Off: it ends with the period', on: 'On: it auto-renews at the end of each period' },
  /** For a region or zone, by the cloud's names. */
  placeName: (names: Readonly<Record<Language, string>>): string => names.en,
  typeOption: (id: string, vCpu: number, memoryGiB: number): string => `${id} · ${vCpu} vCPU · ${memoryGiB} GiB`,
  soldOut: 'sold out',
  gpus: (count: number, model: string | null): string => `${count} × ${model ?? 'GPU'}`,
  /** For one instance, without disks. */
  perHour: (price: HourlyPrice): string => `${hourlyText(price)}/h`,
  typeKind: {
    general: 'general purpose',
    compute: 'compute optimized',
    memory: 'memory optimized',
    universal: 'universal',
    economy: 'economy',
    burstable: 'burstable',
    localSsd: 'local SSDs',
    bigData: 'big data',
    bareMetal: 'bare metal',
  } satisfies Record<TypeKind, string>,
  /** After the name of an image; `on`: its system’s last day, `2024-06-30`. */
  updatesEnded: (on: string): string => `no updates since ${on.slice(0, 7)}`,
  free: (addresses: number): string => `${addresses} free`,
  /** Entries of a list that has nothing to pick; said again where one of them is submitted. */
  listNote: {
    loading: 'Still loading. Type a part of the name, then pick from the list.',
    failed: 'Couldn’t load the list. Type a part of the name again in a minute.',
  },
  noVSwitchInZone: (zone: string): string =>
    `There is no vSwitch in ${zone} yet. Pick another zone, or create one in the VPC console.`,
  nothingToPick: 'Alibaba Cloud lists no choices here.',
  noNetworkInZone: (zone: string): string =>
    `The policy has no network in ${zone} for this channel. Pick another zone.`,
  noGroupInVpc: 'This VPC has no security group yet. Pick another vSwitch, or create one in the ECS console.',

  whereChannel: 'The request card will be posted in',
  /** After the channel, while it is unknown whether the bot can post there. */
  unlessClosed: ', or in your direct messages with this bot if it can’t post there',
  whereHere: 'The request card will be posted in this conversation.',
  whereDm: 'The request card will be posted in your direct messages with this bot.',
  // If the bot is stopped now, no other sentence follows.
  loading:
    'Loading options from Alibaba Cloud… Nothing has been created. If this takes over 30 seconds, close the window and try again.',
  loadingZones: (region: string): string => `Loading the zones of ${region}…`,
  checking:
    'Checking with Alibaba Cloud… You can close this window: the result comes as a card or a direct message. Neither after a few minutes means nothing was created; try again.',

  startTitle: 'Check this before you submit:',
  problemsTitle: 'Nothing has been created. Fix this and submit again:',
  fieldLine: (label: string, sentence: string): string => `${label}: ${sentence}`,

  listsFailed: (failure: Failure): string =>
    `Couldn’t load options from Alibaba Cloud. Nothing was created. ${unread(failure)}`,
  listsSlow: 'Alibaba Cloud didn’t answer in time. Nothing was created. Try again in a moment.',
  noRegions: 'Alibaba Cloud lists no region for this account. Nothing was created. Notify the bot operator.',
  tooMuch:
    'That is more than a form can hold: shorten tags, descriptions, and names of data disks. Nothing was created.',
  /** After the reason why a form could not be shown. */
  tooMuchAgain:
    'What you filled in is too much to try again from here: run /ecs create again with shorter tags, descriptions, and names of data disks.',
  tryAgain: 'Try again',
  uncheckedFailed: (failure: Failure): string => `Couldn’t check your choices. Nothing was created. ${unread(failure)}`,
  stillChecking:
    'Alibaba Cloud or the database didn’t answer in time. If a card appears, your request is in progress; if none does, nothing was created, and you can try again.',
  storeDown:
    'The bot can’t reach its database right now, so nothing was created. Submit this form again in a moment: a request never counts twice. If this continues, notify the bot operator.',
  inDoubt:
    'The connection to the database broke while this was being saved, so it’s unconfirmed whether the request was submitted. Submit this form again in a moment: a request never counts twice.',
  submitted: (requestId: string, amount: number): string =>
    `Request ${requestId} for ${amount === 1 ? '1 instance' : `${amount} instances`} is in progress. Follow it on its card.`,
  alreadySubmitted: (requestId: string, amount: number, name: string): string =>
    `This form was already submitted: request ${requestId}, ${amount} × ${name}. Nothing more was created. For another request, open a new form.`,

  problem: ({ field, problem, given, min, max, fits, rule, chargeKind, fault }: FieldProblem): string => {
    const it = quoted(given);
    const forWhat = chargeKind === undefined ? '' : ` for ${INSTANCES[chargeKind]}`;
    const another = chargeKind === undefined ? 'another type or another zone' : 'another type, zone or payment';
    switch (problem) {
      case 'option':
        return fault === undefined ? unknown(field, it) : options.fault(fault, given);
      case 'required':
        return 'Required.';
      case 'notANumber':
        return `Enter a whole number from ${min} to ${max}, not ${it}.`;
      case 'outOfRange':
        return `${it} isn’t between ${min} and ${max}.`;
      case 'unknownChoice':
        return unknown(field, it);
      case 'notAllowed':
        return rule === undefined ? `${it} isn’t allowed.` : policy.refusal(rule, given);
      case 'notAPrice':
        return `${it} isn’t a price. Write it like 0.35, with at most three decimals.`;
      case 'ambiguous':
        return `Several choices match ${it}. Pick one from the list.`;
      case 'otherVpc':
        return `${it} doesn’t belong to the VPC of the vSwitch. Pick a security group of that VPC, or another vSwitch.`;
      case 'otherZone':
        return `${it} is in another zone. Pick a vSwitch in the chosen zone.`;
      case 'nameShape':
        return `${it} isn’t a valid name. Use 2–128 letters, digits, and : _ . -, starting with a letter (the -1, -2, … of several instances count too).`;
      case 'tooSmallForImage':
        return `${given} GiB is too small: this image needs at least ${min} GiB.`;
      case 'soldOut':
        return field === 'disk'
          ? `${it} is sold out${chargeKind === undefined ? ' for this type' : `${forWhat} of this type`} in this zone right now. ${fitting(fits)}`
          : `${it} is sold out${forWhat} in this zone right now. Pick ${another}.`;
      case 'notSoldHere':
        return field === 'disk'
          ? `${it} isn’t offered with this type in this zone${forWhat}. ${fitting(fits)}`
          : field === 'type'
            ? `${it} isn’t offered in this zone${forWhat}. Pick ${another}.`
            : unknown(field, it);
    }
  },
  shortcut: 'Create ECS instances',
  shortcutWhat: 'Opens the form; the card is posted in your direct messages with the bot.',
};
