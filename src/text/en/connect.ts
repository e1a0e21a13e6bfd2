import type { Sources } from '../../core/connect/live-checks.ts';
import type { Obstacle } from '../../core/connect/ways-in.ts';
import type { IpVersion } from '../../core/security-group/inbound-rule.ts';
import type { Site } from '../../core/spec/charge.ts';

const SITES: Readonly<Record<Site, string>> = { china: 'aliyun.com', international: 'alibabacloud.com' };

/** The first of the sources; `left`: how many ranges are not named. */
export interface SourcesSaid extends Sources {
  readonly left: number;
}

/** `version` only where the other one is spoken of too. */
export interface PortSaid {
  readonly number: number;
  readonly version: IpVersion | null;
}

const named = ({ number, version }: PortSaid): string => (version === null ? `${number}` : `${number} (${version})`);

const listed = ({ sources, left, more }: SourcesSaid): string =>
  [
    ...sources,
    ...(left === 0 ? [] : [`${left} more ${left === 1 ? 'range' : 'ranges'}`]),
    ...(more ? ['prefix lists or other security groups'] : []),
  ].join(', ');

/** What to do where a port is closed. @param hasSession false if Session Manager is known not to work */
const other = (hasSession: boolean): string =>
  hasSession ? 'use the terminal or Session Manager' : 'have a rule for your address added in the ECS console';

