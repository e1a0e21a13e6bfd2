import { expect, test } from 'vitest';
import { mistakeLine, readPolicy } from '../../src/policy/read-policy.ts';

const mistakes = (text: string): readonly string[] => {
  const read = readPolicy(text);
  return read.ok ? [] : read.error.map(mistakeLine);
};

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
  ['networks: {}\n', 'line 1: networks allows nothing. Name at least one, or leave networks out.'],
  ['networks: [staging]\n', 'line 1: networks must be a mapping: lines of "key: value".'],
  [
    'networks:\n  Staging: { region: cn-hangzhou, vSwitches: [vsw-a], securityGroups: [sg-a] }\n',
    'line 2: "Staging" cannot name a network. Use small letters, digits and -, at most 40.',
  ],
  [
    'networks:\n  a: { vSwitches: [vsw-a], securityGroups: [sg-a] }\n',
    'line 2: The network a needs region, such as cn-hangzhou.',
  ],
  ['networks:\n  a: { region: r, securityGroups: [sg-a] }\n', 'line 2: The network a needs vSwitches: a list of ids.'],
  ['networks:\n  a: { region: r, vSwitches: [vsw-a] }\n', 'line 2: The network a needs securityGroups: a list of ids.'],
  [
    'networks:\n  a: { region: r, vSwitches: [], securityGroups: [sg-a] }\n',
    'line 2: vSwitches needs at least one id, such as vsw-bp1s5fnvk4gn2tws03624.',
  ],
  [
    'networks:\n  a:\n    region: r\n    vSwitches:\n      - sg-a\n    securityGroups: [sg-a]\n',
    'line 5: "sg-a" is no id. It looks like vsw-bp1s5fnvk4gn2tws03624; the console shows it.',
  ],
  [
    'networks:\n  a: { region: r, vSwitches: [vsw-a, vsw-a], securityGroups: [sg-a] }\n',
    'line 2: vsw-a is named twice.',
  ],
  [
    'networks:\n  a: { region: r, vSwitches: [vsw-a], securityGroups: [sg-a], usual: true }\n',
    'line 2: "usual" is not a key of the network a. The keys are region, vSwitches, securityGroups, about, default, channels.',
  ],
  [
    'networks:\n  a: { region: r, vSwitches: [vsw-a], securityGroups: [sg-a], default: yes }\n',
    'line 2: default is yes. Set it to true or false.',
  ],
  [
    'networks:\n  a: { region: r, vSwitches: [vsw-a], securityGroups: [sg-a], channels: [general] }\n',
    'line 2: "general" is not a Slack channel id. An id looks like C07ABCDEF12: it stands at the end of the channel\'s details. "dm" means direct messages.',
  ],
  [
    `networks:\n  a: { region: r, vSwitches: [vsw-a], securityGroups: [sg-a], about: ${'x'.repeat(61)} }\n`,
    'line 2: about has at most 60 characters on one line.',
  ],
  [
    `${STAGING}  other: { region: cn-hangzhou, vSwitches: [vsw-b], securityGroups: [sg-a] }\n`,
    'line 3: vsw-b with sg-a is in the networks staging and other. Leave it in one.',
  ],
  [
    `${STAGING}  other: { region: cn-hangzhou, vSwitches: [vsw-x], securityGroups: [sg-a], default: true }\n`,
    'line 3: The networks staging and other are both the default of cn-hangzhou. Keep one.',
  ],
])('%s', (text, mistake) => {
  expect(mistakes(text)).toContain(mistake);
});

test.each([
  ['network: stagin', 'line 5: There is no network stagin under networks. There are staging.'],
  ['network: staging, region: cn-beijing', 'line 5: The network staging is in cn-hangzhou, and not in cn-beijing.'],
  ['VSwitchId: vsw-x', 'line 5: vsw-x: no network under networks has that.'],
  ['vswitch: vsw-a, SecurityGroupId: sg-x', 'line 5: vsw-a, sg-x: no network under networks has that.'],
  ['network: staging, group: sg-x', 'line 5: sg-x: no network under networks has that.'],
])('a preset that says %s is a mistake', (preset, mistake) => {
  expect(mistakes(`${STAGING}presets:\n  web:\n    { ${preset} }\n`)).toEqual([mistake]);
});

test('a preset may name a network, its ids, or what only the cloud explains', () => {
  for (const preset of [
    'network: staging',
    'vswitch: vsw-b, group: sg-a',
    'vswitch: office-h',
    'region: hangzhou, network: staging',
  ])
    expect(mistakes(`${STAGING}presets:\n  web: { ${preset} }\n`)).toEqual([]);
  expect(mistakes('presets:\n  web: { network: staging }\n')).toEqual([
    'line 2: There is no network staging: the policy has no networks.',
  ]);
});

test('what is required is held against channels that there can be, direct messages too', () => {
  expect(mistakes('required:\n  - { fields: [purpose], channels: ["#web"] }\n')).toEqual([
    expect.stringContaining('"#web" is not a Slack channel id.'),
  ]);
  expect(mistakes('required:\n  - { fields: [purpose], channels: [dm, C07WEBTEAM3] }\n')).toEqual([]);
});
