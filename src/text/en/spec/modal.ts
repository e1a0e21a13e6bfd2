import type { Language } from '../../../core/base/language.ts';
import type { HourlyPrice } from '../../../core/base/money.ts';
import type { Failure } from '../../../core/failure/failure.ts';
import { isOptionField } from '../../../core/option/option-fields.ts';
import type { ChargeKind, Term } from '../../../core/spec/charge.ts';
import { DISK_CATEGORIES, type DiskCategory } from '../../../core/spec/disks.ts';
import type { Field, FieldProblem, FormField } from '../../../core/spec/spec.ts';
import type { TypeKind } from '../../../core/spec/type-kind.ts';
import { hourlyText } from '../../amounts.ts';
import { quoted } from '../../quoted.ts';
import { termText } from '../base/term.ts';
import { policy } from '../policy/policy.ts';
import { options } from './options.ts';
import { DISK, INSTANCES } from './spec.ts';

/** What is wrong with a choice that fits nothing in its list. */
const UNKNOWN: Readonly<Record<FormField, (it: string) => string>> = {
  region: (it) => `${it} is not a region of this account. Pick one from the list.`,
  zone: (it) => `${it} is not a zone of this region. Pick one from the list.`,
  type: (it) => `${it} is not an instance type of this zone. Pick one from the list.`,
  image: (it) => `No image of this region matches ${it}. Pick one from the list.`,
  network: (it) => `${it} is not a network of the policy. Pick one from the list.`,
  vswitch: (it) => `${it} is not a vSwitch of this region. Pick one from the list.`,
  group: (it) => `${it} is not a security group of this region. Pick one from the list.`,
  disk: (it) => `${it} is not a disk category. Pick one from the list.`,
  size: (it) => `${it} is not a size.`,
  bandwidth: (it) => `${it} is not a bandwidth.`,
  name: (it) => `${it} is not a name.`,
  amount: (it) => `${it} is not an amount.`,
  charge: (it) => `${it} is no way of paying. Pick one from the list.`,
  period: (it) => `Alibaba Cloud doesn’t sell ${it} as a period. Pick one from the list.`,
  renew: (it) => `${it} is neither on nor off.`,
  maxprice: (it) => `${it} is not a price.`,
};

const unknown = (field: Field, it: string): string =>
  isOptionField(field) ? options.fault({ is: 'notOneOf', words: [] }, it) : UNKNOWN[field](it);

/** With the word by which it is asked for in a command. */
const DISK_NAME = Object.fromEntries(DISK_CATEGORIES.map((one) => [one, `${DISK[one]} (${one})`])) as Record<
  DiskCategory,
  string
>;

const ALTERNATIVES = new Intl.ListFormat('en', { type: 'disjunction' });

/** What to do when a disk does not go with the type. */
const fitting = (fits: readonly DiskCategory[] = []): string =>
  fits.length === 0
    ? 'Pick another type or another zone.'
    : `Pick ${ALTERNATIVES.format(fits.map((category) => DISK_NAME[category]))}, or another type.`;

/** Why lists could not be read, and what to do. Reading buys nothing, so these are milder than the failures of an order. */
export function unread({ kind, code, missing }: Failure): string {
  switch (kind) {
    case 'throttled':
      return 'Alibaba Cloud asks for fewer calls at the moment. Try again in a minute.';
    case 'transient':
    case 'ambiguous':
      return 'Alibaba Cloud gave no usable answer. Try again in a minute; if it goes on, look at its status page.';
    case 'notSent':
      return 'The bot has no connection to Alibaba Cloud’s API. Whoever runs it can check its network, proxy and DNS.';
    case 'permission':
      return `The bot’s RAM identity lacks the permission${missing === null ? '' : ` ${missing.action}`}. Whoever runs the bot can add it to its RAM policy; docs/install.md shows the whole policy.`;
    case 'credentials':
      return 'Alibaba Cloud does not accept the bot’s AccessKey or token, or the clock of its machine is wrong. Whoever runs the bot can check both.';
    default:
      return `Alibaba Cloud refused (${code ?? kind}). Try again; if it stays so, show this to whoever runs the bot.`;
  }
}