/** How to log in to an instance. The Slack side adds its name, addresses and lines to copy. */
export const connect = {
  button: 'Connect',
  open: 'Open terminal',
  /** If the account's site is unknown. */
  openAt: (site: Site): string => `Open terminal (${SITES[site]})`,
  terminalMeans:
    'The terminal opens in your browser, where you sign in to Alibaba Cloud with your RAM user. If you have none, ask the account’s administrator.',
  whichSite: 'Use the site that your Alibaba Cloud account belongs to.',
  /** Before a line to copy. */
  way: {
    ssh: 'SSH',
    rdp: 'Remote Desktop (RDP)',
    session: 'Session Manager',
    forward: 'Remote Desktop through Session Manager',
  },
  /** One of these, to an IPv6 address. */
  byIpv6: (way: string): string => `${way} over IPv6`,
  key: (name: string): string => `key pair ${name}`,
  /** Before the same line with `-i FILE`. */
  keyFile: {
    yours: (name: string): string =>
      `If SSH doesn’t find your private key of ${name}, write where it’s saved in place of FILE:`,
    notYours: (name: string): string =>
      `${name} belongs to somebody else. To use its private key, write where it’s saved in place of FILE:`,
    anybodys: (name: string): string =>
      `If SSH doesn’t find the private key of ${name}, write where it’s saved in place of FILE:`,
  },
  user: (name: string): string => `user ${name}`,
  /** Followed by an address. */
  thenOpen: 'then open',
  /** What each way needs. */
  needs: {
    ssh: 'SSH needs port 22 of the security group open to your address. If this user is refused, try root or ecs-user.',
    rdp: 'RDP needs port 3389 of the security group open to your address.',
    session:
      'Session Manager needs no key and no open port: only ali-instance-cli on your computer with your own credentials, Cloud Assistant Agent on the instance, which Alibaba Cloud’s public images have, and Session Manager turned on in the account.',
    ipv6: 'IPv6 works inside its VPC. From the internet it needs IPv6 on your side, and IPv6 internet bandwidth for this address, which the VPC console shows under IPv6 Gateway.',
  },
  obstacle: {
    creating: 'It hasn’t been created yet. Follow it on its card, and check again once it’s Running.',
    never: 'It was never created, so there is nothing to connect to. See its card for the reason.',
    gone: 'It was released, so there is nothing to connect to. /ecs list shows your instances.',
    starting: 'It’s still starting. Check again in a minute.',
    stopping: 'It’s stopping. Start it once it has stopped.',
    stopped: 'It’s stopped. Start it, then connect.',
    privateOnly:
      'It has no public IP: its private IP can be reached only from inside its network, for example over a VPN. From elsewhere use the terminal or Session Manager.',
    noPublicIpv4:
      'It has no public IPv4 address: its private IP can be reached only from inside its network, for example over a VPN. From elsewhere use its IPv6 address if it has internet bandwidth, or the terminal or Session Manager.',
    noAddress: 'No IP address of it is known yet. Use the terminal or Session Manager.',
    noKey:
      'It has no key pair, and the bot sets no password, so SSH lets nobody in. Use the terminal or Session Manager, or attach a key pair in the ECS console and restart it. Before you create the next one, add your key: /ecs key add',
    noPassword:
      'Windows asks for Administrator’s password, and the bot never sets one. Reset it in the ECS console if you don’t have it.',
    rebound:
      'This key pair was bound after the instance was created, which takes effect at a restart. If SSH refuses the key, restart it.',
    unknownLogin: 'The bot didn’t create it and doesn’t know its key pair or password. See the ECS console.',
    lastSeen: 'Alibaba Cloud couldn’t be reached right now, so this is how the bot last saw it.',
  } satisfies Record<Obstacle, string>,
  /** The same where Session Manager is known not to work, so that nobody is sent there. */
  withoutSession: {
    privateOnly:
      'It has no public IP: its private IP can be reached only from inside its network, for example over a VPN.',
    noPublicIpv4:
      'It has no public IPv4 address: its private IP can be reached only from inside its network, for example over a VPN. From elsewhere use its IPv6 address if it has internet bandwidth.',
    noAddress: 'No IP address of it is known yet. Check again in a minute.',
    noKey:
      'It has no key pair, and the bot sets no password, so SSH lets nobody in. Attach a key pair in the ECS console and restart it. Before you create the next one, add your key: /ecs key add',
  } satisfies Partial<Record<Obstacle, string>>,
  /** While the cloud is asked about the port and the agent. */
  checking: (port: number): string => `Checking port ${port} and Cloud Assistant Agent…`,
  port: {
    world: (port: PortSaid): string => `Port ${named(port)} is open to everyone.`,
    worldBut: (port: PortSaid, but: SourcesSaid, hasSession: boolean): string =>
      `Port ${named(port)} is open to everyone except ${listed(but)}. From there ${other(hasSession)}.`,
    some: (port: PortSaid, who: SourcesSaid, but: SourcesSaid | null, hasSession: boolean): string =>
      `Port ${named(port)} is open to ${listed(who)} only${but === null ? '' : `, but not to ${listed(but)}`}. From elsewhere ${other(hasSession)}.`,
    closed: (port: PortSaid, hasSession: boolean): string =>
      `Port ${named(port)} is closed: its security group lets nobody in there. ${hasSession ? 'Use the terminal or Session Manager, or have' : 'Have'} a rule for your address added in the ECS console.`,
    unchecked: (port: PortSaid, hasSession: boolean): string =>
      `Couldn’t check who port ${named(port)} is open to. If you can’t get in there, ${other(hasSession)}.`,
  },
  agent: {
    ok: 'Cloud Assistant Agent is running and new enough for Session Manager.',
    old: 'Cloud Assistant Agent is too old for Session Manager. Upgrade it in the ECS console (ECS Cloud Assistant).',
    silent:
      'Cloud Assistant Agent isn’t answering, so Session Manager may not work. It needs a minute after a start; if this continues, restart the instance or reinstall the agent in the ECS console.',
    missing:
      'Cloud Assistant Agent isn’t installed, so Session Manager doesn’t work. Install it in the ECS console (ECS Cloud Assistant) and restart the instance.',
    unchecked: 'Couldn’t check whether Cloud Assistant Agent is running, which Session Manager needs.',
  },
  /** Above the checks that follow the first answer. */
  checked: (name: string): string => `Checked how to get into ${name}`,
  start: 'Start',
  again: 'Check again',
  show: 'Show',
  /** To pick one of several. */
  pick: 'Connect to…',
  pickShow: 'Show one…',
  /** Below a list of more instances than Slack's list can hold. */
  firstOf: (shown: number, words: string): string =>
    `Only the first ${shown} can be picked here. For the others, send for example /ecs ${words}.`,
  /** In the thread and the direct message of a running instance; followed by a line to copy. */
  getIn: 'Log in:',
  /** Beside that line, if it may not work for its reader. */
  only: {
    noPassword: 'no password is set, Connect says what to do',
    inside: 'from inside its network only, Connect shows other ways',
    somebody: (port: number): string => `port ${port} wasn’t open to everyone when requested, Connect checks it`,
  },
  /** For many instances. */
  each: 'To log in to one, send /ecs connect with its name.',
};
