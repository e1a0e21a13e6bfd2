import type { GroupChoice, KnownChoices, VSwitchChoice } from '../spec/choices.ts';
import type { Draft, FieldProblem } from '../spec/spec.ts';
import { isPlace, type Places } from './places.ts';

/** A network that people pick by name: any of its vSwitches with any of its security groups. */
export interface Network {
  readonly name: string;
  readonly region: string;
  /** VSwitch ids; at least one. */
  readonly vSwitches: readonly string[];
  /** Security group ids, at least one; the first is the default. */
  readonly groups: readonly string[];
  /** The description for people. */
  readonly about: string | null;
  readonly channels: Places;
  /** The default network. */
  readonly isUsual: boolean;
}

type Networks = { readonly value: readonly Network[]; readonly line: number } | null;

/** The network ids of an order; null for unknown. */
export interface NetworkFacts {
  readonly vSwitch: string | null;
  readonly group: string | null;
  /** Further security groups. */
  readonly more?: readonly string[];
}

/** Whether a network of the policy has these ids and may be picked in this channel; null when unknown. */
export function allowsNetwork(
  networks: readonly Network[],
  facts: NetworkFacts,
  channel: string | null,
): boolean | null {
  if (facts.vSwitch === null || facts.group === null) return null;
  const places = networks.filter((one) => has(one, facts)).map(({ channels }) => isPlace(channels, channel));
  return places.includes(true) ? true : places.includes(null) ? null : false;
}

const has = ({ vSwitches, groups }: Network, { vSwitch, group, more = [] }: NetworkFacts): boolean =>
  (vSwitch === null || vSwitches.includes(vSwitch)) &&
  (group === null || groups.includes(group)) &&
  more.every((one) => groups.includes(one));

/** The policy's name of the network with this vSwitch and group; null for none. */
export const networkNameOf = (networks: Networks, facts: NetworkFacts): string | null =>
  facts.vSwitch === null || facts.group === null
    ? null
    : (networks?.value.find((one) => has(one, facts))?.name ?? null);

/** The networks that may be picked in a channel; null without `networks` in the policy. @param channel null for any channel */
export const networksIn = (networks: Networks, channel: string | null): readonly Network[] | null =>
  networks === null ? null : ofChannel(networks.value, channel);

/** Those of `networks` that may be picked in a channel. @param channel null for any channel */
export const ofChannel = (networks: readonly Network[], channel: string | null): readonly Network[] =>
  channel === null ? networks : networks.filter(({ channels }) => isPlace(channels, channel) === true);

/** A network with one of its groups, to be picked in one zone. */
export interface NetworkChoice {
  /** `staging`; `staging/sg-…` for any group but its first. */
  readonly word: string;
  readonly network: Network;
  /** The vSwitch of the zone with the most free addresses; null while the cloud's lists are unknown. */
  readonly vSwitch: VSwitchChoice | null;
  /** Null while the cloud's lists are unknown. */
  readonly group: GroupChoice | null;
  readonly groupId: string;
}

const wordOf = ({ name, groups }: Network, group: string): string => (groups[0] === group ? name : `${name}/${group}`);

/** The network's name in a word that may also name a group. */
export const nameIn = (word: string): string => word.split('/', 1)[0] ?? '';

/**
 * The networks to pick from in one zone, in the policy's order, the default first. Those that the cloud does not list are
 * left out.
 */
export function networkChoices(
  networks: readonly Network[],
  { region = '', zone = '' }: Draft,
  { vSwitches, groups }: Pick<KnownChoices, 'vSwitches' | 'groups'>,
): readonly NetworkChoice[] {
  const here = networks.filter((network) => network.region === region);
  return [...here.filter(({ isUsual }) => isUsual), ...here.filter(({ isUsual }) => !isUsual)].flatMap((network) =>
    network.groups.flatMap((id): readonly NetworkChoice[] => {
      const choice = { word: wordOf(network, id), network, groupId: id };
      if (vSwitches === null || groups === null) return [{ ...choice, vSwitch: null, group: null }];
      const group = groups.find((one) => one.id === id);
      const [vSwitch] = vSwitches
        .filter((one) => one.zone === zone && one.vpcId === group?.vpcId && network.vSwitches.includes(one.id))
        .toSorted((a, b) => b.freeAddresses - a.freeAddresses);
      return group === undefined || vSwitch === undefined ? [] : [{ ...choice, vSwitch, group }];
    }),
  );
}

