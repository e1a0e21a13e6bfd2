import { isMap } from 'yaml';
import { type Network, nameIn, networkNameOf } from '../core/policy/networks.ts';
import type { Ruled } from '../core/policy/policy.ts';
import { say } from '../core/saying.ts';
import type { Field } from '../core/spec/spec.ts';
import type { PolicyEntry, PolicyNodes } from './policy-nodes.ts';
import { readChannels } from './read-grants.ts';

const NAME = /^[a-z][a-z0-9-]{0,39}$/u;
const ABOUT_MAX = 60;
/** Any other word is a name, which only the cloud knows. */
const REGION = /^[a-z]{2}-[a-z0-9-]+$/u;

const IDS = {
  vSwitches: { shape: /^vsw-[a-z0-9]+$/u, example: 'vsw-bp1s5fnvk4gn2tws03624' },
  securityGroups: { shape: /^sg-[a-z0-9]+$/u, example: 'sg-bp15ed6xe1yxeycg7o3a' },
} as const;

/** `networks`: the networks that may be picked, by name. Does not judge what only the cloud knows. */
export function readNetworks(nodes: PolicyNodes, entry: PolicyEntry): readonly Network[] {
  const read: Network[] = [];
  const entries = nodes.anyEntries(entry.node, say`networks`);
  if (entries.length === 0 && isMap(entry.node))
    nodes.mistake(
      entry.line,
      say`networks allows nothing. Name at least one network, or leave networks out to allow all.`,
    );
  for (const one of entries) {
    if (!NAME.test(one.key))
      nodes.mistake(
        one.line,
        say`"${one.key}" isn’t a valid network name. Use lowercase letters, digits, and -, at most 40 characters.`,
      );
    const network = readNetwork(nodes, one);
    if (network === null) continue;
    judgeBeside(nodes, one, network, read);
    read.push(network);
  }
  return read;
}

function readNetwork(nodes: PolicyNodes, { key: name, line, node }: PolicyEntry): Network | null {
  const called = say`The network ${name}`;
  const keys = nodes.record(node, called, 'region', 'vSwitches', 'securityGroups', 'about', 'default', 'channels');
  const { region, vSwitches, securityGroups: groups, about, default: usual, channels } = keys;
  if (region === undefined) nodes.mistake(line, say`The network ${name} needs region, such as cn-hangzhou.`);
  if (vSwitches === undefined) nodes.mistake(line, say`The network ${name} needs vSwitches: a list of IDs.`);
  if (groups === undefined) nodes.mistake(line, say`The network ${name} needs securityGroups: a list of IDs.`);
  if (region === undefined || vSwitches === undefined || groups === undefined) return null;
  return {
    name,
    region: nodes.word(region.node) ?? '',
    vSwitches: readIds(nodes, vSwitches, 'vSwitches'),
    groups: readIds(nodes, groups, 'securityGroups'),
    about: about === undefined ? null : readAbout(nodes, about),
    isUsual: usual === undefined ? false : (nodes.flag(usual) ?? false),
    channels: channels === undefined ? 'any' : readChannels(nodes, channels),
  };
}

function readIds(nodes: PolicyNodes, entry: PolicyEntry, kind: keyof typeof IDS): readonly string[] {
  const { shape, example } = IDS[kind];
  const items = nodes.list(entry);
  if (items.length === 0 && entry.isList)
    nodes.mistake(entry.line, say`${kind} needs at least one ID, such as ${example}.`);
  const ids: string[] = [];
  for (const item of items) {
    const id = nodes.word(item);
    if (id === null) continue;
    const line = nodes.lineOf(item);
    if (!shape.test(id))
      nodes.mistake(line, say`"${id}" isn’t a valid ID. Copy the ID from the console; it looks like ${example}.`);
    else if (ids.includes(id)) nodes.mistake(line, say`${id} is listed twice. Keep one.`);
    else ids.push(id);
  }
  return ids;
}

function readAbout(nodes: PolicyNodes, entry: PolicyEntry): string | null {
  const about = nodes.word(entry.node);
  if (about !== null && (about.length > ABOUT_MAX || about.includes('\n')))
    return nodes.mistake(entry.line, say`about is too long. Use at most ${ABOUT_MAX} characters on one line.`);
  return about;
}

/**
 * Reports a vSwitch and group that two networks share, because readers could take one for the other, and a second default for one
 * place.
 */
function judgeBeside(
  nodes: PolicyNodes,
  { key, line }: PolicyEntry,
  network: Network,
  others: readonly Network[],
): void {
  if (others.some(({ name }) => name === key)) nodes.mistake(line, say`There are two networks ${key}. Rename one.`);
  for (const vSwitch of network.vSwitches)
    for (const group of network.groups) {
      const other = networkNameOf({ value: others, line }, { vSwitch, group });
      if (other !== null && other !== key)
        nodes.mistake(line, say`${vSwitch} with ${group} is in the networks ${other} and ${key}. Keep it in one.`);
    }
  const rival = network.isUsual
    ? others.find((one) => one.isUsual && one.region === network.region && meets(one, network))
    : undefined;
  if (rival !== undefined)
    nodes.mistake(
      line,
      say`The networks ${rival.name} and ${key} are both the default of ${network.region}. Keep one.`,
    );
}

const meets = (a: Network, b: Network): boolean =>
  a.channels === 'any' || b.channels === 'any' || a.channels.some((channel) => b.channels.includes(channel));

interface Said {
  readonly value: string;
  readonly line: number;
}

/** Reports mistakes in a preset's network that are known without the cloud. */
export function judgePresetNetwork(
  nodes: PolicyNodes,
  said: ReadonlyMap<Field, Said>,
  networks: Ruled<readonly Network[]> | null,
): void {
  const { network, vswitch, group } = Object.fromEntries(said);
  if (networks === null) {
    if (network !== undefined)
      nodes.mistake(
        network.line,
        say`There is no network ${network.value}: the policy has no networks. Add it under networks.`,
      );
    return;
  }
  const region = said.get('region')?.value;
  const names = networks.value.map(({ name }) => name);
  const named = network && networks.value.filter(({ name }) => name === nameIn(network.value.toLowerCase()));
  if (network !== undefined && named?.length === 0)
    nodes.mistake(
      network.line,
      say`There is no network ${network.value} under networks. Use one of ${names.join(', ')}.`,
    );
  for (const one of named ?? [])
    if (network !== undefined && region !== undefined && REGION.test(region) && one.region !== region)
      nodes.mistake(
        network.line,
        say`The network ${one.name} is in ${one.region}, not in ${region}. Change the region or the network.`,
      );
  // Only the cloud knows a name.
  const candidates = named === undefined || named.length === 0 ? networks.value : named;
  const ids = [
    { said: vswitch, shape: IDS.vSwitches.shape, of: (one: Network) => one.vSwitches },
    { said: group, shape: IDS.securityGroups.shape, of: (one: Network) => one.groups },
  ].filter((id) => id.said !== undefined && id.shape.test(id.said.value));
  const fits = candidates.some((one) => ids.every((id) => id.of(one).includes(id.said?.value ?? '')));
  const [first] = ids;
  if (!fits && first?.said !== undefined)
    nodes.mistake(
      first.said.line,
      say`${ids.map((id) => id.said?.value ?? '').join(', ')}: not in any network under networks. Add it to one, or choose another.`,
    );
}
