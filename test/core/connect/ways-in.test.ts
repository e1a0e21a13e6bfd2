import { describe, expect, test } from 'vitest';
import { serverOf, siteOf } from '../../../src/core/connect/server-of.ts';
import { type Server, waysIn } from '../../../src/core/connect/ways-in.ts';
import { asKnown } from '../../../src/core/instance/found-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { sampleQuote } from '../../../src/sandbox/gallery/samples.ts';
import { anInstance, aSpec } from '../../store/samples.ts';

const ID = 'i-2ze4f8h1k5';
const KEY = { kind: 'keyPair', name: 'ines-laptop' } as const;
const SESSION = `ali-instance-cli session --instance ${ID}`;

const server = (over: Partial<Server> = {}): Server => ({
  region: 'cn-beijing',
  cloudId: ID,
  status: 'Running',
  isFresh: true,
  publicIp: '47.93.12.11',
  privateIp: '172.16.0.4',
  ipv6: null,
  os: 'linux',
  user: 'root',
  login: KEY,
  isRebound: false,
  site: 'china',
  ...over,
});

/** `way: what is copied or opened`, without the terminal. */
const direct = (over: Partial<Server>) =>
  waysIn(server(over)).ways.flatMap((way) =>
    way.way === 'terminal' ? [] : [way.way === 'rdp' ? `${way.user}@${way.address}` : way.line],
  );

test('the terminal is that of the account’s site, and both where the site is not known', () => {
  const urls = (site: Server['site']) =>
    waysIn(server({ site })).ways.flatMap((way) => (way.way === 'terminal' ? [way.url] : []));
  const china = `https://ecs-workbench.aliyun.com/?from=EcsConsole&instanceType=ecs&regionId=cn-beijing&instanceId=${ID}`;
  const other = `https://ecs-workbench.alibabacloud.com/?from=ecs&instanceType=ecs&regionId=cn-beijing&instanceId=${ID}`;
  expect(urls('china')).toEqual([china]);
  expect(urls('international')).toEqual([other]);
  expect(urls(null)).toEqual([china, other]);
});

const IPV6 = '2408:4005:316:a00:1:2:3:4';
const FORWARD = `ali-instance-cli portforward --instance ${ID} --local-port 13389 --remote-port 3389`;

test.each([
  ['a key pair', {}, ['ssh root@47.93.12.11', SESSION], []],
  ['the image’s password', { login: { kind: 'image' } }, ['ssh root@47.93.12.11', SESSION], []],
  ['another key pair than at first', { isRebound: true }, ['ssh root@47.93.12.11', SESSION], ['rebound']],
  ['an image whose user is not root', { user: 'ecs-user' }, ['ssh ecs-user@47.93.12.11', SESSION], []],
  ['no login was asked for', { login: 'none' }, [SESSION], ['noKey']],
  ['Session Manager alone', { login: { kind: 'session' } }, [SESSION], ['noKey']],
  ['no public address', { publicIp: null }, ['ssh root@172.16.0.4', SESSION], ['privateOnly']],
  ['IPv6 too', { ipv6: IPV6 }, ['ssh root@47.93.12.11', `ssh root@${IPV6}`, SESSION], []],
  [
    'IPv6 and no public IPv4 address',
    { publicIp: null, ipv6: IPV6 },
    [`ssh root@${IPV6}`, 'ssh root@172.16.0.4', SESSION],
    ['noPublicIpv4'],
  ],
  ['IPv6 alone', { publicIp: null, privateIp: null, ipv6: IPV6 }, [`ssh root@${IPV6}`, SESSION], ['noPublicIpv4']],
  ['IPv6 without a key', { ipv6: IPV6, login: 'none' }, [SESSION], ['noKey']],
  ['no address at all', { publicIp: null, privateIp: null }, [SESSION], ['noAddress']],
  [
    'no address at all, where the login is no question yet',
    { publicIp: null, privateIp: null, login: 'unknown', isRebound: true },
    [SESSION],
    ['noAddress'],
  ],
  ['of others', { login: 'unknown' }, ['ssh root@47.93.12.11', SESSION], ['unknownLogin']],
  ['the cloud is silent', { isFresh: false }, ['ssh root@47.93.12.11', SESSION], ['lastSeen']],
  ['Windows with a key pair', { os: 'windows' }, ['Administrator@47.93.12.11', SESSION], ['noPassword']],
  ['Windows', { os: 'windows', login: { kind: 'image' } }, ['Administrator@47.93.12.11', SESSION], []],
  [
    'Windows without a public address',
    { os: 'windows', login: { kind: 'image' }, publicIp: null },
    ['Administrator@172.16.0.4', FORWARD, SESSION],
    ['privateOnly'],
  ],
  [
    'Windows with IPv6 and no public IPv4 address',
    { os: 'windows', login: { kind: 'image' }, publicIp: null, ipv6: IPV6 },
    [`Administrator@[${IPV6}]:3389`, 'Administrator@172.16.0.4', FORWARD, SESSION],
    ['noPublicIpv4'],
  ],
] as const satisfies readonly (readonly [string, Partial<Server>, readonly string[], readonly string[]])[])(
  '%s',
  (_name, over, ways, obstacles) => {
    expect(direct(over)).toEqual(ways);
    expect(waysIn(server(over)).obstacles).toEqual(obstacles);
  },
);

test.each([
  ['Stopped', 'stopped'],
  ['Stopping', 'stopping'],
  ['Starting', 'starting'],
  ['Pending', 'starting'],
  ['creating', 'creating'],
  ['never', 'never'],
  ['gone', 'gone'],
] as const)('nobody gets into what is %s', (status, obstacle) => {
  expect(waysIn(server({ status }))).toEqual({ ways: [], obstacles: [obstacle] });
});