/** @param line of the key `networks` in the file; null where the file has none */
export const notAllowed = (given: string, line: number | null, networks: readonly Network[]): FieldProblem => ({
  field: 'network',
  problem: 'notAllowed',
  given,
  rule: { rule: 'networks', line, allowed: [...new Set(networks.map(({ name }) => name))], max: null },
});

/** A draft with its network as a name and as ids, or the problem with it. */
interface Settled {
  readonly draft: Draft;
  readonly problem: FieldProblem | null;
}

/**
 * Fills in the ids of the draft's network; where none is named, those of the default network, or of the only one. A named
 * network that cannot be picked here is never replaced by another one.
 *
 * @param draft vSwitch and group, if named, are ids
 * @param line of the key `networks` in the file
 */
export function settleNetwork(draft: Draft, choices: readonly NetworkChoice[], line: number): Settled {
  const { network, vswitch, group, ...rest } = draft;
  const named = orNull(network);
  const given = { vSwitch: orNull(vswitch), group: orNull(group) };
  const asked = named ?? [given.vSwitch, given.group].filter((one) => one !== null).join(', ');
  const fitting = choices
    .filter((one) => named === null || isCalled(one, named, given.group !== null))
    .filter((one) => has(one.network, given) && (given.group === null || given.group === one.groupId));
  const chosen = chosenOf(fitting);
  if (chosen !== undefined) {
    const id = given.vSwitch ?? chosen.vSwitch?.id;
    const ids = id === undefined ? {} : { vswitch: id, group: chosen.groupId };
    return { draft: { ...rest, network: chosen.word, ...ids }, problem: null };
  }
  const all = choices.map((one) => one.network);
  return { draft: rest, problem: asked === '' ? null : notAllowed(asked, line, all) };
}

const orNull = (word: string | undefined): string | null => (word === undefined || word === '' ? null : word);

/** Matches the whole word, or the name alone where the group is named beside it. */
function isCalled({ word, network: { name } }: NetworkChoice, given: string, hasGroup: boolean): boolean {
  const asked = given.toLowerCase();
  return asked === word.toLowerCase() || (hasGroup && asked === name);
}

function chosenOf(fitting: readonly NetworkChoice[]): NetworkChoice | undefined {
  // The first group of a single network; the default network, which comes first, of several.
  const [first] = fitting;
  const isOne = fitting.every(({ network }) => network === first?.network);
  return isOne || first?.network.isUsual ? first : undefined;
}

/** The same without the cloud's lists: any vSwitch of the network, in any zone. */
export function plainNetwork(draft: Draft, networks: Networks, channel: string | null): Settled {
  const { network: named, ...rest } = draft;
  const all = networksIn(networks, channel);
  if (all === null)
    return named === undefined ? { draft, problem: null } : { draft: rest, problem: notAllowed(named, null, []) };
  const here = all.filter(({ region }) => draft.region === undefined || draft.region === region);
  const isSaid = draft.vswitch !== undefined || draft.group !== undefined;
  const network =
    named === undefined
      ? here.find(({ isUsual }) => isUsual && !isSaid)
      : here.find(({ name, groups }) => name === nameIn(named).toLowerCase() && hasGroup(groups, named));
  if (network === undefined)
    return { draft: rest, problem: named === undefined ? null : notAllowed(named, networks?.line ?? null, here) };
  const group = groupIn(named ?? '') ?? network.groups[0] ?? '';
  return { draft: { vswitch: network.vSwitches[0] ?? '', group, ...rest }, problem: null };
}

const groupIn = (word: string): string | undefined => word.split('/', 2)[1];
const hasGroup = (groups: readonly string[], word: string): boolean =>
  groupIn(word) === undefined || groups.includes(groupIn(word) ?? '');
