import type { DiskState, MachineState } from '../../state.ts';
import type { PageWords } from '../words/words.ts';

type FactLabel = Extract<
  keyof Words,
  | 'login'
  | 'hostName'
  | 'image'
  | 'role'
  | 'tags'
  | 'protection'
  | 'metadata'
  | 'hardening'
  | 'internet'
  | 'group'
  | 'set'
  | 'credits'
  | 'script'
>;

/** One row of the instances table. */
export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly type: string;
  readonly zone: string;
  readonly publicIps: readonly string[];
  readonly privateIps: readonly string[];
  /** The facts below the opened row: the key of the label, and the text. */
  readonly facts: readonly (readonly [label: FactLabel, text: string])[];
  /** The same in a few words. */
  readonly summary: string;
  readonly disks: readonly DiskState[];
}

type Raw = Readonly<Record<string, unknown>>;

type Words = PageWords['machine'];

/** Reads an instance from DescribeInstances, and its inside. */
export function readInstance(raw: Raw, words: Words): Instance {
  const vpc = raw.VpcAttributes as { PrivateIpAddress?: unknown } | undefined;
  const eip = (raw.EipAddress as { IpAddress?: string } | undefined)?.IpAddress;
  const machine = raw._machine as MachineState | undefined;
  return {
    id: String(raw.InstanceId ?? ''),
    name: String(raw.InstanceName ?? ''),
    status: String(raw.Status ?? ''),
    type: String(raw.InstanceType ?? ''),
    zone: String(raw.ZoneId ?? ''),
    publicIps: [...addresses(raw.PublicIpAddress), ...(eip ? [eip] : [])],
    privateIps: [...addresses(vpc?.PrivateIpAddress), ...addresses(raw.InnerIpAddress)],
    facts: machine ? factsOf(raw, machine, words) : [],
    summary: machine ? summaryOf(machine, tagsOf(raw).length, words) : '',
    disks: machine?.disks ?? [],
  };
}

function addresses(holder: unknown): string[] {
  const list = (holder as { IpAddress?: unknown } | undefined)?.IpAddress;
  return Array.isArray(list) ? list.map(String) : [];
}

function factsOf(raw: Raw, machine: MachineState, words: Words): Instance['facts'] {
  const { script, ramRoleName, hardened, tokens } = machine;
  const { none, on, off } = words;
  const credits = String(raw.CreditSpecification ?? '');
  return [
    ['login', loginOf(machine, words)],
    ['hostName', String(raw.HostName ?? '')],
    ['image', String(raw.ImageId ?? '')],
    ['role', ramRoleName || none],
    ['tags', tagsOf(raw).join(', ') || none],
    ['protection', raw.DeletionProtection === true ? on : off],
    ['metadata', words.tokens[tokens === 'required' ? 'required' : 'optional']],
    ['hardening', hardened ? on : off],
    ['internet', internetOf(raw, words)],
    ['group', String(raw.ResourceGroupId || words.usual)],
    ['set', String(raw.DeploymentSetId || none)],
    ...(credits === '' ? [] : [['credits', credits] as const]),
    ['script', script ? words.scriptIs(script.bytes, script.firstLine, script.sha256) : none],
  ];
}

function tagsOf(raw: Raw): string[] {
  const { Tag: list } = (raw.Tags ?? {}) as { Tag?: readonly { TagKey: string; TagValue: string }[] };
  return (list ?? []).map(({ TagKey, TagValue }) => (TagValue === '' ? TagKey : `${TagKey}=${TagValue}`));
}

/** The login now and, if a change waits for a restart, the one after it. */
export function loginOf({ login }: MachineState, words: Words): string {
  const { keyPairName, keyInside } = login;
  const by = (key: string): string => (key === '' ? withoutKey(login, words) : words.key(key));
  return keyPairName === keyInside ? by(keyInside) : words.changes(by(keyPairName), by(keyInside));
}

function withoutKey({ password, imageHasPassword }: MachineState['login'], words: Words): string {
  if (password === 'own') return words.ownPassword;
  if (password === 'inherited') return imageHasPassword ? words.imagePassword : words.noImagePassword;
  return words.noLogin;
}

function internetOf(raw: Raw, words: Words): string {
  const out = Number(raw.InternetMaxBandwidthOut ?? 0);
  return out === 0 ? words.noBandwidth : words.bandwidth(out, raw.InternetChargeType === 'PayByBandwidth');
}

function summaryOf(machine: MachineState, tags: number, words: Words): string {
  const { keyPairName } = machine.login;
  return [
    keyPairName === '' ? words.noKey : words.key(keyPairName),
    ...(machine.script ? [words.hasScript] : []),
    words.diskCount(machine.disks.length),
    words.tagCount(tags),
  ].join(' · ');
}
