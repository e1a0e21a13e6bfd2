import type { DiskState, MachineState } from '../../state.ts';

/** One row of the instances table. */
export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly type: string;
  readonly zone: string;
  readonly publicIps: readonly string[];
  readonly privateIps: readonly string[];
  /** What is below the row when it is opened: a label and what it says. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** The same in a few words. */
  readonly summary: string;
  readonly disks: readonly DiskState[];
}

type Raw = Readonly<Record<string, unknown>>;

/** Reads what DescribeInstances shows of an instance, and what it is inside. */
export function readInstance(raw: Raw): Instance {
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
    facts: machine ? factsOf(raw, machine) : [],
    summary: machine ? summaryOf(machine, tagsOf(raw).length) : '',
    disks: machine?.disks ?? [],
  };
}

function addresses(holder: unknown): string[] {
  const list = (holder as { IpAddress?: unknown } | undefined)?.IpAddress;
  return Array.isArray(list) ? list.map(String) : [];
}

function factsOf(raw: Raw, machine: MachineState): Instance['facts'] {
  const { script, ramRoleName, hardened, tokens } = machine;
  const credits = String(raw.CreditSpecification ?? '');
  return [
    ['Login', loginOf(machine)],
    ['Host name', String(raw.HostName ?? '')],
    ['Image', String(raw.ImageId ?? '')],
    ['RAM role', ramRoleName || 'none'],
    ['Tags', tagsOf(raw).join(', ') || 'none'],
    ['Release protection', raw.DeletionProtection === true ? 'on' : 'off'],
    ['Metadata', tokens === 'required' ? 'only with a token (v2)' : 'also without a token (v1)'],
    ['Security hardening', hardened ? 'on' : 'off'],
    ['Internet', internetOf(raw)],
    ['Resource group', String(raw.ResourceGroupId || 'default')],
    ['Deployment set', String(raw.DeploymentSetId || 'none')],
    ...(credits === '' ? [] : [['CPU credits', credits] as const]),
    ['Start script', script ? scriptSays(script) : 'none'],
  ];
}

function tagsOf(raw: Raw): string[] {
  const { Tag: list } = (raw.Tags ?? {}) as { Tag?: readonly { TagKey: string; TagValue: string }[] };
  return (list ?? []).map(({ TagKey, TagValue }) => (TagValue === '' ? TagKey : `${TagKey}=${TagValue}`));
}

/** How one gets in now and, where a change waits for a restart, then. */
export function loginOf({ login }: MachineState): string {
  const { keyPairName, keyInside } = login;
  const now = keyInside === '' ? withoutKey(login) : `key pair ${keyInside}`;
  if (keyPairName === keyInside) return now;
  const then = keyPairName === '' ? withoutKey(login) : `key pair ${keyPairName}`;
  return `${then} from the next start on; until then ${now}`;
}

function withoutKey({ password, imageHasPassword }: MachineState['login']): string {
  if (password === 'own') return 'password that was set for it';
  if (password === 'inherited' && imageHasPassword) return 'password of the image';
  if (password === 'inherited') return 'password of the image, which has none';
  return 'no key pair and no password';
}

function scriptSays({ bytes, sha256, firstLine }: NonNullable<MachineState['script']>): string {
  const first = firstLine === '' ? '' : `, begins ${firstLine}`;
  return `${bytes.toLocaleString('en')} bytes${first}, SHA-256 ${sha256}`;
}

function internetOf(raw: Raw): string {
  const out = Number(raw.InternetMaxBandwidthOut ?? 0);
  if (out === 0) return 'no bandwidth bought';
  return `${out} Mbit/s out, ${raw.InternetChargeType === 'PayByBandwidth' ? 'paid by bandwidth' : 'paid by traffic'}`;
}

function summaryOf(machine: MachineState, tags: number): string {
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  const { keyPairName } = machine.login;
  return [
    keyPairName === '' ? 'no key pair' : `key pair ${keyPairName}`,
    ...(machine.script ? ['start script'] : []),
    count(machine.disks.length, 'disk'),
    count(tags, 'tag'),
  ].join(' · ');
}