describe('from the row alone', () => {
  const own = (over: Partial<Instance> = {}) =>
    anInstance('r-1', 1, {
      cloudId: ID,
      outcome: 'reached',
      observed: { status: 'Running', at: 1 },
      publicIp: '47.93.12.11',
      privateIp: '172.16.0.4',
      spec: aSpec({ region: 'cn-beijing', imageId: 'ubuntu_24_04_x64_20G_alibase_20260915.vhd', login: KEY }),
      ...over,
    });
  const of = (over: Partial<Instance>) => serverOf(asKnown(own(over)), 'china');

  test('it is what was last seen', () => {
    expect(of({})).toEqual(server({ isFresh: false }));
  });

  test.each([
    ['being created', { cloudId: null, observed: null, outcome: null }, 'creating'],
    ['accepted', { observed: null, outcome: null }, 'creating'],
    ['never created', { cloudId: null, observed: null, outcome: 'failed' }, 'never'],
    ['released', { wanted: 'released' }, 'gone'],
    ['stopped', { observed: { status: 'Stopped', at: 1 } }, 'Stopped'],
  ] as const satisfies readonly (readonly [string, Partial<Instance>, Server['status']])[])(
    '%s',
    (_name, over, status) => {
      expect(of(over).status).toBe(status);
    },
  );

  test.each([
    ['win2022_21H2_x64_dtc_en-us_40G_alibase_20260815.vhd', 'windows'],
    ['m-windows-base', 'windows'],
    ['darwin_like_linux', 'linux'],
    ['centos_7_9_x64_20G_alibase_20240628.vhd', 'linux'],
  ])('the image %s is of %s', (imageId, os) => {
    expect(of({ spec: aSpec({ imageId }) }).os).toBe(os);
  });

  test('an image family is read as well, and what was taken over says nothing of its login', () => {
    expect(of({ spec: aSpec({ imageId: '', imageFamily: 'acs:windows_2022' }) }).os).toBe('windows');
    expect(of({ adopted: true }).login).toBe('unknown');
    expect(of({ spec: aSpec() }).login).toBe('none');
  });
});

test('what the cloud says now counts before the row, an address that is gone too', () => {
  const cloud = sampleCloud({
    cloudId: ID,
    os: 'Windows Server 2022',
    system: 'windows',
    publicIp: null,
    ipv6: [IPV6, '2408:4005:316:a00:1:2:3:5'],
    status: 'Stopped',
  });
  const found = { cloud, own: anInstance('r-1', 1, { publicIp: '47.93.12.11' }) };
  const seen = { os: 'windows', publicIp: null, ipv6: IPV6, status: 'Stopped', isFresh: true };
  expect(serverOf(found, null)).toMatchObject(seen);
});

test('the site is that of the price’s currency', () => {
  const quote = sampleQuote(1);
  expect(siteOf(quote)).toBe('china');
  expect(siteOf({ ...quote, price: { ...quote.price, currency: 'USD' } })).toBe('international');
  expect([siteOf(null), siteOf(undefined)]).toEqual([null, null]);
});

test('ssh needs the key that is named with it, and none where it is a password or not known', () => {
  const keyOf = (login: Server['login']) =>
    waysIn(server({ login })).ways.flatMap((way) => (way.way === 'ssh' ? [way.key] : []));
  expect([keyOf(KEY), keyOf({ kind: 'image' }), keyOf('unknown'), keyOf('none')]).toEqual([
    ['ines-laptop'],
    [null],
    [null],
    [],
  ]);
});

test('what prevents every way is said alone, with the age of what is known where that matters', () => {
  const obstacles = (over: Partial<Server>) => waysIn(server({ isFresh: false, ...over })).obstacles;
  expect([obstacles({ status: 'gone' }), obstacles({ status: 'never' }), obstacles({ status: 'creating' })]).toEqual([
    ['gone'],
    ['never'],
    ['creating'],
  ]);
  expect(obstacles({ status: 'Stopped' })).toEqual(['stopped', 'lastSeen']);
  expect(waysIn(server({ cloudId: null }))).toEqual({ ways: [], obstacles: ['creating'] });
});

test('Windows without an address or a known password says both', () => {
  const windows = (over: Partial<Server>) => waysIn(server({ os: 'windows', ...over })).obstacles;
  const none = { publicIp: null, privateIp: null } as const;
  expect([windows({ ...none, login: 'unknown' }), windows({ login: 'unknown' }), windows(none)]).toEqual([
    ['noAddress', 'unknownLogin'],
    ['unknownLogin'],
    ['noAddress', 'noPassword'],
  ]);
});

test('what the cloud shows or certainly does not is fresh, and what only the store knows is not', () => {
  const own = anInstance('r-1', 1, { cloudId: ID, outcome: 'reached', observed: null });
  const at = (why: 'notYet' | 'gone' | 'late', over: Partial<Instance> = {}) => {
    const { status, isFresh } = serverOf({ cloud: null, own: { ...own, ...over }, why }, null);
    return [status, isFresh];
  };
  expect([at('gone'), at('late'), at('notYet', { cloudId: null, outcome: null })]).toEqual([
    ['gone', true],
    ['Unknown', false],
    ['creating', true],
  ]);
  expect([at('late', { outcome: null }), at('late', { cloudId: null, outcome: 'failed' })]).toEqual([
    ['creating', false],
    ['never', false],
  ]);
});
