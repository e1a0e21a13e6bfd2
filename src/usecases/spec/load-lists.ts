import type { Clock } from '../../core/base/clock.ts';
import { answerWithin, withDeadline } from '../../core/base/deadline.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { KeyChoice } from '../../core/option/key-pair.ts';
import { parseLogin } from '../../core/option/option-words.ts';
import type { Asker } from '../../core/policy/grants.ts';
import { type ChargeKind, PAY_AS_YOU_GO, termsOf } from '../../core/spec/charge.ts';
import { chargeKindOf } from '../../core/spec/charge-draft.ts';
import { type Choices, matchesWords } from '../../core/spec/choices.ts';
import type { Draft } from '../../core/spec/spec.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import type { KeyService } from '../key/key-service.ts';
import { allowedCatalogue } from '../policy/allowed-catalogue.ts';
import { chargesFor, type PlanDeps, planAllowed } from './plan-allowed.ts';
import { type FormPlan, planForm, scopeOfDisks } from './plan-form.ts';

/** How long to wait for lists that the form needs, and for lists that are only useful. */
const NEEDED_MS = 25_000;
const USEFUL_MS = 2_000;

/**
 * Waits for the lists of a draft. Returns why the form cannot be shown if needed lists do not come.
 *
 * @param whole the draft including fields whose lists are only useful
 */
export async function loadLists(
  deps: PlanDeps & { readonly clock: Clock; readonly keys: Pick<KeyService, 'bringing'> },
  asker: Asker,
  draft: Draft,
  whole: Draft = draft,
): Promise<Result<null, Failure | 'late'>> {
  const catalogue = deps.keys.bringing(allowedCatalogue(deps, asker.channel), asker.user);
  const needed = await answerWithin(
    deps.clock,
    NEEDED_MS,
    loadNeeded(catalogue, draft, deps.defaultRegion, chargesFor(deps, asker)),
  );
  if (!needed.ok) return needed;
  await withDeadline(deps.clock, USEFUL_MS, loadUseful(catalogue, planAllowed(deps, whole, asker), whole));
  return ok(null);
}

/** Waits for the lists that a form was drawn without, and for those of values picked from them. */
export const loadRest = (
  deps: PlanDeps & { readonly keys: Pick<KeyService, 'bringing'> },
  asker: Asker,
  plan: Planned,
  typed: Draft,
): Promise<void> => {
  const catalogue = deps.keys.bringing(allowedCatalogue(deps, asker.channel), asker.user);
  const { type } = typed;
  return loadUseful(catalogue, { ...plan, draft: { ...plan.draft, ...(type && { type }) } }, typed);
};

/**
 * The lists by which an order is judged: all of them, or why they are missing. Cached lists cost nothing.
 *
 * @param wantsOwnKey whether the key pairs matter even if none is named
 */
export async function loadChoices(
  catalogue: Catalogue,
  draft: Draft,
  wantsOwnKey: boolean,
): Promise<Result<Choices, Failure>> {
  // The judge reports an unknown way of paying.
  const chargeKind = chargeKindOf(draft) ?? PAY_AS_YOU_GO.kind;
  const regions = await catalogue.regions.load();
  if (!regions.ok) return regions;
  // The judge reports an unknown region or zone; the cloud is not asked about it.
  const region = regions.value.find(({ id }) => id === draft.region)?.id;
  if (region === undefined) return ok({ ...NOTHING, regions: regions.value });
  const [zones, images, vSwitches, groups] = await Promise.all([
    catalogue.zones.load(region, chargeKind),
    catalogue.images.load(region),
    catalogue.vSwitches.load(region),
    catalogue.securityGroups.load(region),
  ]);
  const keys = await loadKeys(catalogue, region, draft, wantsOwnKey);
  const terms = draft.charge === 'prepaid' ? await catalogue.terms.load() : ok([]);
  if (!zones.ok) return zones;
  const zone = zones.value.find(({ id }) => id === draft.zone)?.id;
  const types = zone === undefined ? ok([]) : await catalogue.instanceTypes.load(region, zone, chargeKind);
  if (!types.ok) return types;
  const disks = await loadDisks(catalogue, { draft, chargeKind }, types.value);
  if (!disks.ok) return disks;
  if (!images.ok) return images;
  if (!vSwitches.ok) return vSwitches;
  if (!groups.ok) return groups;
  return ok({
    regions: regions.value,
    zones: zones.value,
    types: types.value,
    disks: disks.value,
    images: images.value,
    vSwitches: vSwitches.value,
    groups: groups.value,
    keys: keys.ok ? keys.value : null,
    // A person who cannot be billed now may still ask for the terms that every account is sold.
    terms: terms.ok ? terms.value : termsOf(null, 'create'),
  });
}

