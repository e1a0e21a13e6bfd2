import { expect, test } from 'vitest';
import { specHash } from '../../../src/core/approval/approval.ts';
import { optionsIn } from '../../../src/core/option/option-fields.ts';
import { fieldOf, meaningOf } from '../../../src/core/option/parameter-names.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { NOTHING_KNOWN } from '../../../src/core/spec/choices.ts';
import { draftOf, readCreateArguments } from '../../../src/core/spec/presets.ts';
import type { Draft, Field, InstanceSpec } from '../../../src/core/spec/spec.ts';
import { judgeDraft } from '../../../src/core/spec/spec-judge.ts';
import { readDraft } from '../../../src/core/spec/spec-parse.ts';
import { createParams } from '../../../src/ecs/calls/create-params.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { historyMessage } from '../../../src/slack/request/history-message.ts';
import { optionBlocks } from '../../../src/slack/request/option-blocks.ts';
import { en } from '../../../src/text/en.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { zh } from '../../../src/text/zh.ts';
import { replay, visibleOf } from '../../support/replay.ts';
import { CHOICES, CONTENT, SCRIPT, WHOLE } from './order.ts';

type Sent = ReturnType<typeof createParams>;

const PREPAID: Partial<Sent> = { instanceChargeType: 'PrePaid', autoRenew: true };

