import type { OptionField } from '../../core/option/option-fields.ts';
import { refusedOption } from '../../core/option/refused-option.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { PAY_AS_YOU_GO } from '../../core/spec/charge.ts';
import { chargeKindOf } from '../../core/spec/charge-draft.ts';
import { type KnownChoices, NOTHING_KNOWN } from '../../core/spec/choices.ts';
import type { Draft, Field, FieldProblem, InstanceSpec } from '../../core/spec/spec.ts';
import { readDraft } from '../../core/spec/spec-parse.ts';
import { withRegion } from '../../core/spec/zone.ts';
import { readPreset } from '../../usecases/spec/presets-now.ts';
import type { RequestContext } from '../kit/context.ts';
import { EMPTY, lines, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { orderable } from './cloud-checks.ts';
import { type Finding, finding } from './finding.ts';

type Parts = Pick<RequestContext, 'catalogue' | 'clock' | 'cloud' | 'policy' | 'text' | 'defaultRegion'>;
type Named = 'role' | 'resourcegroup' | 'deploymentset' | 'kmskey';

/** The order with the name set. */
const NAMED: Readonly<Record<Named, (order: InstanceSpec, name: string) => InstanceSpec>> = {
  role: (order, ramRole) => ({ ...order, ramRole }),
  resourcegroup: (order, resourceGroupId) => ({ ...order, resourceGroupId }),
  deploymentset: (order, id) => ({ ...order, deploymentSet: { id } }),
  kmskey: (order, kmsKeyId) => ({ ...order, systemDisk: { ...order.systemDisk, encrypted: true, kmsKeyId } }),
};

/** A name in the policy: its key or preset, and its region. */
interface Use {
  readonly at: string;
  readonly region: string;
  readonly field: Named;
  readonly name: string;
}

/** The most dry runs of CreateInstance; the rest is not checked. */
const TRIED = 20;

/** No form waits here, and a policy may name more templates than the cloud is asked for at once. */
const TEMPLATE_MS = 10_000;

/**
 * Whether the things exist that the policy and its presets name, except for those that the policy's own lists check. Creates
 * nothing.
 */
export async function namesCheck(parts: Parts, policy: Policy): Promise<Finding> {
  const { text } = parts;
  const presets = await Promise.all([...policy.presets.keys()].map((at) => judgePreset(parts, at)));
  const uses = [
    ...(policy.options.roles?.value ?? []).map((name): Use => use(parts, 'roles', 'role', name)),
    ...(policy.options.kmsKeys?.value ?? []).map((name): Use => use(parts, 'kmsKeys', 'kmskey', name)),
    ...usesIn(policy.options.defaults, 'defaults', parts.defaultRegion),
    ...presets.flatMap((preset) => preset.uses),
  ];
  const tried = await tryAll(parts, uses.slice(0, TRIED));
  const wrong = [...presets.flatMap((preset) => preset.wrong), ...tried.wrong];
  const words = text.doctor.names;
  if (wrong.length > 0) return finding('bad', eachOnItsLine(wrong), words.fix);
  const unknown = presets.some((preset) => preset.isUnread) || tried.isUnread || uses.length > TRIED;
  return unknown ? finding('unknown', mrkdwn`${words.unread}`) : finding('good', mrkdwn`${words.good}`);
}

/** A reason may have several sentences: several reasons stand below the check. */
const eachOnItsLine = (reasons: readonly Mrkdwn[]): Mrkdwn =>
  lines(reasons.length === 1 ? reasons : [EMPTY, ...reasons.map((one) => mrkdwn`• ${one}`)]);

/** Whether the policy names anything. */
export const namesAnything = ({ presets, options: { roles, kmsKeys, defaults } }: Policy): boolean =>
  presets.size > 0 ||
  (roles?.value.length ?? 0) > 0 ||
  (kmsKeys?.value.length ?? 0) > 0 ||
  usesIn(defaults, '', '').length > 0;

const use = ({ defaultRegion }: Parts, at: string, field: Named, name: string): Use => ({
  ...{ at, field, name },
  region: defaultRegion,
});

const usesIn = (draft: Draft, at: string, region: string): readonly Use[] =>
  (Object.keys(NAMED) as readonly Named[]).flatMap((field) => {
    const name = draft[field];
    return name === undefined ? [] : [{ at, region, field, name }];
  });

interface Judged {
  readonly wrong: readonly Mrkdwn[];
  readonly isUnread: boolean;
}

/** The names of a preset that no list of the cloud has, and the names still to be tried. */
async function judgePreset(parts: Parts, at: string): Promise<Judged & { readonly uses: readonly Use[] }> {
  const seen = await readPreset(parts, at, TEMPLATE_MS);
  if (seen === null) return { wrong: [], isUnread: false, uses: [] };
  if (seen.is === 'troubled') {
    const isUnread = seen.trouble.why.is === 'unread';
    const wrong = isUnread ? [] : [mrkdwn`${parts.text.templates.trouble(at, seen.trouble)}`];
    return { wrong, isUnread, uses: [] };
  }
  const preset = seen.draft;
  const typed = withRegion(preset);
  const { region, lists } = await listsFor(parts, typed);
  const { problems } = readDraft(typed, lists);
  const isUnread = lists.images === null || lists.vSwitches === null || lists.groups === null;
  return {
    wrong: problems.filter(isNowhere).map((problem) => said(parts, at, problem)),
    isUnread,
    uses: usesIn(preset, at, region),
  };
}

const LISTED: readonly Field[] = ['region', 'zone', 'type', 'image', 'vswitch', 'group'];

/** It is in no list, which a value that is only sold out or does not fit would be. */
const isNowhere = ({ field, problem, fault }: FieldProblem): boolean =>
  fault?.is === 'keyUnknown' ||
  (LISTED.includes(field) && (problem === 'unknownChoice' || (field === 'type' && problem === 'notSoldHere')));

const said = ({ text }: Parts, at: string, problem: FieldProblem): Mrkdwn =>
  mrkdwn`${at}${text.doctor.marks.colon}${text.modal.problem(problem)}`;

/** The lists of a preset's region and zone; null for unreadable ones. */
async function listsFor(
  { catalogue, defaultRegion }: Parts,
  typed: Draft,
): Promise<{ readonly region: string; readonly lists: KnownChoices }> {
  const regions = await catalogue.regions.load();
  const known: KnownChoices = { ...NOTHING_KNOWN, regions: regions.ok ? regions.value : null };
  const region = typed.region === undefined ? defaultRegion : readDraft({ region: typed.region }, known).draft.region;
  if (region === undefined) return { region: '', lists: known };
  const kind = chargeKindOf(typed) ?? PAY_AS_YOU_GO.kind;
  const [zones, images, vSwitches, groups, keys] = await Promise.all([
    catalogue.zones.load(region, kind),
    catalogue.images.load(region),
    catalogue.vSwitches.load(region),
    catalogue.securityGroups.load(region),
    catalogue.keyPairs.load(region),
  ]);
  const listed = <T>(list: { readonly ok: true; readonly value: T } | { readonly ok: false }): T | null =>
    list.ok ? list.value : null;
  const ofRegion = { ...known, zones: listed(zones), images: listed(images), vSwitches: listed(vSwitches) };
  const zone = typed.zone === undefined ? undefined : readDraft({ zone: typed.zone }, ofRegion).draft.zone;
  const types = zone === undefined ? null : listed(await catalogue.instanceTypes.load(region, zone, kind));
  return { region, lists: { ...ofRegion, groups: listed(groups), keys: listed(keys), types } };
}

/** Tries each name that is in no list by a dry run of a possible order. */
async function tryAll(parts: Parts, uses: readonly Use[]): Promise<Judged> {
  const orders = new Map<string, Promise<InstanceSpec | null>>();
  const orderIn = (region: string): Promise<InstanceSpec | null> => {
    const order = orders.get(region) ?? orderable(parts.catalogue, region);
    orders.set(region, order);
    return order;
  };
  const found = await Promise.all(
    uses.map(async (one): Promise<Mrkdwn | 'there' | 'unread'> => {
      const spec = await orderIn(one.region);
      if (spec === null) return 'unread';
      const order = { spec: NAMED[one.field](spec, one.name), amount: 1, partial: 'keep' } as const;
      const answer = await parts.cloud.dryRun(order);
      if (answer.ok) return 'there';
      const refused = refusedOption(answer.error, { [one.field satisfies OptionField]: one.name });
      return refused === null ? 'unread' : said(parts, one.at, refused);
    }),
  );
  return {
    wrong: found.filter((one): one is Mrkdwn => one !== 'there' && one !== 'unread'),
    isUnread: found.includes('unread'),
  };
}
