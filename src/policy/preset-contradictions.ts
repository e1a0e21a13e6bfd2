import { normaliseOption } from '../core/option/option-words.ts';
import { fieldOf, meaningOf, plainName } from '../core/option/parameter-names.ts';
import { parseSwitch } from '../core/option/switch.ts';
import { type Saying, say } from '../core/saying.ts';
import { type ChargeKind, isSameTerm, PAY_AS_YOU_GO, parseTerm, usualRenewalOf } from '../core/spec/charge.ts';
import { chargeKindOf, parseRenewalTerm } from '../core/spec/charge-draft.ts';
import { NOTHING_KNOWN } from '../core/spec/choices.ts';
import type { Draft, Field } from '../core/spec/spec.ts';
import { readDraft } from '../core/spec/spec-parse.ts';
import type { PolicyNodes } from './policy-nodes.ts';
import { type Parameter, partOfTemplate, sameThing } from './preset-parameters.ts';

/**
 * Reports settings that are given twice, that exclude each other, or that would have no effect: the cloud refuses them or does
 * something else.
 *
 * @param orders whether of one, which is paid for in one way, of one over a launch template, which may say how, or of all
 */
export function tellContradictions(
  nodes: PolicyNodes,
  all: readonly Parameter[],
  orders: 'one' | 'over' | 'all',
): void {
  tellTwice(nodes, all);
  // The cloud ignores what a template sets in vain.
  if (orders !== 'all') tellSwitchedOff(nodes, all);
  const about = (subject: string): Parameter | undefined => all.find((one) => subjectOf(one) === subject);
  const kind = tellCharge(nodes, about(CHARGE), about(STRATEGY), about('maxprice'));
  for (const parameter of all) {
    const only = onlyFor(parameter);
    if (only === null || kind === only || orders === 'all' || (orders === 'over' && kind === null)) continue;
    // Definitions often carry a period beside PostPaid, and the cloud ignores it.
    if (only === 'prepaid' && kind === 'payAsYouGo') continue;
    nodes.mistake(
      parameter.line,
      only === 'prepaid'
        ? say`${parameter.name} applies only to prepaid instances. Add InstanceChargeType: PrePaid, or leave it out.`
        : say`${parameter.name} applies only to spot instances. Add a SpotStrategy, or leave it out.`,
    );
  }
  tellPeriod(nodes, about('period'), about(UNIT));
  const renewal = about(RENEWAL);
  if (renewal !== undefined && orders === 'one' && !isRenewed(all))
    nodes.mistake(renewal.line, say`${renewal.name} applies only with auto-renewal. Add renew: on, or leave it out.`);
}

function isZero(value: string): boolean {
  return /^0+(?:\.0+)?$/u.test(value.trim());
}

function isDisabled(value: string): boolean {
  return normaliseOption('metadata', value) === 'disabled';
}

const CHARGE = 'charge';
const STRATEGY = 'spotStrategy';
const UNIT = 'periodUnit';
const RENEWAL = 'renewperiod';

/** The subject of a parameter, in any spelling; the API uses two parameters for spot. */
function subjectOf({ name, value }: Parameter): string {
  const meant = meaningOf(name, value);
  if (plainName(name) === 'spotstrategy') return STRATEGY;
  if (meant?.is === 'level' || meant?.is === 'periodUnit') return meant.is;
  return meant?.is === 'granted' ? plainName(name) : (fieldOf(meant) ?? plainName(name));
}

function tellTwice(nodes: PolicyNodes, all: readonly Parameter[]): void {
  const seen = new Map<string, Parameter>();
  for (const one of all) {
    const subject = subjectOf(one);
    const before = seen.get(subject);
    // `SecurityGroupIds.1`, `SecurityGroupIds.2` may repeat.
    if (before === undefined || meaningOf(one.name, one.value)?.is === 'allGroups') seen.set(subject, one);
    else nodes.mistake(one.line, sameThing(one, before));
  }
}

const STRATEGIES = ['NoSpot', 'SpotAsPriceGo', 'SpotWithPriceLimit'] as const;

