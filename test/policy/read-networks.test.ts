import { expect, test } from 'vitest';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { mistakesIn } from './reading.ts';

const STAGING = `networks:
  staging: { region: cn-hangzhou, vSwitches: [vsw-a, vsw-b], securityGroups: [sg-a], default: true }
`;

test('a network is read with what is usual where nothing is said', () => {
  const read = readPolicy(
    `${STAGING}  live:\n    region: cn-hangzhou\n    vSwitches: [vsw-c]\n    securityGroups: [sg-b]\n    about: what customers see\n    channels: [C07PLATFRM2, dm]\n`,
  );
  expect(read.ok && read.value.networks).toEqual({
    line: 1,
    value: [
      {
        ...{ name: 'staging', region: 'cn-hangzhou', vSwitches: ['vsw-a', 'vsw-b'], groups: ['sg-a'] },
        ...{ about: null, channels: 'any', isUsual: true },
      },
      {
        ...{ name: 'live', region: 'cn-hangzhou', vSwitches: ['vsw-c'], groups: ['sg-b'] },
        ...{ about: 'what customers see', channels: ['C07PLATFRM2', 'dm'], isUsual: false },
      },
    ],
  });
});

test.each([
  ['networks: {}\n', 'line 1: networks allows nothing. Name at least one network, or leave networks out to allow all.'],
  ['networks: [staging]\n', 'line 1: networks must be a mapping: lines of "key: value".'],
  [
    'networks:\n  Staging: { region: cn-hangzhou, vSwitches: [vsw-a], securityGroups: [sg-a] }\n',
    'line 2: "Staging" isn’t a valid network name. Use lowercase letters, digits, and -, at most 40 characters.',
  ],
  [
    'networks:\n  a: { vSwitches: [vsw-a], securityGroups: [sg-a] }\n',
    'line 2: The network a needs region, such as cn-hangzhou.',
  ],
  ['networks:\n  a: { region: r, securityGroups: [sg-a] }\n', 'line 2: The network a needs vSwitches: a list of IDs.'],
  ['networks:\n  a: { region: r, vSwitches: [vsw-a] }\n', 'line 2: The network a needs securityGroups: a list of IDs.'],
  [
    'networks:\n  a: { region: r, vSwitches: [], securityGroups: [sg-a] }\n',
    'line 2: vSwitches needs at least one ID, such as vsw-bp1s5fnvk4gn2tws03624.',
  ],
  [
    'networks:\n  a:\n    region: r\n    vSwitches:\n      - sg-a\n    securityGroups: [sg-a]\n',
    'line 5: "sg-a" isn’t a valid ID. Copy the ID from the console; it looks like vsw-bp1s5fnvk4gn2tws03624.',
  ],
  [
    'networks:\n  a: { region: r, vSwitches: [vsw-a, vsw-a], securityGroups: [sg-a] }\n',
    'line 2: vsw-a is listed twice. Keep one.',
  ],
  [
    'networks:\n  a: { region: r, vSwitches: [vsw-a], securityGroups: [sg-a], usual: true }\n',
    'line 2: "usual" isn’t a key of the network a. The keys are region, vSwitches, securityGroups, about, default, channels.',
  ],
  [
    'networks:\n  a: { region: r, vSwitches: [vsw-a], securityGroups: [sg-a], default: yes }\n',
    'line 2: default is yes. Set it to true or false.',
  ],
  [
    'networks:\n  a: { region: r, vSwitches: [vsw-a], securityGroups: [sg-a], channels: [general] }\n',
    'line 2: "general" isn’t a Slack channel ID. Copy the ID from the end of the channel’s details; it looks like C07ABCDEF12. "dm" means direct messages.',
  ],
  [
    `networks:\n  a: { region: r, vSwitches: [vsw-a], securityGroups: [sg-a], about: ${'x'.repeat(61)} }\n`,
    'line 2: about is too long. Use at most 60 characters on one line.',
  ],
  [
    `${STAGING}  other: { region: cn-hangzhou, vSwitches: [vsw-b], securityGroups: [sg-a] }\n`,
    'line 3: vsw-b with sg-a is in the networks staging and other. Keep it in one.',
  ],
  [
    `${STAGING}  other: { region: cn-hangzhou, vSwitches: [vsw-x], securityGroups: [sg-a], default: true }\n`,
    'line 3: The networks staging and other are both the default of cn-hangzhou. Keep one.',
  ],
])('%s', (text, mistake) => {
  expect(mistakesIn(text)).toContain(mistake);
});

test.each([
  ['network: stagin', 'line 5: There is no network stagin under networks. Use one of staging.'],
  [
    'network: staging, region: cn-beijing',
    'line 5: The network staging is in cn-hangzhou, not in cn-beijing. Change the region or the network.',
  ],
  ['VSwitchId: vsw-x', 'line 5: vsw-x: not in any network under networks. Add it to one, or choose another.'],
  [
    'vswitch: vsw-a, SecurityGroupId: sg-x',
    'line 5: vsw-a, sg-x: not in any network under networks. Add it to one, or choose another.',
  ],
  [
    'network: staging, group: sg-x',
    'line 5: sg-x: not in any network under networks. Add it to one, or choose another.',
  ],
])('a preset that says %s is a mistake', (preset, mistake) => {
  expect(mistakesIn(`${STAGING}presets:\n  web:\n    { ${preset} }\n`)).toEqual([mistake]);
});

test('a preset may name a network, its ids, or what only the cloud explains', () => {
  for (const preset of [
    'network: staging',
    'vswitch: vsw-b, group: sg-a',
    'vswitch: office-h',
    'region: hangzhou, network: staging',
  ])
    expect(mistakesIn(`${STAGING}presets:\n  web: { ${preset} }\n`)).toEqual([]);
  expect(mistakesIn('presets:\n  web: { network: staging }\n')).toEqual([
    'line 2: There is no network staging: the policy has no networks. Add it under networks.',
  ]);
});

test('what is required is held against channels that there can be, direct messages too', () => {
  expect(mistakesIn('required:\n  - { fields: [purpose], channels: ["#web"] }\n')).toEqual([
    expect.stringContaining('"#web" isn’t a Slack channel ID.'),
  ]);
  expect(mistakesIn('required:\n  - { fields: [purpose], channels: [dm, C07WEBTEAM3] }\n')).toEqual([]);
});
