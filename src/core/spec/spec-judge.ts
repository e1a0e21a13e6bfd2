import { hasHidden } from '../base/legible.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { boundToKey } from '../option/key-pair.ts';
import { familyOf, optionsOfDraft } from '../option/option-draft.ts';
import { isOptionField, type OptionField } from '../option/option-fields.ts';
import { optionFault } from '../option/option-judge.ts';
import { type Script, withoutUndefined } from '../option/options.ts';
import { CHARGE_KINDS, isSameTerm, PAY_AS_YOU_GO, parseTerm, termsOf } from './charge.ts';
import { chargeKindOf, chargeOfDraft, limitOf } from './charge-draft.ts';
import { type Choices, fittingDisks, type KnownChoices, leastDiskGiB, offerOf } from './choices.ts';
import { DISK_CATEGORIES, type DiskCategory, type SystemDisk, systemMaxGiB } from './disks.ts';
import {
  type Draft,
  FIELDS,
  type Field,
  type FieldProblem,
  type InstanceSpec,
  instanceName,
  MAX_AMOUNT,
  namePattern,
} from './spec.ts';

/** Bounds of the numbers, inclusive. Sizes in GiB, bandwidth in Mbit/s. */
export const BOUNDS = {
  size: { min: 1, max: 2048 },
  bandwidth: { min: 0, max: 100 },
  amount: { min: 1, max: MAX_AMOUNT },
} as const;

export const NAME_MAX_LENGTH = 128;

/**
 * Whether a draft is a complete, consistent order. Returns all problems at once, at most one per field, in the form's
 * order. The lists are those of the draft's own region, zone and type.
 */
export function judgeDraft(
  draft: Draft,
  choices: Choices,
  scripts: readonly Script[] = [],
): Result<{ readonly spec: InstanceSpec; readonly amount: number }, readonly FieldProblem[]> {
  const trimmed: Draft = Object.fromEntries(Object.entries(draft).map(([field, value]) => [field, value.trim()]));
  const problems = FIELDS.flatMap((field) => problemOfField(field, trimmed, choices, scripts) ?? []);
  if (problems.length > 0) return fail(problems);
  const value = (field: Field) => trimmed[field] ?? '';
  const charge = chargeOfDraft(trimmed);
  // Never fall back to another billing method.
  if (charge === null) throw new Error('a draft without problems does not say how it is paid for');
  const options = optionsOfDraft(trimmed, scripts);
  const login = boundToKey(options.login, choices.keys);
  return ok({
    spec: {
      region: value('region'),
      zone: value('zone'),
      instanceType: value('type'),
      imageId: familyOf(value('image')) === undefined ? value('image') : '',
      vSwitchId: value('vswitch'),
      securityGroupId: value('group'),
      systemDisk: withoutUndefined<SystemDisk>({
        category: value('disk') as DiskCategory,
        sizeGiB: Number(value('size')),
        name: trimmed.diskname,
        description: trimmed.diskabout,
        encrypted: trimmed.encrypted === 'on' ? true : undefined,
        kmsKeyId: trimmed.encrypted === 'on' ? trimmed.kmskey : undefined,
      }),
      internetMaxBandwidthOut: Number(value('bandwidth')),
      charge,
      name: value('name'),
      ...options,
      ...(login && { login }),
    },
    amount: Number(value('amount')),
  });
}

/** The problem with one field of a draft, as far as the known lists can tell; null for none. */
export function problemOfField(
  field: Field,
  draft: Draft,
  lists: KnownChoices,
  scripts: readonly Script[] | null = null,
): FieldProblem | null {
  const given = draft[field] ?? '';
  if (given === '') return isRequiredField(field, draft) ? { field, problem: 'required', given } : null;
  if (isOptionField(field)) {
    const fault = optionFault(field, given, draft, { lists, scripts });
    return fault === null ? null : { field, problem: 'option', given, fault };
  }
  const wrong = CHECKS[field](given, draft, lists);
  return wrong === null ? null : { field, given, ...wrong };
}

type Wrong = Omit<FieldProblem, 'field' | 'given'> | null;
type Check = (given: string, draft: Draft, lists: KnownChoices) => Wrong;

const CHECKS: Readonly<Record<Exclude<Field, OptionField>, Check>> = {
  region: (given, _draft, { regions }) => unlisted(given, regions),
  zone: (given, _draft, { zones }) => unlisted(given, zones),
  type: checkType,
  image: (given, _draft, { images }) => (familyOf(given) ? null : unlisted(given, images)),
  // The policy judges this field, not the cloud's lists.
  network: () => null,
  vswitch: checkVSwitch,
  group: checkGroup,
  disk: checkDisk,
  size: checkSize,
  bandwidth: (given) => checkNumber(given, BOUNDS.bandwidth),
  name: checkName,
  amount: (given) => checkNumber(given, BOUNDS.amount),
  charge: (given) => (CHARGE_KINDS.some((kind) => kind === given) ? null : { problem: 'unknownChoice' }),
  period: checkPeriod,
  renew: (given) => (given === 'on' || given === 'off' ? null : { problem: 'unknownChoice' }),
  maxprice: (given) => (limitOf(given) === 'unreadable' ? { problem: 'notAPrice' } : null),
};

