import { byName } from '../base/lists.ts';
import { categoryOf } from '../option/data-disks.ts';
import { familyOf } from '../option/option-draft.ts';
import { isOptionField, type OptionField } from '../option/option-fields.ts';
import { formatLogin, normaliseOption, parseLogin } from '../option/option-words.ts';
import type { Script } from '../option/options.ts';
import { parseSwitch } from '../option/switch.ts';
import { type ChargeKind, formatTerm, parseTerm } from './charge.ts';
import { parseRenewalTerm } from './charge-draft.ts';
import {
  groupsOfVpc,
  type KnownChoices,
  matchesWords,
  newestFirst,
  type PlaceChoice,
  sortImages,
  typeWords,
} from './choices.ts';
import { type Draft, FIELDS, type Field, type FieldProblem, type FormField } from './spec.ts';
import { problemOfField, withChargeKind } from './spec-judge.ts';

type Reading = { readonly value: string } | { readonly problem: FieldProblem['problem'] };

/**
 * Translates typed words (`image=ubuntu`, `zone=h`, `disk=essd`, `size=40G`) into the cloud's own, as far as the lists
 * allow. A word that fits nothing is left out and reported as a problem. A word whose list is unknown stays as typed.
 *
 * @param lists those of the draft's region and zone, which therefore have to be read first
 * @param settled what was read before: it stays, and the rest is judged beside it
 * @param scripts the available start scripts; null when unknown
 */
export function readDraft(
  typed: Draft,
  lists: KnownChoices,
  settled: Draft = {},
  scripts: readonly Script[] | null = null,
): { readonly draft: Draft; readonly problems: readonly FieldProblem[] } {
  const draft: Partial<Record<Field, string>> = { ...settled };
  const problems: FieldProblem[] = [];
  // In the order of the fields: a security group is looked up in the VPC of the vSwitch read before it.
  for (const field of FIELDS) {
    const given = typed[field]?.trim();
    if (given === undefined || given === '') continue;
    const reading = isOptionField(field) ? readOption(field, given, lists, draft) : READERS[field](given, lists, draft);
    if ('value' in reading) {
      const wrong = problemOfField(field, { ...draft, [field]: reading.value }, lists, scripts);
      if (wrong === null) draft[field] = reading.value;
      else problems.push({ ...wrong, given });
    } else {
      const chargeKind = reading.problem === 'notSoldHere' ? withChargeKind(draft) : {};
      problems.push({ field, problem: reading.problem, given, ...chargeKind });
    }
  }
  return { draft, problems };
}

type Reader = (given: string, lists: KnownChoices, sofar: Draft) => Reading;

const READERS: Readonly<Record<FormField, Reader>> = {
  region: (given, lists) => byIdOrName(given, lists.regions),
  zone: (given, lists) => readZone(given, lists),
  type: (given, lists) => readType(given, lists),
  image: (given, lists) => readImage(given, lists),
  network: (given) => ({ value: given }),
  vswitch: (given, lists, sofar) => byIdOrName(given, inZone(lists, sofar.zone), lists.vSwitches),
  group: (given, lists, sofar) => byIdOrName(given, inVpcOf(lists, sofar.vswitch), lists.groups),
  disk: (given) => parseDisk(given),
  size: (given) => ({ value: withoutUnit(given, /\s*(?:g|gb|gib)$/iu) }),
  bandwidth: (given) => ({ value: withoutUnit(given, /\s*(?:m|mb|mbit|mbps|mbit\/s)$/iu) }),
  name: (given) => ({ value: given }),
  amount: (given) => ({ value: plainNumber(given) }),
  charge: (given) => readCharge(given),
  period: (given) => readPeriod(given),
  renew: (given) => readSwitch(given),
  maxprice: (given) => ({ value: given }),
};

function readOption(field: OptionField, given: string, { keys }: KnownChoices, { period }: Draft): Reading {
  if (field === 'renewperiod') return readRenewal(given, period);
  const value = normaliseOption(field, given);
  return field === 'login' ? completedKey(value, keys) : { value };
}

/** The key pair with this name, or the only one in the region that contains these words. */
function completedKey(word: string, keys: KnownChoices['keys']): Reading {
  const login = parseLogin(word);
  if (login?.kind !== 'keyPair' || keys === null || keys.some(({ name }) => name === login.name))
    return { value: word };
  const found = byIdOrName(
    login.name,
    keys.map(({ name }) => ({ id: name, name })),
  );
  if ('value' in found) return { value: formatLogin({ kind: 'keyPair', name: found.value }) };
  // The judge reports a key that does not exist.
  return found.problem === 'ambiguous' ? found : { value: word };
}

/** A place has a name in every language and is found by any of them. */
type Named = { readonly id: string } & (Pick<PlaceChoice, 'names'> | { readonly name: string });

const namesOf = (item: Named): readonly string[] => ('names' in item ? Object.values(item.names) : [item.name]);

