import { serverOf } from '../../../core/connect/server-of.ts';
import type { CloudInstance } from '../../../core/instance/cloud-instance.ts';
import type { FoundInstance } from '../../../core/instance/found-instance.ts';
import type { Instance } from '../../../core/instance/instance.ts';
import type { Site } from '../../../core/spec/charge.ts';
import { type ChecksShown, checksMessage, connectMessage } from '../../../slack/instance/connect-message.ts';
import type { Text } from '../../../text/en.ts';
import { type Sample, sampleInstance, sampleRequest } from '../samples.ts';
import { sampleCloud } from './instances.ts';

const ME = 'U07INESCAR5';
const REQUEST = sampleRequest(3, { card: { channel: 'C07GENERAL1', ts: '1763890200.000100' } });
const OWN = sampleInstance(REQUEST, 1, 'running');
const others = (over: Partial<CloudInstance>): FoundInstance => ({ cloud: sampleCloud(over), own: null });

const WELL: ChecksShown = { ports: { IPv4: { is: 'world', but: null } }, agent: 'ok' };
const UNCHECKED: ChecksShown = { ports: { IPv4: 'unchecked' }, agent: 'unchecked' };

/** The answers of `/ecs connect`. */
export function connectSamples(text: Text): Sample[] {
  const login = { kind: 'keyPair', name: 'ines-laptop' } as const;
  const own: Instance = { ...OWN, spec: { ...OWN.spec, login } };
  const says = (found: FoundInstance, site: Site | null = 'china', checks: ChecksShown = WELL, owner?: string) => {
    const pairs = owner === undefined ? null : [{ name: login.name, owner }];
    return connectMessage(found, serverOf(found, site), checks, text, { user: ME, pairs }).blocks;
  };
  const of = (over: Partial<CloudInstance>, checks: ChecksShown = WELL, owner?: string) =>
    says({ cloud: sampleCloud({ keyPair: login.name, ...over }), own }, 'china', checks, owner);
  const windows = { os: 'Windows Server 2022', system: 'windows', keyPair: '' } as const;
  const office = { is: 'some', sources: ['203.0.113.0/24', '198.51.100.7/32'], more: false, but: null } as const;
  const ipv6 = ['2408:4005:316:a00:1:2:3:4'];
  const guests = { sources: ['203.0.113.128/25'], more: true };
  return [
    ['connect: running, with a key pair', of({})],
    ['connect: running, with a key pair of one’s own', of({}, WELL, ME)],
    ['connect: running, with a key pair of somebody else', of({}, WELL, 'U07LENAHOF1')],
    ['connect: another key pair was bound to it', of({ keyPair: 'ops-2026' })],
    ['connect: ecs-user logs in', of({ loginUser: 'ecs-user' })],
    ['connect: without a key pair', says({ cloud: sampleCloud(), own: OWN })],
    ['connect: without a public address', of({ publicIp: null })],
    [
      'connect: IPv6 beside a public address',
      of({ ipv6 }, { ports: { IPv4: office, IPv6: { is: 'world', but: null } }, agent: 'ok' }),
    ],
    [
      'connect: IPv6 without a public address',
      of({ publicIp: null, ipv6 }, { ports: { IPv4: office, IPv6: { is: 'closed' } }, agent: 'ok' }),
    ],
    [
      'connect: Windows with IPv6, without the agent',
      of({ ...windows, publicIp: null, ipv6 }, { ports: { IPv4: 'unchecked', IPv6: 'unchecked' }, agent: 'missing' }),
    ],
    ['connect: Windows', of({ ...windows, publicIp: null }, { ports: { IPv4: { is: 'closed' } }, agent: 'ok' })],
    ['connect: being checked', of({}, 'checking')],
    ['connect: open to some, the agent is old', of({}, { ports: { IPv4: office }, agent: 'old' })],
    ['connect: open to everyone but some', of({}, { ports: { IPv4: { is: 'world', but: guests } }, agent: 'ok' })],
    ['connect: open to some but a part of them', of({}, { ports: { IPv4: { ...office, but: guests } }, agent: 'ok' })],
    [
      'connect: open to some and lists, the agent is silent',
      of({}, { ports: { IPv4: { ...office, more: true } }, agent: 'silent' }),
    ],
    ['connect: closed, without the agent', of({}, { ports: { IPv4: { is: 'closed' } }, agent: 'missing' })],
    ['connect: nothing could be checked', of({}, { ports: { IPv4: 'unchecked' }, agent: 'unchecked' })],
    ['connect: the key pair was taken away', of({ keyPair: '' }, { ports: {}, agent: 'ok' })],
    [
      'connect: what was checked after the answer',
      checksMessage(
        { cloud: sampleCloud({}), own },
        serverOf({ cloud: sampleCloud({ keyPair: login.name }), own }, 'china'),
        { ports: { IPv4: office }, agent: 'missing' },
        text,
      ).blocks,
    ],
    ['connect: of others, the site is not known', says(others({}), null)],
    ['connect: the cloud does not answer', says({ cloud: null, own, why: 'late' }, 'china', UNCHECKED)],
    ['connect: no address is known', of({ publicIp: null, privateIp: null })],
    ['connect: starting', of({ status: 'Starting' })],
    ['connect: stopping', of({ status: 'Stopping' })],
    ['connect: stopped and locked', of({ status: 'Stopped', publicIp: null, locks: ['financial'] })],
    ['connect: released', says({ cloud: null, own, why: 'gone' })],
    ['connect: never created', says({ cloud: null, own: { ...own, cloudId: null }, why: 'gone' })],
    ['connect: being created', says({ cloud: null, own: sampleInstance(REQUEST, 2, 'creating'), why: 'notYet' })],
  ];
}
