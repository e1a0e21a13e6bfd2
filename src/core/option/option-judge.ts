import { type AddressRange, liesIn, parseAddress, parseRange } from '../base/address.ts';
import { hasHidden } from '../base/legible.ts';
import { MAX_LEASE_MS, MIN_LEASE_MS } from '../lease/lease.ts';
import { parseLeaseDuration } from '../lease/lease-duration.ts';
import { formatTerm, parseTerm, RECLAIMS, renewalTermsOf, type Term } from '../spec/charge.ts';
import { chargeKindOf, parseRenewalTerm } from '../spec/charge-draft.ts';
import { type KnownChoices, offerOf } from '../spec/choices.ts';
import type { Draft } from '../spec/spec.ts';
import { disksFault, isAbout, isDiskName, parseDisks } from './data-disks.ts';
import { isBurstable, isPublicImage } from './image-kind.ts';
import type { OptionFault } from './option-faults.ts';
import type { OptionField } from './option-fields.ts';
import { parseLogin } from './option-words.ts';
import { CREDITS, ENDPOINTS, HARDENINGS, type Script, TOKENS, TRAFFIC_BILLINGS } from './options.ts';
import { parseGroups } from './security-groups.ts';
import { tagsFault } from './tags.ts';

/** The lists that an option is judged by, besides the draft. */
interface OptionLists {
  readonly lists: KnownChoices;
  /** The available start scripts; null while unknown. */
  readonly scripts: readonly Script[] | null;
}

const SWITCH = ['on', 'off'] as const;
export const PURPOSE_MAX = 300;
/**
 * Inbound bandwidth in Mbit/s: at least this much is allowed, however small the outbound bandwidth. `MAX_INBOUND` applies
 * while that is unset.
 */
const MIN_INBOUND = 10;
const MAX_INBOUND = 100;

/** The fault of an option in a draft, as far as the known lists can tell; null for none. */
export const optionFault = (
  field: OptionField,
  given: string,
  draft: Draft,
  against: OptionLists,
): OptionFault | null => CHECKS[field](given, draft, against);

type Check = (given: string, draft: Draft, against: OptionLists) => OptionFault | null;

const oneOf =
  (words: readonly string[]): Check =>
  (given) =>
    words.includes(given) ? null : { is: 'notOneOf', words };

const number =
  (min: number, max: number): Check =>
  (given) =>
    /^\d{1,6}$/u.test(given) && Number(given) >= min && Number(given) <= max ? null : { is: 'number', min, max };

const shaped =
  (shape: RegExp, example: string): Check =>
  (given) =>
    shape.test(given) ? null : { is: 'shape', example };

/** The first fault that any of the checks finds. */
const all =
  (...checks: readonly Check[]): Check =>
  (given, draft, against) => {
    for (const check of checks) {
      const fault = check(given, draft, against);
      if (fault !== null) return fault;
    }
    return null;
  };

