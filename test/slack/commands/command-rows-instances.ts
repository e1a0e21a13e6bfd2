import { type Cell, type CommandRows, LEFT_OVER, type Row } from './command-row.ts';
import { CLOUD_ID, type Facts, ID, type State } from './command-stage.ts';

const radio = (value: string) => ({
  mode: { mode: { type: 'radio_buttons', selected_option: { text: { type: 'plain_text', text: value }, value } } },
});
const name = (value: string) => ({ name: { name: { type: 'plain_text_input', value } } });
const ordered =
  (what: string) =>
  ({ instance: before }: Facts, { instance: after }: Facts): boolean =>
    before?.order?.what !== what && after?.order?.what === what && after.outcome === null;
const leaseMoved = ({ instance: before }: Facts, { instance: after }: Facts): boolean =>
  before?.lease?.endsAt !== after?.lease?.endsAt;

/** Of start, stop, restart and release: the same words are wrong for all of them. */
const POWER_WRONG: readonly Row[] = [
  { typed: 'web-9', says: 'web-9' },
  { typed: 'web-1 web-2', says: 'Not found: `web-2`' },
  { typed: 'web-8 web-9', says: 'so nothing was done' },
  { typed: 'nothing-*', says: 'No match: `nothing-*`' },
  { typed: '<!channel>', says: '<!channel>' },
];

const BEING_CREATED: Cell = ['hasn’t been created yet'];
const NEVER: Cell = ['was never created'];

const field = (id: string, element: object) => ({ [id]: { [id]: element } });
const ordersChange = ({ instance: before }: Facts, { instance: after }: Facts): boolean =>
  !before?.attributes && (after?.attributes?.left.length ?? 0) > 0;

const LEASE_STATES: Readonly<Record<State, Cell>> = {
  Pending: ['New auto-release of', 'changes'],
  Starting: ['New auto-release of', 'changes'],
  Running: ['New auto-release of', 'changes'],
  Stopping: ['New auto-release of', 'changes'],
  Stopped: ['New auto-release of', 'changes'],
  'being created': BEING_CREATED,
  'never created': NEVER,
  released: ['is already gone'],
};