/** Loads the key pairs if they matter. Before a named pair is refused, loads them again: it may have been added since. */
async function loadKeys(
  { keyPairs }: Pick<Catalogue, 'keyPairs'>,
  region: string,
  { login = '' }: Draft,
  wantsOwnKey: boolean,
): Promise<Result<Choices['keys'], Failure>> {
  const named = parseLogin(login);
  if (named?.kind !== 'keyPair') return wantsOwnKey ? keyPairs.load(region) : ok(null);
  const known = await keyPairs.load(region);
  return known.ok && !isAmong(known.value, named.name) ? keyPairs.reload(region) : known;
}

/** By a part of its name, as in the form. */
const isAmong = (keys: readonly KeyChoice[], name: string): boolean => keys.some((key) => matchesWords(name, key.name));

/** Waits for the lists that the form needs: regions, zones, and those in which a typed value must be found. */
async function loadNeeded(
  catalogue: Catalogue,
  typed: Draft,
  defaultRegion: string,
  charges: readonly ChargeKind[],
): Promise<Result<null, Failure>> {
  const regions = await catalogue.regions.load();
  if (!regions.ok) return regions;
  const {
    draft: { region },
    chargeKind,
  } = planForm(catalogue, typed, defaultRegion, charges);
  if (region === undefined) return ok(null);
  const zones = await catalogue.zones.load(region, chargeKind);
  if (!zones.ok) return zones;
  const waits: Promise<Result<unknown, Failure>>[] = [];
  if (typed.image !== undefined) waits.push(catalogue.images.load(region));
  if (typed.vswitch !== undefined || typed.network !== undefined) waits.push(catalogue.vSwitches.load(region));
  if (typed.group !== undefined || typed.network !== undefined) waits.push(catalogue.securityGroups.load(region));
  const { zone } = planForm(catalogue, typed, defaultRegion, charges).draft;
  if (typed.type !== undefined && zone !== undefined)
    waits.push(catalogue.instanceTypes.load(region, zone, chargeKind));
  for (const result of await Promise.all(waits)) if (!result.ok) return result;
  return ok(null);
}

/** Waits for the other lists, which are useful but not needed. */
async function loadUseful(catalogue: Catalogue, plan: Planned, typed: Draft): Promise<void> {
  const { region, zone } = plan.draft;
  if (region === undefined) return;
  await Promise.all([
    catalogue.images.load(region),
    catalogue.vSwitches.load(region),
    catalogue.securityGroups.load(region),
    loadKeys(catalogue, region, typed, true),
    zone === undefined ? null : loadDisksOf(catalogue, plan, [region, zone]),
  ]);
}

/** Waits for the types of a draft's zone and the disks of its type. */
async function loadDisksOf(
  catalogue: Catalogue,
  plan: Planned,
  place: readonly [region: string, zone: string],
): Promise<void> {
  const types = await catalogue.instanceTypes.load(...place, plan.chargeKind);
  if (types.ok) await loadDisks(catalogue, plan, types.value);
}

type Planned = Pick<FormPlan, 'draft' | 'chargeKind'>;

async function loadDisks(
  catalogue: Catalogue,
  { draft, chargeKind }: Planned,
  types: Choices['types'],
): Promise<Result<Choices['disks'], Failure>> {
  const scope = scopeOfDisks(draft, types, chargeKind);
  return scope === null ? ok([]) : catalogue.systemDisks.load(...scope);
}

const NOTHING: Choices = {
  regions: [],
  zones: [],
  types: [],
  disks: [],
  images: [],
  vSwitches: [],
  groups: [],
  keys: null,
  terms: [],
};