/** As somebody types it, as a preset says it in the API's words, what the cloud is sent, and what people read. */
const PARAMETERS: readonly (readonly [typed: string, preset: string, sent: Partial<Sent>, en: string, zh: string])[] = [
  [
    'key=ines-laptop',
    'KeyPairName: ines-laptop',
    { keyPairName: 'ines-laptop' },
    'Key pair ines-laptop',
    '密钥对 ines-laptop',
  ],
  ['login=image', 'PasswordInherit: true', { passwordInherit: true }, 'The image’s own password', '镜像预设密码'],
  ['login=session', 'login: session', { keyPairName: undefined }, 'Session Manager, no key', '会话管理，无密钥'],
  ['script=docker', 'UserData: docker', { userData: undefined }, 'docker (', 'docker（'],
  [
    'tag:team=web',
    'Tag: [{ Key: team, Value: web }]',
    { tag: [{ key: 'team', value: 'web' }] },
    'team=web',
    'team=web',
  ],
  [
    'disk2=essd_pl0:100',
    'DataDisk: [{ Category: cloud_essd, PerformanceLevel: PL0, Size: 100 }]',
    { dataDisk: [{ category: 'cloud_essd', performanceLevel: 'PL0', size: 100, deleteWithInstance: true }] },
    '100 GiB ESSD PL0',
    'ESSD PL0 云盘 100 GiB',
  ],
  ['host=web-1', 'HostName: web-1', { hostName: 'web-1' }, 'Host name: web-1', '主机名：web-1'],
  [
    'about="a web server"',
    'Description: a web server',
    { description: 'a web server' },
    'a web server',
    'a web server',
  ],
  [
    'traffic=bandwidth',
    'InternetChargeType: PayByBandwidth',
    { internetChargeType: 'PayByBandwidth' },
    'By bandwidth',
    '按固定带宽',
  ],
  ['groups=sg-2', 'SecurityGroupIds: [sg-1, sg-2]', {}, 'More security groups: sg-2', '其他安全组：sg-2'],
  [
    'encrypted=on kmskey=0e478b7a-4262',
    'SystemDisk.Encrypted: true\n    SystemDisk.KMSKeyId: 0e478b7a-4262',
    {},
    'System disk encryption: On',
    '系统盘加密：开启',
  ],
  ['ipv6=2', 'Ipv6AddressCount: 2', {}, 'IPv6 addresses per instance: 2', '每台 IPv6 地址数：2'],
  [
    'inbound=8',
    'InternetMaxBandwidthIn: 8',
    { internetMaxBandwidthIn: 8 },
    'Inbound bandwidth (Mbit/s): 8',
    '入方向带宽（Mbit/s）：8',
  ],
  [
    'ip=172.16.0.10',
    'PrivateIpAddress: 172.16.0.10',
    { privateIpAddress: '172.16.0.10' },
    '172.16.0.10',
    '172.16.0.10',
  ],
  [
    'protect=on',
    'DeletionProtection: true',
    { deletionProtection: true },
    'Release protection: On',
    '实例释放保护：开启',
  ],
  ['lease=8h', 'AutoReleaseTime: 8h', {}, 'Auto-release: 8 hours after it first runs', '自动释放：从首次运行起 8 小时'],
  ['lease=none', 'lease: none', {}, 'Auto-release: Off', '自动释放：关闭'],
  [
    'role=EcsReader',
    'RamRoleName: EcsReader',
    { ramRoleName: 'EcsReader' },
    'RAM role: EcsReader',
    'RAM 角色：EcsReader',
  ],
  [
    'resourcegroup=rg-bp67acfmxazb4ph0',
    'ResourceGroupId: rg-bp67acfmxazb4ph0',
    { resourceGroupId: 'rg-bp67acfmxazb4ph0' },
    'Resource group: rg-',
    '资源组：rg-',
  ],
  [
    'deploymentset=ds-bp1brhwhoqinyjd6 deploymentgroup=2',
    'DeploymentSetId: ds-bp1brhwhoqinyjd6\n    DeploymentSetGroupNo: 2',
    { deploymentSetId: 'ds-bp1brhwhoqinyjd6', deploymentSetGroupNo: 2 },
    'ds-bp1brhwhoqinyjd6, group 2',
    'ds-bp1brhwhoqinyjd6，分组 2',
  ],
  [
    'credit=standard type=t6-c1m2.large',
    'InstanceType: ecs.t6-c1m2.large\n    CreditSpecification: Standard',
    { creditSpecification: 'Standard', instanceType: 'ecs.t6-c1m2.large' },
    'CPU credits: Standard',
    'CPU 积分：Standard',
  ],
  [
    'hardening=on',
    'SecurityEnhancementStrategy: Active',
    { securityEnhancementStrategy: 'Active' },
    'Security hardening: Active',
    '安全加固：Active',
  ],
  [
    'metadata=off',
    'HttpEndpoint: disabled',
    { httpEndpoint: 'disabled' },
    'Instance metadata: Off',
    '实例元数据：关闭',
  ],
  [
    'tokens=required',
    'HttpTokens: required',
    { httpTokens: 'required' },
    'Required (IMDSv2 only)',
    '必须（仅 IMDSv2）',
  ],
  [
    'hops=2',
    'HttpPutResponseHopLimit: 2',
    { httpPutResponseHopLimit: 2 },
    'Metadata hop limit: 2',
    '元数据跳数上限：2',
  ],
  [
    'charge=spot spothours=0',
    'SpotStrategy: SpotAsPriceGo\n    SpotDuration: 0',
    { spotStrategy: 'SpotAsPriceGo', spotDuration: 0 },
    'Spot: protected hours: 0',
    '抢占式保护时长：0',
  ],
  [
    'charge=spot reclaim=stop',
    'SpotStrategy: SpotAsPriceGo\n    SpotInterruptionBehavior: Stop',
    { spotStrategy: 'SpotAsPriceGo', spotInterruptionBehavior: 'Stop' },
    'Stopped in economical mode',
    '节省停机',
  ],
  [
    'charge=prepaid period=12m renew=on renewperiod=1m',
    'InstanceChargeType: PrePaid\n    Period: 12\n    AutoRenew: true\n    AutoRenewPeriod: 1',
    { ...PREPAID, period: 12, periodUnit: 'Month', autoRenewPeriod: 1 },
    'auto-renews for 1 month at a time',
    '自动续费，每次 1 个月',
  ],
  [
    'charge=prepaid period=3w renew=on auto_renew_period=2',
    'charge: prepaid\n    period: 3w\n    renew: on\n    renewperiod: 2 weeks',
    { ...PREPAID, period: 3, periodUnit: 'Week', autoRenewPeriod: 2 },
    'auto-renews for 2 weeks at a time',
    '自动续费，每次 2 周',
  ],
  [
    'diskname=root',
    'SystemDisk: { DiskName: root }',
    { systemDisk: { category: 'cloud_essd', size: 40, performanceLevel: 'PL1', diskName: 'root' } },
    'System disk name: root',
    '系统盘名称：root',
  ],
  [
    'diskabout="the root"',
    'SystemDisk.Description: the root',
    { systemDisk: { category: 'cloud_essd', size: 40, performanceLevel: 'PL1', description: 'the root' } },
    'the root',
    'the root',
  ],
];