/** Refuses mentions without a name: an id tells a reader nothing. */
const named: Check = (given) => {
  const mention = /<(?:[@#]|!subteam\^)[A-Z0-9]{2,}\|?>/u.exec(given)?.[0];
  return mention === undefined ? null : { is: 'mention', mention };
};

const about: Check = all((given) => (isAbout(given) ? null : { is: 'about' }), named);

/** Passes over orders that are paid for in another way: the option does not apply to them. A default of the policy is judged without a charge. */
const ofSpot =
  (check: Check): Check =>
  (given, draft, against) =>
    draft.charge === undefined || chargeKindOf(draft) === 'spot' ? check(given, draft, against) : null;

const CHECKS: Readonly<Record<OptionField, Check>> = {
  purpose: all(
    (given) => ([...given].length <= PURPOSE_MAX && !hasHidden(given) ? null : { is: 'text', max: PURPOSE_MAX }),
    named,
  ),
  login: checkLogin,
  script: (given, _draft, { scripts }) =>
    scripts === null || scripts.some(({ name }) => name === given)
      ? null
      : { is: 'script', names: scripts.map(({ name }) => name) },
  tags: tagsFault,
  disks: all(disksFault, checkSold),
  groups: checkGroups,
  encrypted: oneOf(SWITCH),
  kmskey: all(shaped(/^[a-z0-9][a-z0-9-]{7,127}$/u, '0e478b7a-4262-4802-b8cb-00d5ecfadeb1'), (_given, { encrypted }) =>
    encrypted === 'on' ? null : { is: 'needsEncryption' },
  ),
  host: checkHost,
  about,
  traffic: oneOf(TRAFFIC_BILLINGS),
  inbound: (given, draft, against) =>
    number(1, Math.max(MIN_INBOUND, Number(draft.bandwidth ?? MAX_INBOUND) || 0))(given, draft, against),
  ip: checkIp,
  ipv6: number(0, 10),
  protect: all(oneOf(SWITCH), (given, draft) =>
    given === 'on' && chargeKindOf(draft) !== 'payAsYouGo' ? { is: 'onlyPayAsYouGo' } : null,
  ),
  lease: checkLease,
  role: shaped(/^[\w.-]{1,64}$/u, 'EcsReader'),
  resourcegroup: shaped(/^rg-[a-z0-9]{6,}$/u, 'rg-bp67acfmxazb4ph0'),
  deploymentset: shaped(/^ds-[a-z0-9]{6,}$/u, 'ds-bp1brhwhoqinyjd6'),
  deploymentgroup: all(number(1, 7), (_given, { deploymentset }) =>
    deploymentset === undefined ? { is: 'needsDeploymentSet' } : null,
  ),
  credit: all(oneOf(CREDITS), (_given, { type }) =>
    type === undefined || isBurstable(type) ? null : { is: 'onlyBurstable' },
  ),
  hardening: all(oneOf(HARDENINGS), (given, draft, { lists }) =>
    given === 'Active' && isPublicImage(draft, lists.images) === false ? { is: 'onlyPublicImages' } : null,
  ),
  metadata: oneOf(ENDPOINTS),
  tokens: oneOf(TOKENS),
  hops: number(1, 64),
  spothours: ofSpot(oneOf(['0', '1'])),
  reclaim: ofSpot(oneOf(RECLAIMS)),
  renewperiod: checkRenewal,
  diskname: (given) => (isDiskName(given) ? null : { is: 'diskName' }),
  diskabout: about,
};

/** A bare number is in the unit of the period; in months while there is no period. */
function checkRenewal(given: string, draft: Draft): OptionFault | null {
  // A default of the policy is judged without a charge and without `renew`.
  if ((draft.charge !== undefined && chargeKindOf(draft) !== 'prepaid') || draft.renew === 'off') return null;
  const units: readonly Term['unit'][] = ['Week', 'Month'];
  const term = parseTerm(draft.period ?? '');
  const words = (term === null ? units : [term.unit]).flatMap((unit) => renewalTermsOf(unit).map(formatTerm));
  const by = parseRenewalTerm(given, draft.period ?? '1m');
  return by !== null && words.includes(formatTerm(by)) ? null : { is: 'notOneOf', words };
}

/** No lease for prepaid: the instance ends with its term. */
function checkLease(given: string, draft: Draft): OptionFault | null {
  const ms = parseLeaseDuration(given);
  if (ms === 'unreadable') return { is: 'lease' };
  if (ms === null) return null;
  if (chargeKindOf(draft) === 'prepaid') return { is: 'onlyHourly' };
  if (ms < MIN_LEASE_MS) return { is: 'leaseShort', minMs: MIN_LEASE_MS };
  return ms > MAX_LEASE_MS ? { is: 'leaseLong', maxMs: MAX_LEASE_MS } : null;
}

function checkLogin(given: string, draft: Draft, { lists }: OptionLists): OptionFault | null {
  const login = parseLogin(given);
  if (login === null) return { is: 'login' };
  if (login.kind !== 'keyPair') return null;
  if (!/^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u.test(login.name) || hasHidden(login.name)) return { is: 'keyName' };
  if (isWindows(draft, lists)) return { is: 'keyOnWindows' };
  return lists.keys === null || lists.keys.some(({ name }) => name === login.name) ? null : { is: 'keyUnknown' };
}

/** False while the image is unknown, and for one that names no system. */
export const isWindows = ({ image }: Draft, { images }: Pick<KnownChoices, 'images'>): boolean =>
  /windows/iu.test(images?.find(({ id }) => id === image)?.osName ?? '');

/** The cloud's list covers system disks. For a data disk it only tells whether the type takes the category at all. */
function checkSold(given: string, draft: Draft, { lists: { disks } }: OptionLists): OptionFault | null {
  if (disks === null || disks.length === 0 || draft.type === undefined) return null;
  const wrong = parseDisks(given).find(({ category }) => offerOf(category, disks) === null);
  return wrong === undefined ? null : { is: 'diskNotSold', category: wrong.category };
}

/** The default quota of groups per instance. Source: the API's limits of security groups. */
const GROUPS_MAX = 5;

function checkGroups(given: string, draft: Draft, { lists: { groups, vSwitches } }: OptionLists): OptionFault | null {
  const ids = parseGroups(given);
  const named = draft.group === undefined ? ids : [draft.group, ...ids];
  if (named.length > GROUPS_MAX) return { is: 'groupsTooMany', max: GROUPS_MAX };
  const vpcId = vSwitches?.find(({ id }) => id === draft.vswitch)?.vpcId;
  for (const [index, id] of ids.entries()) {
    if (!/^sg-[a-z0-9-]+$/u.test(id)) return { is: 'groupShape', group: id };
    if (named.indexOf(id) < named.length - ids.length + index) return { is: 'groupTwice', group: id };
    const group = groups?.find((one) => one.id === id);
    if (groups !== null && group === undefined) return { is: 'groupUnknown', group: id };
    if (group !== undefined && vpcId !== undefined && group.vpcId !== vpcId) return { is: 'groupOtherVpc', group: id };
  }
  return null;
}

/** Source: the API's description of `HostName`, and its code `InvalidHostName.Malformed`. */
function checkHost(given: string, draft: Draft, { lists }: OptionLists): OptionFault | null {
  if (isSeveral(draft)) return { is: 'hostForSeveral' };
  const windows = isWindows(draft, lists);
  const segments = given.split('.');
  const isPlain = segments.every((segment) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/iu.test(segment));
  if (windows)
    return isPlain && segments.length === 1 && given.length >= 2 && given.length <= 15 && !/^\d+$/u.test(given)
      ? null
      : { is: 'hostWindows' };
  return isPlain && given.length >= 2 && given.length <= 64 ? null : { is: 'hostLinux' };
}

function checkIp(given: string, draft: Draft, { lists }: OptionLists): OptionFault | null {
  const address = parseAddress(given);
  if (address?.length !== 32) return { is: 'ipShape' };
  if (isSeveral(draft)) return { is: 'ipForSeveral' };
  const cidr = lists.vSwitches?.find(({ id }) => id === draft.vswitch)?.cidr;
  const place = cidr === undefined ? 'inside' : placeIn(cidr, address);
  if (cidr === undefined || place === 'inside') return null;
  return { is: place === 'outside' ? 'ipOutside' : 'ipReserved', cidr };
}

/** The cloud reserves the first address of a vSwitch and the last three. */
const KEPT_AT_THE_END = 3n;

/** Where an address lies in a vSwitch's range such as `172.16.0.0/24`; `inside` if the range cannot be read. */
function placeIn(cidr: string, address: AddressRange): 'inside' | 'outside' | 'reserved' {
  const range = parseRange(cidr);
  if (range === null) return 'inside';
  if (!liesIn(address, range)) return 'outside';
  const size = 1n << BigInt(range.length - range.bits);
  const place = address.value % size;
  return place === 0n || place >= size - KEPT_AT_THE_END ? 'reserved' : 'inside';
}

const isSeveral = ({ amount = '1' }: Draft): boolean => Number(amount) > 1;