/** The way of paying, if given; null otherwise. */
function tellCharge(
  nodes: PolicyNodes,
  charge: Parameter | undefined,
  strategy: Parameter | undefined,
  limit: Parameter | undefined,
): ChargeKind | null {
  const said = charge === undefined ? null : chargeKindNamed(charge.value);
  const plain = strategy && STRATEGIES.find((one) => plainName(one) === plainName(strategy.value));
  if (strategy !== undefined && plain === undefined)
    nodes.mistake(
      strategy.line,
      say`${strategy.name} is ${strategy.value}. Set it to one of ${STRATEGIES.join(', ')}.`,
    );
  const isSpot = plain !== undefined && plain !== 'NoSpot';
  if (
    strategy !== undefined &&
    charge !== undefined &&
    (isSpot ? said === 'prepaid' : plain === 'NoSpot' && said === 'spot')
  )
    nodes.mistake(
      strategy.line,
      say`${strategy.name} is ${strategy.value}, but ${charge.name} is ${charge.value}. Keep one.`,
    );
  const word = plain ?? charge?.value ?? '';
  const asks = strategy ?? charge;
  if (asks !== undefined && plainName(word) === 'spotwithpricelimit' && limit === undefined)
    nodes.mistake(asks.line, say`${asks.name} is ${asks.value}, which needs a SpotPriceLimit. Add one, such as 0.35.`);
  if (limit !== undefined && plainName(word) === 'spotaspricego')
    nodes.mistake(
      limit.line,
      say`${limit.name} applies only with SpotStrategy: SpotWithPriceLimit. Set that, or leave it out.`,
    );
  return isSpot ? 'spot' : plain === 'NoSpot' ? (said ?? 'payAsYouGo') : said;
}

/** Null for an unknown word, which is reported elsewhere. */
function chargeKindNamed(value: string): ChargeKind | null {
  const { charge } = readDraft({ charge: value }, NOTHING_KNOWN).draft;
  return charge === undefined ? null : chargeKindOf({ charge });
}

/** Settings without effect while another one is off. `isLost`: whether the value differs from what holds then anyhow. */
const SWITCHES_OFF: readonly {
  readonly by: Field;
  readonly off: (value: string) => boolean;
  readonly what: Field;
  readonly isLost: (value: string) => boolean;
}[] = [
  { by: 'metadata', off: isDisabled, what: 'tokens', isLost: (value) => plainName(value) === 'required' },
  { by: 'metadata', off: isDisabled, what: 'hops', isLost: () => true },
  { by: 'bandwidth', off: isZero, what: 'inbound', isLost: (value) => !isZero(value) },
  { by: 'bandwidth', off: isZero, what: 'traffic', isLost: (value) => /bandwidth$/u.test(plainName(value)) },
];

function tellSwitchedOff(nodes: PolicyNodes, all: readonly Parameter[]): void {
  const about = (field: Field) => all.find((one) => subjectOf(one) === field);
  for (const { by, off, what, isLost } of SWITCHES_OFF) {
    const [other, one] = [about(by), about(what)];
    if (one !== undefined && other !== undefined && off(other.value) && isLost(one.value))
      nodes.mistake(one.line, noEffect(one.name, other.name, other.value));
  }
}

const noEffect = (name: string, other: string, value: string): Saying =>
  say`${name} has no effect while ${other} is ${value}. Leave it out, or change ${other}.`;

/**
 * The settings of a preset that its launch template leaves without effect.
 *
 * @param whole the preset with the settings of the template
 */
export function saidInVain(own: Draft, whole: Draft): readonly Saying[] {
  const kind = chargeKindNamed(whole.charge ?? PAY_AS_YOU_GO.kind);
  const isOwn = (field: Field): boolean => own[field] !== undefined;
  const charged = (Object.entries(own) as [Field, string][]).flatMap(([name, value]) => {
    const only = onlyFor({ name, value, line: 1 });
    if (only === null || kind === null || only === kind || isOwn('charge')) return [];
    return only === 'prepaid'
      ? say`${name} applies only to prepaid instances. Add charge: prepaid to the preset, or leave ${name} out.`
      : say`${name} applies only to spot instances. Add charge: spot to the preset, or leave ${name} out.`;
  });
  const isVain = isOwn(RENEWAL) && kind === 'prepaid' && !saysRenewed(whole.renew ?? '');
  const renewal = isVain ? [say`${RENEWAL} applies only with auto-renewal. Add renew: on, or leave it out.`] : [];
  const off = SWITCHES_OFF.flatMap(({ by, off: isOff, what, isLost }) => {
    const [value, other] = [own[what], whole[by]];
    return value !== undefined && other !== undefined && !isOwn(by) && isOff(other) && isLost(value)
      ? [noEffect(what, by, other)]
      : [];
  });
  return [...charged, ...renewal, ...off];
}