/** The words of a command as the bot takes them. */
const wordsOf = (typed: string): readonly string[] =>
  [...typed.matchAll(/([\w:]+)=(?:"([^"]*)"|(\S+))/gu)].map(([, key, quoted, bare]) => `${key}=${quoted ?? bare}`);

function specOf(draft: Draft): InstanceSpec {
  const read = readDraft({ ...WHOLE, ...draft }, { ...NOTHING_KNOWN, ...CHOICES }, {}, [SCRIPT]);
  expect(read.problems).toEqual([]);
  const judged = judgeDraft(read.draft, CHOICES, [SCRIPT]);
  if (!judged.ok) throw new Error(JSON.stringify(judged.error));
  return judged.value.spec;
}

const sent = (spec: InstanceSpec): Sent =>
  JSON.parse(JSON.stringify(createParams({ spec, clientToken: 't', tags: [] })));

const bare = specOf({});

const FILES = new Map([['docker.sh', CONTENT]]);

test.each(PARAMETERS)(
  '%s: typed and in a preset it is sent, bound, stored and shown',
  (typed, preset, params, english, chinese) => {
    const order = readCreateArguments(wordsOf(typed), { drafts: new Map() }, null);
    expect(order.problems).toEqual([]);
    const spec = specOf(order.draft);
    const policy = readPolicy(`userData:\n  docker: docker.sh\npresets:\n  p:\n    ${preset}\n`, FILES);
    if (!policy.ok) throw new Error(JSON.stringify(policy.error));
    expect(specOf(policy.value.presets.get('p') ?? {})).toEqual(spec);

    expect(sent(spec)).toEqual({ ...sent(bare), ...JSON.parse(JSON.stringify(params)) });
    expect(specHash(spec, 1)).not.toBe(specHash(bare, 1));

    const made = requestOf(spec);
    const replayed = replay(made.events);
    expect(replayed).toEqual(visibleOf(made.request, made.instances));
    expect(replayed?.spec).toEqual(spec);
    // Asked for once more it is the same.
    expect(specOf(draftOf(made.request))).toEqual(spec);

    for (const [text, words] of [
      [en, english],
      [zh, chinese],
    ] as const) {
      const card = [...renderCard(made.request, made.instances, text).blocks, ...optionBlocks(made.request, text, 256)];
      expect(JSON.stringify(card)).toContain(words);
      const history = {
        request: made.request,
        instance: null,
        events: made.events.map((event, n) => ({ ...event, seq: n + 1, hash: '' })),
        earlier: 0,
        lacksFirst: false,
        archived: false,
      };
      expect(JSON.stringify(historyMessage(history, text).blocks)).toContain(words);
    }
  },
);

test('whatever can be said of an order is in the table', () => {
  const said = PARAMETERS.flatMap(([typed]) =>
    Object.keys(optionsIn(readCreateArguments(wordsOf(typed), { drafts: new Map() }, null).draft)),
  );
  expect([...new Set([...said, 'purpose'])].toSorted()).toEqual(Object.keys(en.options.label).toSorted());
});

function requestOf(spec: InstanceSpec) {
  return newRequest({
    requestId: 'r-1',
    spec,
    amount: 1,
    origin: 'view:V1',
    requester: 'U1',
    team: 'T1',
    channel: 'C1',
    at: 1,
    approval: null,
    quote: null,
    clientTokens: ['t1'],
  } as never);
}

test('who decides reads every disk to its end, however many there are and whatever they are called', () => {
  const names = Array.from({ length: 16 }, (_, n) => `disk-${n}-${'x'.repeat(100)}`);
  const disks = names.map((name) => `essd_pl0:100,name=${name},keep`).join('\n');
  const { request } = requestOf(specOf({ disks }));
  const texts = optionBlocks(request, en, 256).map((block) =>
    block.type === 'section' ? (block.text?.text ?? '') : '',
  );
  expect(names.filter((name) => !texts.join('\n').includes(name))).toEqual([]);
  expect(texts.filter((text) => text.length > 3_000)).toEqual([]);
});

test.each(['en', 'zh'] as const)(
  'what the form calls a field in one word is understood as its key (%s)',
  (language) => {
    const { label } = TEXTS[language].modal;
    const words = (Object.entries(label) as [Field, string][])
      .map(([field, said]) => [field, said.replace(/\s*[（(].*$/u, '')] as const)
      .filter(([, said]) => !/\s/u.test(said));
    expect(words.length).toBeGreaterThan(5);
    expect(words.filter(([field, said]) => fieldOf(meaningOf(said)) !== field)).toEqual([]);
  },
);