/** Options are never required. The billing method defaults to pay-as-you-go, and its other fields apply to one method only. */
export function isRequiredField(field: Field, { charge }: Draft): boolean {
  if (field === 'period') return charge === 'prepaid';
  return (
    field !== 'network' && field !== 'charge' && field !== 'renew' && field !== 'maxprice' && !isOptionField(field)
  );
}

/** While the site is unknown, every term sold at either site is accepted. */
function checkPeriod(given: string, { charge }: Draft, { terms }: KnownChoices): Wrong {
  if (charge !== 'prepaid') return null;
  const term = parseTerm(given);
  const isSold = term !== null && (terms ?? termsOf('china', 'create')).some((sold) => isSameTerm(sold, term));
  return isSold ? null : { problem: 'unknownChoice' };
}

function unlisted(given: string, list: readonly { readonly id: string }[] | null): Wrong {
  return list === null || list.some((item) => item.id === given) ? null : { problem: 'unknownChoice' };
}

function checkType(given: string, draft: Draft, { types }: KnownChoices): Wrong {
  if (types === null) return null;
  const type = types.find((one) => one.id === given);
  if (!type) return { problem: 'notSoldHere', ...withChargeKind(draft) };
  return type.inStock ? null : { problem: 'soldOut', ...withChargeKind(draft) };
}

/** Offers and stock differ by billing method; pay-as-you-go need not be mentioned. */
export function withChargeKind(draft: Draft): Pick<FieldProblem, 'chargeKind'> {
  const chargeKind = chargeKindOf(draft);
  return chargeKind === null || chargeKind === PAY_AS_YOU_GO.kind ? {} : { chargeKind };
}

function checkVSwitch(given: string, draft: Draft, { vSwitches, zones }: KnownChoices): Wrong {
  if (vSwitches === null) return null;
  const vSwitch = vSwitches.find((one) => one.id === given);
  if (!vSwitch) return { problem: 'unknownChoice' };
  // A wrong zone is reported instead of this consequence.
  const elsewhere = vSwitch.zone !== draft.zone && (zones?.some((zone) => zone.id === draft.zone) ?? false);
  return elsewhere ? { problem: 'otherZone' } : null;
}

function checkGroup(given: string, draft: Draft, { groups, vSwitches }: KnownChoices): Wrong {
  if (groups === null) return null;
  const group = groups.find((one) => one.id === given);
  if (!group) return { problem: 'unknownChoice' };
  const vSwitch = vSwitches?.find((one) => one.id === draft.vswitch);
  // A classic group belongs to no VPC, so it fits no vSwitch.
  const fits = vSwitch ? group.vpcId === vSwitch.vpcId : group.vpcId !== '';
  return fits ? null : { problem: 'otherVpc' };
}

function checkDisk(given: string, draft: Draft, { disks }: KnownChoices): Wrong {
  const disk = DISK_CATEGORIES.find((category) => category === given);
  if (disk === undefined) return { problem: 'unknownChoice' };
  const fits = fittingDisks(disks);
  if (fits.includes(disk)) return null;
  const soldOut = offerOf(disk, disks) !== null;
  return { problem: soldOut ? 'soldOut' : 'notSoldHere', fits, ...withChargeKind(draft) };
}

function checkSize(given: string, draft: Draft, { images, disks }: KnownChoices): Wrong {
  const disk = DISK_CATEGORIES.find((category) => category === draft.disk);
  const min = disk === undefined ? BOUNDS.size.min : leastDiskGiB(disk, disks);
  const most = disk === undefined ? null : (offerOf(disk, disks)?.maxGiB ?? null);
  const known = disk === undefined ? BOUNDS.size.max : systemMaxGiB(disk);
  const max = Math.min(known, most ?? known);
  const wrong = checkNumber(given, { min, max });
  if (wrong !== null) return wrong;
  const least = images?.find((image) => image.id === draft.image)?.sizeGiB ?? min;
  return Number(given) >= least ? null : { problem: 'tooSmallForImage', min: least, max };
}

function checkNumber(given: string, bounds: { readonly min: number; readonly max: number }): Wrong {
  if (!/^[+-]?\d+$/u.test(given)) return { problem: 'notANumber', ...bounds };
  const number = Number(given);
  return number >= bounds.min && number <= bounds.max ? null : { problem: 'outOfRange', ...bounds };
}

/** The cloud's own rule: https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-createinstance */
function checkName(given: string, draft: Draft): Wrong {
  const asked = Number(draft.amount ?? '1');
  const amount = Number.isInteger(asked) && asked > 1 ? Math.min(asked, MAX_AMOUNT) : 1;
  const last = instanceName(given, amount, amount);
  // RunInstances gets the pattern instead of the names.
  const longest = amount === 1 ? last : namePattern(last);
  return isInstanceName(given) && [...longest].length <= NAME_MAX_LENGTH ? null : { problem: 'nameShape' };
}

/** Hangul fillers are letters, but invisible. */
export const isInstanceName = (given: string): boolean =>
  !hasHidden(given) && /^\p{L}[\p{L}\p{Nd}:_.-]+$/u.test(given) && [...given].length <= NAME_MAX_LENGTH;
