import type { Status } from '../instance/instance.ts';
import type { Login } from '../option/options.ts';
import type { IpVersion } from '../security-group/inbound-rule.ts';
import type { Site } from '../spec/charge.ts';

/** The known facts of a server that somebody wants to log in to. */
export interface Server {
  readonly region: string;
  /** Null while it has none, and if it was never created. */
  readonly cloudId: string | null;
  /** `Unknown`: nobody has seen it yet, or the cloud names another state. `gone`: released. */
  readonly status: Status | 'Unknown' | 'creating' | 'never' | 'gone';
  /** Whether the status is current, not that of an earlier look. */
  readonly isFresh: boolean;
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  /**
   * One of its IPv6 addresses. Its VPC reaches it, and the internet only if IPv6 internet bandwidth is on for it, which ECS does not
   * tell. Source: Alibaba Cloud, "What is an IPv6 gateway?".
   */
  readonly ipv6: string | null;
  readonly os: 'linux' | 'windows';
  /** Who logs in to Linux by SSH. */
  readonly user: 'root' | 'ecs-user';
  /** `none`: neither key nor password was set. `unknown`: the bot did not create it. */
  readonly login: Login | 'none' | 'unknown';
  /** Whether its key pair is another one than it was created with. */
  readonly isRebound: boolean;
  /** The site of its account; null when unknown. */
  readonly site: Site | null;
}

/** One way to log in. None contains a secret: people sign in as themselves, or have the key. */
export type Way =
  /** Workbench, in the browser. */
  | { readonly way: 'terminal'; readonly site: Site; readonly url: string }
  /** `key`: the name of the key pair; null for the image's password, or when unknown. */
  | { readonly way: 'ssh'; readonly version: IpVersion; readonly line: string; readonly key: string | null }
  | { readonly way: 'rdp'; readonly version: IpVersion; readonly address: string; readonly user: string }
  /** Session Manager: needs no public address, no open port and no key. */
  | { readonly way: 'session'; readonly line: string }
  /** Session Manager forwards Remote Desktop to a port of the person's own machine. */
  | { readonly way: 'forward'; readonly line: string; readonly address: string };

/** What prevents every way (`creating` … `stopped`), or some. */
export type Obstacle =
  | 'creating'
  | 'never'
  | 'gone'
  | 'starting'
  | 'stopping'
  | 'stopped'
  /** ssh and RDP work only from inside its network. */
  | 'privateOnly'
  /** The same, but for its IPv6 address. */
  | 'noPublicIpv4'
  | 'noAddress'
  | 'noKey'
  | 'noPassword'
  /** Its key pair was bound later, and works only after a restart. */
  | 'rebound'
  /** Unknown whether it has a key or a password. */
  | 'unknownLogin'
  /** The cloud could not be asked; this is the state at the last look. */
  | 'lastSeen';

export interface WaysIn {
  readonly ways: readonly Way[];
  readonly obstacles: readonly Obstacle[];
}

const SHUT: Readonly<Partial<Record<Server['status'], Obstacle>>> = {
  creating: 'creating',
  never: 'never',
  gone: 'gone',
  Pending: 'starting',
  Starting: 'starting',
  Stopping: 'stopping',
  Stopped: 'stopped',
};

/** The ways to log in, the easiest first, and what prevents logging in. */
export function waysIn(server: Server): WaysIn {
  const { cloudId, status, isFresh } = server;
  const seen: readonly Obstacle[] = isFresh || status === 'gone' || status === 'never' ? [] : ['lastSeen'];
  const shut = SHUT[status];
  if (shut !== undefined) return { ways: [], obstacles: [shut, ...(shut === 'creating' ? [] : seen)] };
  if (cloudId === null) return { ways: [], obstacles: ['creating'] };
  const direct = server.os === 'windows' ? byDesktop(server) : byShell(server);
  const forward = server.os === 'windows' && server.publicIp === null ? [forwardOf(cloudId)] : [];
  return {
    ways: [...terminals(server, cloudId), ...direct.ways, ...forward, sessionOf(cloudId)],
    obstacles: [...direct.obstacles, ...seen],
  };
}

/** With an unknown site, both links are offered: the wrong one only asks to sign in. */
const terminals = ({ region, site }: Server, cloudId: string): readonly Way[] =>
  (site === null ? (['china', 'international'] as const) : [site]).map((one) => ({
    way: 'terminal',
    site: one,
    url: `${WORKBENCH[one]}&instanceType=ecs&regionId=${encodeURIComponent(region)}&instanceId=${encodeURIComponent(cloudId)}`,
  }));

const WORKBENCH: Readonly<Record<Site, string>> = {
  china: 'https://ecs-workbench.aliyun.com/?from=EcsConsole',
  international: 'https://ecs-workbench.alibabacloud.com/?from=ecs',
};

interface Address {
  readonly version: IpVersion;
  readonly address: string;
}

/** Where a server is reached directly, and from where it is not. */
function addressesOf({ publicIp, privateIp, ipv6 }: Server): {
  readonly addresses: readonly Address[];
  readonly obstacles: readonly Obstacle[];
} {
  const v4 = publicIp ?? privateIp;
  const addresses: readonly Address[] = [
    ...(v4 === null ? [] : [{ version: 'IPv4', address: v4 } as const]),
    ...(ipv6 === null ? [] : [{ version: 'IPv6', address: ipv6 } as const]),
  ];
  if (publicIp !== null) return { addresses, obstacles: [] };
  // The private address is the last that somebody tries who has another one.
  return {
    addresses: addresses.toReversed(),
    obstacles: [ipv6 !== null ? 'noPublicIpv4' : v4 !== null ? 'privateOnly' : 'noAddress'],
  };
}

function byShell(server: Server): WaysIn {
  const { login, user, isRebound } = server;
  // ssh needs a key or a password.
  if (login === 'none' || (typeof login === 'object' && login.kind === 'session'))
    return { ways: [], obstacles: ['noKey'] };
  const { addresses, obstacles } = addressesOf(server);
  if (addresses.length === 0) return { ways: [], obstacles };
  const key = typeof login === 'object' && login.kind === 'keyPair' ? login.name : null;
  return {
    ways: addresses.map(({ version, address }) => ({ way: 'ssh', version, line: `ssh ${user}@${address}`, key })),
    obstacles: [...obstacles, ...(isRebound ? (['rebound'] as const) : []), ...unknownOf(login)],
  };
}

/** Windows ignores key pairs, so only a password works. */
function byDesktop(server: Server): WaysIn {
  const { login } = server;
  const hasPassword = login === 'unknown' || (typeof login === 'object' && login.kind === 'image');
  const password: readonly Obstacle[] = hasPassword ? unknownOf(login) : ['noPassword'];
  const { addresses, obstacles } = addressesOf(server);
  return {
    ways: addresses.map(({ version, address }) => ({
      way: 'rdp',
      version,
      // Without brackets and port, its last group could be read as a port.
      address: version === 'IPv6' ? `[${address}]:3389` : address,
      user: 'Administrator',
    })),
    obstacles: [...obstacles, ...password],
  };
}

const unknownOf = (login: Server['login']): readonly Obstacle[] => (login === 'unknown' ? ['unknownLogin'] : []);

const sessionOf = (cloudId: string): Way => ({
  way: 'session',
  line: `ali-instance-cli session --instance ${cloudId}`,
});

const forwardOf = (cloudId: string): Way => ({
  way: 'forward',
  line: `ali-instance-cli portforward --instance ${cloudId} --local-port 13389 --remote-port 3389`,
  address: 'localhost:13389',
});
