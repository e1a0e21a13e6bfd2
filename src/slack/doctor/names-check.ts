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

/** An order with that name. */
const NAMED: Readonly<Record<Named, (order: InstanceSpec, name: string) => InstanceSpec>> = {
  role: (order, ramRole) => ({ ...order, ramRole }),
  resourcegroup: (order, resourceGroupId) => ({ ...order, resourceGroupId }),
  deploymentset: (order, id) => ({ ...order, deploymentSet: { id } }),
  kmskey: (order, kmsKeyId) => ({ ...order, systemDisk: { ...order.systemDisk, encrypted: true, kmsKeyId } }),
};

/** A name of the policy, under which of its keys or presets, and the region in which it is meant. */
interface Use {
  readonly at: string;
  readonly region: string;
  readonly field: Named;
  readonly name: string;
}

/** So many dry runs, for which CreateInstance is asked: the rest is not checked. */
const TRIED = 20;

/** Nobody's form waits here, and a policy may name more templates than the cloud is asked for at once. */
const TEMPLATE_MS = 10_000;

/** Whether there is what the policy and its presets name, as far as no list of the policy's own says so. Nothing is made. */
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

/** Reasons can be several sentences each: where they are several, they stand below the check. */
const eachOnItsLine = (reasons: readonly Mrkdwn[]): Mrkdwn =>
  lines(reasons.length === 1 ? reasons : [EMPTY, ...reasons.map((one) => mrkdwn`• ${one}`)]);

/** Whether there is anything to ask. */
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

/** What of a preset is in no list of the cloud's, and what is left to be tried. */
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

/** It is in no list; what is only sold out, or does not go with the rest, is. */
const isNowhere = ({ field, problem, fault }: FieldProblem): boolean =>
  fault?.is === 'keyUnknown' ||
  (LISTED.includes(field) && (problem === 'unknownChoice' || (field === 'type' && problem === 'notSoldHere')));

const said = ({ text }: Parts, at: string, problem: FieldProblem): Mrkdwn =>
  mrkdwn`${at}${text.doctor.marks.colon}${text.modal.problem(problem)}`;

/** The lists of a preset's region and zone; null for those that cannot be read. */
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

/** What stands in no list, each by a dry run of something that could be ordered there. */
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