/** Of the commands that act on an instance. */
export const INSTANCE_ROWS: Readonly<Record<string, CommandRows>> = {
  show: {
    rights: 'anyone',
    right: [
      { typed: ID, says: 'Private IP' },
      { typed: 'web-1', says: 'Private IP' },
      { typed: 'cn-hangzhou/web-1', says: 'Private IP' },
      { typed: 'foreign-1', says: 'not created by this bot' },
      { typed: '`R-7k3mz9q2xa`', says: /web-1.*show r-7k3mz9q2xa-1.*history r-7k3mz9q2xa/ },
    ],
    wrong: [
      { typed: 'r-7k3mz9q2xb', says: 'No instance “r-7k3mz9q2xb” was found' },
      { typed: 'web-9', says: 'No instance “web-9” was found' },
      { typed: 'web', says: 'Did you mean one of these?' },
      { typed: 'web-1 web-2', says: LEFT_OVER },
      { typed: '*', says: 'isn’t an instance’s ID or name' },
    ],
    missing: { typed: '', says: 'Which one? Choose it here, or type its name: /ecs show' },
    states: {
      Pending: ['*Pending*'],
      Starting: ['*Starting*'],
      Running: ['*Running*'],
      Stopping: ['*Stopping*'],
      Stopped: ['*Stopped*'],
      'being created': ['It’s being created'],
      'never created': ['Alibaba Cloud doesn’t list it'],
      released: ['Alibaba Cloud doesn’t list it'],
    },
  },
  connect: {
    rights: 'owner',
    right: [
      { typed: ID, says: `ali-instance-cli session --instance ${CLOUD_ID}` },
      { typed: 'web-1', says: 'Open terminal' },
      { typed: 'foreign-1', by: 'an admin', says: 'The bot didn’t create it' },
    ],
    wrong: [
      { typed: 'web-9', says: 'web-9' },
      { typed: 'web-1 web-2', says: LEFT_OVER },
      { typed: 'foreign-1', says: 'The bot didn’t create this instance' },
    ],
    missing: { typed: '', says: 'Which one? Choose it here, or type its name: /ecs connect' },
    states: {
      Pending: ['still starting'],
      Starting: ['still starting'],
      Running: ['Open terminal'],
      Stopping: ['It’s stopping'],
      Stopped: ['It’s stopped'],
      'being created': ['hasn’t been created yet'],
      'never created': ['It was never created'],
      released: ['It was released'],
    },
  },
  start: {
    rights: 'owner',
    right: [{ typed: ID, says: /a start of|is already running/ }],
    wrong: POWER_WRONG,
    missing: { typed: '', says: 'None of your instances fits /ecs start right now' },
    states: {
      Pending: ['a start of', 'changes'],
      Starting: ['a start of', 'changes'],
      Running: ['is already running'],
      Stopping: ['a start of', 'changes'],
      Stopped: ['a start of', 'changes'],
      'being created': BEING_CREATED,
      'never created': NEVER,
      released: ['is gone: it was released'],
    },
  },
  stop: {
    rights: 'owner',
    right: [
      { typed: ID, says: 'a stop of', sends: radio('StopCharging'), changes: ordered('stop') },
      { typed: 'web-1', says: 'It costs the same', sends: radio('KeepCharging'), changes: ordered('stop') },
    ],
    wrong: POWER_WRONG,
    missing: { typed: '', says: 'Which one? Choose it here, or type its name: /ecs stop' },
    states: {
      Pending: ['a stop of', 'changes'],
      Starting: ['a stop of', 'changes'],
      Running: ['a stop of', 'changes'],
      Stopping: ['a stop of', 'changes'],
      Stopped: ['is already stopped'],
      'being created': BEING_CREATED,
      'never created': NEVER,
      released: ['is gone: it was released'],
    },
  },
  restart: {
    rights: 'owner',
    right: [{ typed: ID, says: 'a restart of', sends: {}, changes: ordered('restart') }],
    wrong: POWER_WRONG,
    missing: { typed: '', says: 'Which one? Choose it here, or type its name: /ecs restart' },
    states: {
      Pending: ['a restart of', 'changes'],
      Starting: ['a restart of', 'changes'],
      Running: ['a restart of', 'changes'],
      Stopping: ['a restart of', 'changes'],
      Stopped: ['a restart of', 'changes'],
      'being created': BEING_CREATED,
      'never created': NEVER,
      released: ['is gone: it was released'],
    },
  },
  release: {
    rights: 'owner',
    right: [
      {
        typed: ID,
        says: 'the release of',
        sends: name('web-1'),
        changes: ordered('release'),
      },
    ],
    wrong: [...POWER_WRONG, { typed: ID, sends: name('web-2'), says: 'Type web-1 to release it' }],
    missing: { typed: '', says: 'Which one? Choose it here, or type its name: /ecs release' },
    states: {
      Pending: ['the release of', 'changes'],
      Starting: ['the release of', 'changes'],
      Running: ['the release of', 'changes'],
      Stopping: ['the release of', 'changes'],
      Stopped: ['the release of', 'changes'],
      'being created': BEING_CREATED,
      'never created': NEVER,
      released: ['is gone: it was released'],
    },
  },
  adopt: {
    rights: 'owner',
    right: [
      { typed: ID, says: 'was created by this bot, so there is nothing to adopt' },
      {
        typed: 'foreign-1',
        by: 'an admin',
        says: 'was adopted and now has a card',
        changes: (before, after) => before.foreign === null && after.foreign !== null,
      },
    ],
    wrong: [
      { typed: 'web-9', says: 'web-9' },
      { typed: 'web-1 web-2', says: LEFT_OVER },
      { typed: 'foreign-1', says: 'The bot didn’t create this instance' },
    ],
    missing: { typed: '', says: '/ecs adopt needs <id or name>' },
    states: {
      Pending: ['was created by this bot'],
      Starting: ['was created by this bot'],
      Running: ['was created by this bot'],
      Stopping: ['was created by this bot'],
      Stopped: ['was created by this bot'],
      'being created': ['was created by this bot'],
      'never created': ['was created by this bot'],
      released: ['was created by this bot'],
    },
  },
  'auto-renew': {
    rights: 'owner',
    charge: 'prepaid',
    right: [{ typed: `${ID} off`, says: 'auto-renew' }],
    wrong: [
      { typed: 'web-9 on', says: 'web-9' },
      { typed: `${ID} perhaps`, says: 'is neither on nor off' },
      { typed: `${ID} on now`, says: LEFT_OVER },
    ],
    missing: { typed: ID, says: '/ecs auto-renew needs on|off' },
    states: {
      Pending: ['auto-renew'],
      Starting: ['auto-renew'],
      Running: ['auto-renew'],
      Stopping: ['auto-renew'],
      Stopped: ['auto-renew'],
      'being created': ['hasn’t been created yet'],
      'never created': ['was never created'],
      released: ['is gone'],
    },
  },
  renew: {
    rights: 'owner',
    charge: 'prepaid',
    right: [{ typed: `${ID} 1m`, says: 'Paid until' }],
    wrong: [
      { typed: 'web-9 1m', says: 'web-9' },
      { typed: `${ID} soon`, says: '“soon” isn’t a period' },
      { typed: `${ID} 1m now`, says: '“1m now” isn’t a period' },
    ],
    missing: { typed: ID, says: '/ecs renew needs <1m|6m|1y|2w>' },
    states: {
      Pending: ['Paid until'],
      Starting: ['Paid until'],
      Running: ['Paid until'],
      Stopping: ['Paid until'],
      Stopped: ['Paid until'],
      'being created': ['hasn’t been created yet'],
      'never created': ['was never created'],
      released: ['is gone'],
    },
  },
  extend: {
    rights: 'owner',
    right: [
      { typed: ID, says: 'New auto-release of', changes: leaseMoved },
      { typed: `${ID} 12h`, says: 'New auto-release of', changes: leaseMoved },
    ],
    wrong: [
      { typed: 'web-9', says: 'web-9' },
      { typed: `${ID} 2x`, says: 'isn’t a duration' },
      { typed: `${ID} soon`, says: 'Not found: `soon`' },
      { typed: `${ID} 2d now`, says: LEFT_OVER },
      { typed: `${ID} web-9 2d now`, says: LEFT_OVER },
      { typed: `${ID} web-9 2x`, says: 'isn’t a duration' },
      { typed: `${ID} 40d`, says: 'can be set for 30 days from now at the latest' },
    ],
    missing: { typed: '', says: 'Which one? Choose it here, or type its name: /ecs extend' },
    states: LEASE_STATES,
  },
  lease: {
    rights: 'owner',
    right: [{ typed: `${ID} 2d`, says: 'New auto-release of', changes: leaseMoved }],
    wrong: [
      { typed: 'web-9 2d', says: 'web-9' },
      { typed: `${ID} never`, says: 'is neither a duration nor none' },
      { typed: `${ID} 10m`, says: '1 hour from now at the earliest' },
      { typed: `${ID} none`, says: 'only admins can remove it' },
    ],
    missing: { typed: ID, says: '/ecs lease needs <7d|none>' },
    states: LEASE_STATES,
  },
  set: {
    rights: 'owner',
    right: [
      { typed: `${ID} name=web-2`, says: 'name web-1 → web-2', changes: ordersChange },
      { typed: 'web-1 tag:team=payments tag:env=dev', says: 'tags team=payments, env=dev', changes: ordersChange },
      { typed: 'web-1 protection=on', says: /release protection on.*it’s still released on/su, changes: ordersChange },
      { typed: 'web-1 owner=@priya', says: /owner.*<@U07PRIYARA4>/su, changes: ordersChange },
      { typed: 'web-1 owner=U07PRIYARA4', says: 'owner', changes: ordersChange },
      { typed: 'web-1 name=web-1', says: 'already is that way' },
      { typed: 'web-1 disk=100', says: /system disk 40 → 100 GiB.*CNY 0\.06 more per hour/su },
      { typed: 'web-1 disk=100 price=CNY0.059', says: 'The price has changed' },
      { typed: 'web-1 disk2=essd_pl0:50,name=logs', says: /new disk2, 50 GiB ESSD PL0.*names no price/su },
      { typed: `${ID} disk=100 price=CNY0.06`, says: 'system disk 40 → 100 GiB', changes: ordersChange },
      {
        typed: 'web-1',
        says: 'name web-1 → web-2',
        sends: {
          ...field('attribute_name', { type: 'plain_text_input', value: 'web-2' }),
          ...field('attribute_tags', { type: 'plain_text_input', value: 'team=data' }),
          ...field('attribute_owner', { type: 'users_select', selected_user: 'U07PRIYARA4' }),
        },
        changes: ordersChange,
      },
      {
        typed: 'web-1',
        says: /system disk 40 → 100 GiB.*CNY 0\.06 more per hour/su,
        sends: field('attribute_disk_system', { type: 'number_input', value: '100' }),
      },
      {
        typed: 'foreign-1 tag:team=web',
        by: 'an admin',
        says: 'tag team=web',
        changes: (before, after) => before.foreign === null && after.foreign !== null,
      },
    ],
    wrong: [
      { typed: 'web-9 name=web-2', says: 'web-9' },
      { typed: 'foreign-1 name=web-2', says: 'The bot didn’t create this instance' },
      { typed: 'web-1 web-2', says: 'doesn’t say what to change' },
      { typed: 'web-1 nmae=web-2', says: 'Did you mean name=…?' },
      { typed: 'web-1 image=ubuntu', says: 'can’t be changed here' },
      { typed: 'web-1 type=ecs.g7.xlarge', says: 'in the ECS console' },
      { typed: 'web-1 disk=essd_pl1', says: 'isn’t a size' },
      { typed: 'web-1 disk=40', says: 'already has 40 GiB' },
      { typed: 'web-1 disk=39 price=CNY1', says: 'disks can only grow' },
      { typed: 'web-1 disk=2049', says: '2,048 GiB at most' },
      { typed: 'web-1 disk3=100', says: 'no data disk' },
      { typed: 'web-1 disk2=essd_pl2:20', says: /disk2.*461/su },
      { typed: 'web-1 disk=100 name=web-2', says: 'with a command of their own' },
      { typed: 'foreign-1 disk=100', says: 'The bot didn’t create this instance' },
      { typed: 'web-1 name=', says: 'has no value' },
      { typed: 'web-1 name=1', says: 'isn’t a valid name' },
      { typed: 'web-1 protection=maybe', says: 'is neither on nor off' },
      { typed: 'web-1 owner=@nobody', says: 'isn’t a person' },
      { typed: 'web-1 owner=U07TOMBECK6', says: 'can only go to a full member of this workspace' },
      { typed: 'web-1 tag:ecs-chatops:request=x', says: 'ecs-chatops:request' },
      { typed: 'web-1 tag:acs:x=', says: 'acs:x' },
    ],
    missing: { typed: '', says: 'Which one? Choose it here, or type its name: /ecs set' },
    states: {
      Pending: ['name web-1 → web-2', 'changes'],
      Starting: ['name web-1 → web-2', 'changes'],
      Running: ['name web-1 → web-2', 'changes'],
      Stopping: ['name web-1 → web-2', 'changes'],
      Stopped: ['name web-1 → web-2', 'changes'],
      'being created': BEING_CREATED,
      'never created': NEVER,
      released: ['is already gone'],
    },
  },
};
