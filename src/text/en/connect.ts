import type { Obstacle } from '../../core/connect/ways-in.ts';
import type { Site } from '../../core/spec/charge.ts';

const SITES: Readonly<Record<Site, string>> = { china: 'aliyun.com', international: 'alibabacloud.com' };

/** How to log in to an instance. Its name, addresses and lines to copy are put beside these words by the Slack side. */
export const connect = {
  button: 'Connect',
  open: 'Open terminal',
  /** Where it is not known of which site the account is. */
  openAt: (site: Site): string => `Open terminal (${SITES[site]})`,
  terminalMeans: 'The terminal opens in your browser, where you sign in to Alibaba Cloud as yourself.',
  whichSite: 'Use the site that your Alibaba Cloud account belongs to.',
  /** Before a line to copy. */
  way: {
    ssh: 'SSH',
    rdp: 'Remote Desktop (RDP)',
    session: 'Session Manager',
    forward: 'Remote Desktop through Session Manager',
  },
  key: (name: string): string => `key pair ${name}`,
  user: (name: string): string => `user ${name}`,
  /** Followed by an address. */
  thenOpen: 'then open',
  /** What each way needs. */
  needs: {
    ssh: 'SSH needs port 22 of the security group open to your address. Some images log in as ecs-user instead of root.',
    rdp: 'RDP needs port 3389 of the security group open to your address.',
    session:
      'Session Manager needs no key and no open port: only ali-instance-cli on your computer with your own credentials, and Cloud Assistant Agent on the instance, which Alibaba Cloud’s public images have.',
  },
  obstacle: {
    creating: 'It hasn’t been created yet. Follow it on its card, and check again once it’s Running.',
    never: 'It was never created, so there is nothing to connect to.',
    gone: 'It was released, so there is nothing to connect to.',
    starting: 'It’s still starting. Check again in a minute.',
    stopping: 'It’s stopping. Start it once it has stopped.',
    stopped: 'It’s stopped. Start it, then connect.',
    privateOnly:
      'It has no public IP: its private IP can be reached only from inside its network, for example over a VPN. From elsewhere use the terminal or Session Manager.',
    noAddress: 'No IP address of it is known yet. Use the terminal or Session Manager.',
    noKey:
      'It was created without a key pair or password, so SSH lets nobody in. Use the terminal or Session Manager, or attach a key pair in the ECS console and restart it.',
    noPassword:
      'Windows asks for Administrator’s password, and the bot never sets one. Reset it in the ECS console if you don’t have it.',
    unknownLogin: 'The bot didn’t create it, so it can’t say which key pair or password it has. See the ECS console.',
    lastSeen: 'Alibaba Cloud couldn’t be reached right now, so this is how the bot last saw it.',
  } satisfies Record<Obstacle, string>,
  start: 'Start',
  again: 'Check again',
  show: 'Show',
  /** In the thread and the direct message when it runs; followed by a line to copy. */
  getIn: 'Log in:',
  /** For many. */
  each: 'To log in to one, send /ecs connect with its name.',
};