/** The only way of paying under which a parameter has an effect; null if any. Turning something off never has one. */
function onlyFor(parameter: Parameter): ChargeKind | null {
  switch (subjectOf(parameter)) {
    case 'period':
    case UNIT:
    case RENEWAL:
      return 'prepaid';
    case 'renew':
      return saysRenewed(parameter.value) ? 'prepaid' : null;
    case 'maxprice':
    case 'spothours':
    case 'reclaim':
      return 'spot';
    default:
      return null;
  }
}

/** The API's units; years only on the international site. */
const UNITS = ['Week', 'Month', 'Year'] as const;

function tellPeriod(nodes: PolicyNodes, period: Parameter | undefined, unit: Parameter | undefined): void {
  if (unit === undefined) return;
  if (!UNITS.some((one) => one.toLowerCase() === unit.value.toLowerCase()))
    nodes.mistake(unit.line, say`${unit.name} is ${unit.value}. Set it to one of ${UNITS.join(', ')}.`);
  else if (period === undefined) nodes.mistake(unit.line, say`${unit.name} needs a Period. Add one, such as 1.`);
  else if (!/^\d+$/u.test(period.value))
    nodes.mistake(unit.line, say`${unit.name} is ${unit.value}, but ${period.name} is ${period.value}. Keep one.`);
}

/**
 * Whether Alibaba Cloud ignores a parameter that definitions carry beside others: an empty "" from tools, a period beside
 * PostPaid, a price limit of 0. Such a parameter is not read at all. An unknown name is never ignored.
 */
export function isPassedOver(parameter: Parameter, all: readonly Parameter[]): boolean {
  const meant = meaningOf(parameter.name, parameter.value);
  if (meant === null) return false;
  if (parameter.value.trim() === '') return true;
  const said = (plain: string) => all.find(({ name, value }) => plainName(name) === plain && value.trim() !== '');
  if (subjectOf(parameter) === RENEWAL && isUsualRenewal(parameter, all)) return true;
  switch (plainName(parameter.name)) {
    case 'period':
    case 'periodunit':
      return isPostPaid(all);
    case 'autorenewperiod':
      // A launch template may be what turns renewal on.
      return isPostPaid(all) || !(isRenewed(all) || (all.some(isOfTemplate) && !all.some(isRenewal)));
    case 'spotpricelimit':
      return isZero(parameter.value) && /^(?:nospot|spotaspricego)$/iu.test(said('spotstrategy')?.value ?? '');
    case 'minamount':
      return amountIn(all) === parameter.value.trim() && parameter.value.trim() === '1';
    default:
      return false;
  }
}

/** Only if stated: a period alone may mean that somebody forgot PrePaid. */
const isPostPaid = (all: readonly Parameter[]): boolean =>
  all.some(
    ({ name, value }) =>
      /^(?:instance)?chargetype$/u.test(plainName(name)) && /^(?:postpaid|payasyougo)$/u.test(plainName(value)),
  );

/** `on`, or the word of Terraform and the API. */
export const saysRenewed = (word: string): boolean => parseSwitch(word) === true || /^autorenewal$/iu.test(word.trim());

const isOfTemplate = (parameter: Parameter): boolean => partOfTemplate(parameter) !== null;
const isRenewal = (parameter: Parameter): boolean => subjectOf(parameter) === 'renew' && parameter.value.trim() !== '';

const isRenewed = (all: readonly Parameter[]): boolean => all.some((one) => isRenewal(one) && saysRenewed(one.value));

/** Whether it states the default, which must not bind it to that under another period. */
function isUsualRenewal({ value }: Parameter, all: readonly Parameter[]): boolean {
  const about = (subject: string) => all.find((one) => subjectOf(one) === subject)?.value.trim() ?? '';
  const inUnit = (given: string, unit: string): string =>
    given.replace(/^\d+$/u, (digits) => `${digits}${unit.charAt(0).toLowerCase()}`);
  const period = inUnit(about('period'), about(UNIT) || 'Month');
  const term = parseTerm(period);
  const by = parseRenewalTerm(inUnit(value.trim(), about(UNIT)), period);
  return term !== null && by !== null && isSameTerm(by, usualRenewalOf(term));
}

function amountIn(all: readonly Parameter[]): string {
  const said = all.find(({ name, value }) => {
    const meant = meaningOf(name, value);
    return meant?.is === 'field' && meant.field === 'amount' && value.trim() !== '';
  });
  return said?.value.trim() ?? '1';
}