/**
 * Finds by id, else by the whole name, else by words that only one item has. `preferred` is searched first. An item found
 * only in `all` is returned too, so that the judge can say why it does not fit.
 */
function byIdOrName<T extends Named>(
  given: string,
  preferred: readonly T[] | null,
  all: readonly T[] | null = preferred,
): Reading {
  if (preferred === null || all === null) return { value: given };
  const word = given.toLowerCase();
  for (const list of [preferred, all]) {
    const byId = list.find((item) => item.id.toLowerCase() === word);
    if (byId) return { value: byId.id };
    const named = list.filter((item) => namesOf(item).some((name) => name.toLowerCase() === word));
    const alike = named.length > 0 ? named : list.filter((item) => matchesWords(given, item.id, ...namesOf(item)));
    const [one, another] = alike;
    if (another) return { problem: 'ambiguous' };
    if (one) return { value: one.id };
  }
  return { problem: 'unknownChoice' };
}

function readZone(given: string, lists: KnownChoices): Reading {
  const lastPart = lists.zones?.find((zone) => zone.id.toLowerCase().endsWith(`-${given.toLowerCase()}`));
  return lastPart ? { value: lastPart.id } : byIdOrName(given, lists.zones);
}

function readType(given: string, lists: KnownChoices): Reading {
  const word = given.toLowerCase();
  const full = word.startsWith('ecs.') ? word : `ecs.${word}`;
  if (lists.types === null) return { value: full };
  const exact = lists.types.find((type) => type.id.toLowerCase() === full);
  if (exact) return { value: exact.id };
  const [one, another] = lists.types.filter((type) => type.inStock && matchesWords(given, ...typeWords(type)));
  if (another) return { problem: 'ambiguous' };
  return one ? { value: one.id } : { problem: 'notSoldHere' };
}

/** The newest of the cloud's own images whose name or system contains every word; else one of the account's own images. */
function readImage(given: string, lists: KnownChoices): Reading {
  if (familyOf(given) !== undefined) return { value: given };
  if (lists.images === null) return { value: given };
  const exact = lists.images.find((image) => image.id.toLowerCase() === given.toLowerCase());
  if (exact) return { value: exact.id };
  const alike = lists.images.filter((image) => matchesWords(given, image.id, image.name, image.osName));
  const system = alike.filter((image) => image.owner === 'system').toSorted(newestFirst);
  const image = system[0] ?? sortImages(alike)[0];
  return image ? { value: image.id } : { problem: 'unknownChoice' };
}

function parseDisk(given: string): Reading {
  const category = categoryOf(given);
  return category ? { value: category } : { problem: 'unknownChoice' };
}

/** The words of this form, the console, the API and Terraform. */
const CHARGES = byName<ChargeKind>({
  payAsYouGo: 'payasyougo postpaid payg hourly 按量付费 按量',
  spot: 'spot spotaspricego spotwithpricelimit preemptible 抢占式 抢占式实例',
  prepaid: 'prepaid subscription 包年包月 包月 包年',
});

function readCharge(given: string): Reading {
  const word = given.toLowerCase().replace(/[\s_-]/gu, '');
  const kind = CHARGES.get(word);
  return kind === undefined ? { problem: 'unknownChoice' } : { value: kind };
}

function readPeriod(given: string): Reading {
  const term = parseTerm(/^\d+$/u.test(given) ? `${given}m` : given);
  return term === null ? { problem: 'unknownChoice' } : { value: formatTerm(term) };
}

/** A word that is no term stays as typed for the judge, and so does a bare number without a period. */
function readRenewal(given: string, period: string | undefined): Reading {
  const term = parseRenewalTerm(given, period);
  return { value: term === null ? given : formatTerm(term) };
}

function readSwitch(given: string): Reading {
  const word = given.toLowerCase();
  const on = word === 'autorenewal' ? true : ['normal', 'notrenewal'].includes(word) ? false : parseSwitch(given);
  return on === null ? { problem: 'unknownChoice' } : { value: on ? 'on' : 'off' };
}

function withoutUnit(given: string, unit: RegExp): string {
  return plainNumber(given.replace(unit, ''));
}

/** `007`, `+7` and `7.0` are 7; anything else stays as typed for the judge. */
function plainNumber(given: string): string {
  return /^\+?\d{1,9}(?:\.0+)?$/u.test(given) ? String(Number(given)) : given;
}

function inZone(lists: KnownChoices, zone: string | undefined) {
  return lists.vSwitches?.filter((vSwitch) => zone === undefined || vSwitch.zone === zone) ?? null;
}

function inVpcOf(lists: KnownChoices, vSwitchId: string | undefined) {
  const vpcId = lists.vSwitches?.find((vSwitch) => vSwitch.id === vSwitchId)?.vpcId ?? null;
  return lists.groups === null ? null : groupsOfVpc(lists.groups, vpcId);
}