/** Every label, hint and sentence of the create form. Labels end up beside the field, so they are short. */
export const modal = {
  title: 'Create instances',
  submit: 'Create',
  /** Where others have to approve first. */
  submitAsk: 'Ask for approval',
  /** Followed by how many of whom. */
  needs: 'Needs approval:',
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
    amount: 'How many',
    charge: 'Payment',
    period: 'Paid for',
    renew: 'Automatic renewal',
    maxprice: 'Highest price per hour, each',
    ...options.label,
  } satisfies Record<Field, string>,
  placeholder: {
    preset: 'Pick a preset',
    region: 'Pick a region',
    zone: 'Pick a zone',
    type: 'Type to narrow, e.g. g7 or 4c16g',
    image: 'Type to narrow, e.g. ubuntu 22',
    network: 'Pick a network',
    vswitch: 'Type to narrow: name, id or range',
    group: 'Type to narrow: name or id',
    login: 'Type to narrow: name of a key pair',
    script: 'Pick a start script',
    name: 'e.g. web-1',
    charge: 'Pick how it is paid for',
    period: 'Pick for how long',
  },
  preset: 'Start from',
  noPreset: 'No preset',
  details: 'Change the details…',
  more: 'More…',
  dataDisk: {
    category: 'Data disk',
    size: 'Data disk size (GiB)',
    hint: 'Left empty, there is no data disk.',
  },
  tag: (key: string): string => `Tag ${key}`,
  /** Beside the login; opens a window. */
  addKey: 'Add a key…',
  noScript: 'No start script',
  hint: {
    purpose: 'What it is for. Approvers read it.',
    bandwidth: '0–100. With 0 the instance gets no public address.',
    name: 'Letters, digits and : _ . -, beginning with a letter. Several instances get -1, -2 … appended.',
    amount: '1–20 instances, all alike.',
    size: 'Up to 2048 (some disks end earlier), and at least the size of the image. ESSD PL0 and AutoPL begin at 1, PL2 at 461, PL3 at 1261, all others at 20.',
    /** `term` is that by which it renews itself; null while that is not known. */
    renew: (term: Term | null): string =>
      `When it is on, Alibaba Cloud charges the account again at the end${term === null ? ' of each period' : `, each time for ${termText(term)}`}, without asking.`,
    maxprice:
      'In the currency of the account, for the instance without its disk, e.g. 0.35. Left empty it is the price of pay-as-you-go. Above it Alibaba Cloud takes the instance back.',
  },
  diskName: DISK_NAME,
  chargeName: {
    payAsYouGo: 'Pay-as-you-go: by the hour',
    spot: 'Spot: by the hour at the market’s price, may be taken back',
    prepaid: 'Prepaid: at once for a whole period',
  } satisfies Record<ChargeKind, string>,
  term: (term: Term): string => termText(term),
  renew: { off: 'Off: it ends with the period', on: 'On: it renews itself at the end of each period' },
  /** Of a region or zone, by the cloud's names. */
  placeName: (names: Readonly<Record<Language, string>>): string => names.en,
  typeOption: (id: string, vCpu: number, memoryGiB: number): string => `${id} · ${vCpu} vCPU · ${memoryGiB} GiB`,
  soldOut: 'sold out',
  gpus: (count: number, model: string | null): string => `${count} × ${model ?? 'GPU'}`,
  /** Of one, without disks. */
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
  /** After the name of an image; `on` is its system’s last day, `2024-06-30`. */
  updatesEnded: (on: string): string => `no updates since ${on.slice(0, 7)}`,
  free: (addresses: number): string => `${addresses} free`,
  noVSwitchInZone: (zone: string): string =>
    `There is no vSwitch in ${zone} yet. Pick another zone, or create one in the VPC console.`,
  nothingToPick: 'Alibaba Cloud names nothing to pick here.',
  noNetworkInZone: (zone: string): string =>
    `The policy has no network in ${zone} for this channel. Pick another zone.`,
  noGroupInVpc: 'This VPC has no security group yet. Pick another vSwitch, or create one in the ECS console.',

  whereChannel: 'The card and its thread will appear in',
  /** After the channel, while it is not known whether the bot can post there. */
  unlessClosed: ', or in your direct messages with this bot if it can’t post there',
  whereHere: 'The card and its thread will appear in this conversation.',
  whereDm: 'The card and its thread will appear in your direct messages with this bot.',
  // No other sentence follows when the bot is stopped in that moment.
  loading:
    'Fetching the lists from Alibaba Cloud… If this still stands here after half a minute, close the window and ask again. Nothing was created.',
  loadingZones: (region: string): string => `Fetching the zones of ${region}…`,
  checking:
    'Checking your choices with Alibaba Cloud… You may close this window: the card appears as soon as they hold. If none appears within some minutes, nothing was created, and you can ask again.',

  typedTitle: 'Some of what you typed needs another look:',
  problemsTitle: 'Nothing was created yet. Please look at this again:',
  fieldLine: (label: string, sentence: string): string => `${label}: ${sentence}`,

  listsFailed: (failure: Failure): string =>
    `The lists could not be read from Alibaba Cloud, and nothing was created. ${unread(failure)}`,
  listsSlow: 'Alibaba Cloud has not answered in time. Nothing was created. Try again in a moment.',
  noRegions: 'Alibaba Cloud named no region for this account. Nothing was created. Tell whoever runs the bot.',
  tooMuch:
    'That is more than a form can carry: shorten tags, descriptions, and names of data disks. Nothing was created.',
  /** After why a form could not be shown. */
  tooMuchAgain:
    'What you filled in is too much to try again from here: run /ecs create again with shorter tags, descriptions, and names of data disks.',
  tryAgain: 'Try again',
  uncheckedFailed: (failure: Failure): string =>
    `Your choices could not be checked, and nothing was created. ${unread(failure)}`,
  stillChecking:
    'Alibaba Cloud or the store has not answered in time. If a card appears, your request is under way; if none does, nothing was created, and you can try again.',
  storeDown:
    'The bot cannot write down your request just now, so nothing was created. Try again in this window in a moment: it is never carried out twice. If it stays so, tell whoever runs the bot.',
  submitted: (requestId: string, amount: number): string =>
    `Your request ${requestId} for ${amount === 1 ? 'one instance' : `${amount} instances`} is under way. Its card tells the rest.`,
  alreadySubmitted: (requestId: string, amount: number, name: string): string =>
    `This form was submitted before: request ${requestId}, ${amount} × ${name}. Nothing more was created. For something else open a new form.`,

  problem: ({ field, problem, given, min, max, fits, rule, chargeKind, fault }: FieldProblem): string => {
    const it = quoted(given);
    const forWhat = chargeKind === undefined ? '' : ` for ${INSTANCES[chargeKind]}`;
    const another = chargeKind === undefined ? 'another type or another zone' : 'another type, zone or payment';
    switch (problem) {
      case 'option':
        return fault === undefined ? unknown(field, it) : options.fault(fault, given);
      case 'required':
        return 'This is needed.';
      case 'notANumber':
        return `${it} is not a whole number from ${min} to ${max}.`;
      case 'outOfRange':
        return `${it} is outside ${min} to ${max}.`;
      case 'unknownChoice':
        return unknown(field, it);
      case 'notAllowed':
        return rule === undefined ? `${it} is not allowed.` : policy.refusal(rule, given);
      case 'notAPrice':
        return `${it} is not a price: write it like 0.35, with at most three decimals.`;
      case 'ambiguous':
        return `Several choices match ${it}. Pick one from the list.`;
      case 'otherVpc':
        return `${it} does not belong to the VPC of the vSwitch. Pick a security group of that VPC, or another vSwitch.`;
      case 'otherZone':
        return `${it} is in another zone. Pick a vSwitch of the chosen zone.`;
      case 'nameShape':
        return `${it} cannot be a name: 2–128 characters, beginning with a letter; then letters, digits and : _ . - (the -1, -2 … of several instances count too).`;
      case 'tooSmallForImage':
        return `${given} GiB is too small: this image needs at least ${min} GiB.`;
      case 'soldOut':
        return field === 'disk'
          ? `${it} is sold out${chargeKind === undefined ? ' for this type' : `${forWhat} of this type`} in this zone at the moment. ${fitting(fits)}`
          : `${it} is sold out${forWhat} in this zone at the moment. Pick ${another}.`;
      case 'notSoldHere':
        return field === 'disk'
          ? `${it} cannot be had with this type in this zone${forWhat}. ${fitting(fits)}`
          : field === 'type'
            ? `${it} is not sold in this zone${forWhat}. Pick ${another}.`
            : unknown(field, it);
    }
  },
  shortcut: 'Create ECS instances',
  shortcutWhat: 'Opens the form; the card comes to your direct messages with the bot.',
};
