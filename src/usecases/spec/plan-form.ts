import { leaseDurationOf } from '../../core/lease/lease-duration.ts';
import { optionsOfDraft } from '../../core/option/option-draft.ts';
import { type AskedOptions, NOTHING_ASKED } from '../../core/policy/asked-options.ts';
import type { NetworkChoice } from '../../core/policy/networks.ts';
import { CHARGE_KINDS, type ChargeKind } from '../../core/spec/charge.ts';
import { chargeOfDraft } from '../../core/spec/charge-draft.ts';
import { type KnownChoices, NOTHING_KNOWN } from '../../core/spec/choices.ts';
import { orderOfDraft, type PriceLack, priceLacks } from '../../core/spec/order-draft.ts';
import type { PriceOrder } from '../../core/spec/quote.ts';
import { type Draft, FIELDS, type Field, type FieldProblem } from '../../core/spec/spec.ts';
import { usualCharge, usualZone, withDefaults } from '../../core/spec/spec-defaults.ts';
import { NAME_MAX_LENGTH } from '../../core/spec/spec-judge.ts';
import { readDraft } from '../../core/spec/spec-parse.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';

/** What the create form shows: its values, their problems, and the lists as far as they are loaded. */
export interface FormPlan {
  readonly draft: Draft;
  readonly problems: readonly FieldProblem[];
  readonly lists: KnownChoices;
  /** The ways of paying that may be chosen. */
  readonly charges: readonly ChargeKind[];
  /** The way of paying for the listed things. */
  readonly chargeKind: ChargeKind;
  /** The networks that the policy names; null if it names none, see `planAllowed`. */
  readonly networks: readonly NetworkChoice[] | null;
  /** Further questions of the form, see `planAllowed`. */
  readonly asked: AskedOptions;
  /** The order to price; null while a value that determines the price is missing. */
  readonly order: PriceOrder | null;
  /** Why there is no order to price. */
  readonly lacks: readonly PriceLack[];
}

/**
 * How long the form's instances would live from their first Running; null for no end, `undecided` while no way of paying is
 * picked or the typed value is wrong.
 */
export function leaseOfForm({ draft, asked, problems }: FormPlan): number | null | 'undecided' {
  const charge = chargeOfDraft(draft);
  if (draft.charge === undefined || charge === null || problems.some(({ field }) => field === 'lease'))
    return 'undecided';
  return leaseDurationOf({ charge, ...optionsOfDraft(draft, []) }, asked.usualLeaseMs);
}

/** Reads what was typed or picked by the loaded part of the catalogue, without waiting; begins to load missing lists. */
export function planForm(
  catalogue: Catalogue,
  typed: Draft,
  defaultRegion: string,
  charges: readonly ChargeKind[] = CHARGE_KINDS,
): FormPlan {
  const chargeKind = chargeKindOf(typed, charges);
  const regions = catalogue.regions.peek();
  const ofRegion = readDraft(pick(typed, 'region'), { ...NOTHING_KNOWN, regions });
  const region = regions === null ? null : (ofRegion.draft.region ?? usualRegion(regions, defaultRegion));
  const none = { charges, chargeKind, networks: null, asked: NOTHING_ASKED };
  if (region === null) {
    // While the regions load, loads the lists that will most likely be needed.
    if (regions === null && typed.region === undefined) regionLists(catalogue, defaultRegion, regions, chargeKind);
    return {
      draft: typed,
      problems: [],
      lists: { ...NOTHING_KNOWN, regions },
      ...none,
      ...pricedBy(typed),
      order: null,
    };
  }
  const lists = regionLists(catalogue, region, regions, chargeKind);
  // Loads their zones, so that another way of paying finds them when it is picked.
  for (const kind of charges) catalogue.zones.peek(region, kind);

  const ofZone = readDraft(pick(typed, 'zone'), lists);
  const zone = lists.zones === null ? null : (ofZone.draft.zone ?? zoneOfVSwitch(typed, lists) ?? usualZone(lists));
  const place = { region, charge: chargeKind, ...(zone === null ? {} : { zone }) };
  const ofPlace = { ...lists, types: zone === null ? null : catalogue.instanceTypes.peek(region, zone, chargeKind) };
  const ofType = readDraft(pick(typed, 'type'), ofPlace, place);
  const disks = scopeOfDisks(ofType.draft, ofPlace.types, chargeKind);
  const known = { ...ofPlace, disks: disks === null ? null : catalogue.systemDisks.peek(...disks) };
  const { region: _region, zone: _zone, ...rest } = typed;
  const read = onlyOffered(readDraft(rest, known, place), charges, typed);
  const problems = inFormOrder([...ofRegion.problems, ...ofZone.problems, ...read.problems]);
  const draft = withoutSubstitutes(withDefaults({ ...read.draft, ...keptName(typed) }, known, charges), problems);
  return { ...none, draft, problems, lists: known, ...pricedBy(draft) };
}

/** The picked way of paying, if it is allowed, otherwise the usual one. */
function chargeKindOf(typed: Draft, charges: readonly ChargeKind[]): ChargeKind {
  const { charge } = readDraft(pick(typed, 'charge'), NOTHING_KNOWN).draft;
  return charges.find((kind) => kind === charge) ?? usualCharge(charges);
}

/** For an open form: its number fields keep their content, so that an emptied one is not priced as a default. */
export const withNumbersOf = (plan: FormPlan, { size = '', bandwidth = '', amount = '' }: Draft): FormPlan => ({
  ...plan,
  ...pricedBy({ ...plan.draft, size, bandwidth, amount }),
});

/** Nothing has a price while no way of paying is picked. */
const pricedBy = (draft: Draft): Pick<FormPlan, 'order' | 'lacks'> =>
  draft.charge === undefined
    ? { order: null, lacks: [...priceLacks(draft), { field: 'charge', is: 'empty' }] }
    : { order: orderOfDraft(draft), lacks: priceLacks(draft) };

/** Only for an available type; for any other there is no need to ask. */
export function scopeOfDisks(
  { region = '', zone = '', type }: Draft,
  types: KnownChoices['types'],
  chargeKind: ChargeKind,
): Parameters<Catalogue['systemDisks']['peek']> | null {
  const sold = types?.find(({ id, inStock }) => id === type && inStock);
  return sold === undefined ? null : [region, zone, sold.id, chargeKind];
}

/** A way of paying that is not allowed is reported and left out, like a choice that is in no list. */
function onlyOffered(
  read: ReturnType<typeof readDraft>,
  charges: readonly ChargeKind[],
  { charge: given = '' }: Draft,
): ReturnType<typeof readDraft> {
  const { charge, ...draft } = read.draft;
  if (charges.some((kind) => kind === charge)) return read;
  return { draft, problems: [...read.problems, { field: 'charge', problem: 'unknownChoice', given }] };
}

/**
 * If the person asked for a network that does not fit, or a way of paying that is not allowed, the form puts nothing else in its
 * place: the person picks again.
 */
function withoutSubstitutes(draft: Draft, problems: readonly FieldProblem[]): Draft {
  const left = new Set<string>(problems.flatMap(({ field }) => LEFT_WITH[field] ?? []));
  return Object.fromEntries(Object.entries(draft).filter(([field]) => !left.has(field)));
}

/** The fields that stay empty if the value of one was wrong. */
const LEFT_WITH: Readonly<Partial<Record<Field, readonly Field[]>>> = {
  charge: ['charge'],
  vswitch: ['vswitch', 'group'],
  group: ['group'],
};

function regionLists(
  catalogue: Catalogue,
  region: string,
  regions: KnownChoices['regions'],
  chargeKind: ChargeKind,
): KnownChoices {
  return {
    regions,
    zones: catalogue.zones.peek(region, chargeKind),
    types: null,
    disks: null,
    images: catalogue.images.peek(region),
    vSwitches: catalogue.vSwitches.peek(region),
    groups: catalogue.securityGroups.peek(region),
    keys: catalogue.keyPairs.peek(region),
    terms: catalogue.terms.peek(),
  };
}

/** A vSwitch without a zone also names the zone, if that is among those to choose from. */
function zoneOfVSwitch(typed: Draft, lists: KnownChoices): string | null {
  const { vswitch } = readDraft(pick(typed, 'vswitch'), lists).draft;
  const named = lists.vSwitches?.find(({ id }) => id === vswitch)?.zone;
  return lists.zones?.find(({ id }) => id === named)?.id ?? null;
}

function usualRegion(regions: readonly { readonly id: string }[], defaultRegion: string): string | null {
  return (regions.find((region) => region.id === defaultRegion) ?? regions[0])?.id ?? null;
}

/** A name that the cloud refuses stays in its field, to be corrected instead of typed again; Slack takes only these lengths. */
function keptName({ name }: Draft): Draft {
  return name !== undefined && name.length >= 2 && name.length <= NAME_MAX_LENGTH ? { name } : {};
}

/** The word of one field, to be read alone. */
const pick = (draft: Draft, field: Field): Draft => ({ [field]: draft[field] ?? '' });

function inFormOrder(problems: readonly FieldProblem[]): readonly FieldProblem[] {
  return problems.toSorted((a, b) => FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field));
}
