import { fail, ok } from '../../core/base/result.ts';
import { FAILURE_KINDS, type Failure } from '../../core/failure/failure.ts';
import type { Observed } from '../../core/instance/instance.ts';
import type { Quote } from '../../core/spec/quote.ts';
import type { LimitState } from '../../ecs/limiter/adaptive-rate.ts';
import type { Right } from '../../ecs/rights/rights.ts';
import { accountFinding, limiterFinding } from '../../slack/doctor/bot-checks.ts';
import { rightsFinding } from '../../slack/doctor/cloud-checks.ts';
import type { Findings } from '../../slack/doctor/examine.ts';
import { finding } from '../../slack/doctor/finding.ts';
import { doctorMessage } from '../../slack/doctor/message.ts';
import { clockFinding, scopesFinding } from '../../slack/doctor/slack-checks.ts';
import { ephemeral } from '../../slack/kit/answer.ts';
import { channelMention, code, moment, mrkdwn } from '../../slack/kit/mrkdwn.ts';
import { BOT_SCOPES, OPTIONAL_SCOPES } from '../../slack/manifest.ts';
import type { FoundAlternatives, Takeable } from '../../slack/request/alternatives.ts';
import {
  alternativesMessage,
  balanceMessage,
  lookMessage,
  permissionMessage,
} from '../../slack/request/next-step-blocks.ts';
import type { Text } from '../../text/en.ts';
import { type Sample, sampleFailure, sampleQuote, sampleRequest } from './samples.ts';

const AT = Date.UTC(2026, 10, 23, 9, 30, 0);

const well = ({ doctor }: Text): Findings => [
  ['connection', finding('good', mrkdwn`${doctor.connection.socket(Date.UTC(2026, 10, 23, 9, 30))}`)],
  ['slackToken', finding('good', mrkdwn`${doctor.token.is('ecs', 'Sandbox Team')}`)],
  ['scopes', scopesFinding([...BOT_SCOPES, ...OPTIONAL_SCOPES], doctor)],
  ['channel', finding('good', mrkdwn`${doctor.channel.member}`)],
  ['clock', clockFinding(400, doctor.clock)],
  ['rights', rightsFinding([right('CreateInstance', { is: 'granted' })], true, 'cn-beijing', doctor)],
  ['account', accountFinding({ is: 'ours', account: { id: '1968132000120001', first: '1968132000120001' } }, doctor)],
  ['limiter', limiterFinding([], AT, doctor)],
  ['store', finding('good', mrkdwn`${doctor.store.is('sqlite', 921_600, 4, '0004-last-request', 3)}`)],
  ['outbox', finding('good', mrkdwn`${doctor.outbox.empty}`)],
  [
    'policy',
    finding(
      'good',
      mrkdwn`${doctor.policy.inForce('b1946ac92492d2347c6235b4d2611184')} ${moment(AT)}${doctor.marks.end}`,
    ),
  ],
  ['networks', finding('good', mrkdwn`${doctor.networks.good(2)}`)],
  ['names', finding('good', mrkdwn`${doctor.names.good}`)],
  ['digest', finding('good', mrkdwn`${doctor.digest.good(2)}`)],
  ['directory', finding('good', mrkdwn`${doctor.directory.good}`)],
];

const throttled: LimitState = {
  api: 'DescribeInstances',
  region: 'cn-beijing',
  fullPerSecond: 10,
  perSecond: 2.5,
  waiting: 4,
  oldestAt: null,
  throttledAt: AT - 5000,
  refused: 12,
  pausedUntil: 0,
};

const ill = ({ doctor }: Text): Findings => [
  ['connection', finding('bad', mrkdwn`${doctor.connection.down}`, doctor.connection.downFix)],
  ['slackToken', finding('unknown', mrkdwn`${doctor.slackSilent('ECONNREFUSED')}`)],
  ['scopes', scopesFinding(['commands', 'chat:write'], doctor)],
  ['account', accountFinding({ is: 'other', stored: '1968132000120001', actual: '1968132000120002' }, doctor)],
  ['channel', finding('bad', mrkdwn`${doctor.channel.closed}`, doctor.channel.closedFix)],
  ['clock', clockFinding(-11 * 60_000, doctor.clock)],
  [
    'rights',
    rightsFinding(
      [
        right('CreateInstance', { is: 'refused', failure: sampleFailure('money') }),
        right('StopInstance', { is: 'missing', principal: '203000000000000001' }),
        right('DeleteInstance', { is: 'missing', principal: '203000000000000001' }),
        right('StartInstance', { is: 'unproven' }),
        right('DescribeZones', { is: 'unknown', failure: sampleFailure('transient') }),
      ],
      true,
      'cn-beijing',
      doctor,
    ),
  ],
  ['limiter', limiterFinding([throttled], AT, doctor)],
  ['store', finding('bad', mrkdwn`${doctor.store.down}`, doctor.store.downFix)],
  ['outbox', finding('unknown', mrkdwn`${doctor.outbox.unreadable}`)],
  ['policy', finding('attention', mrkdwn`${doctor.policy.none}`, doctor.policy.noneFix)],
  [
    'networks',
    finding(
      'bad',
      mrkdwn`${doctor.networks.missing('cn-beijing')} ${code('vsw-2ze8k4m1')}${doctor.marks.end}`,
      doctor.networks.fix,
    ),
  ],
  ['digest', finding('bad', mrkdwn`${doctor.digest.closed} ${channelMention('C07GENERAL1')}`, doctor.digest.fix)],
  ['directory', finding('bad', mrkdwn`${doctor.directory.groups(['S07GROUP01'])}`, doctor.directory.fix)],
];

const SHORT: readonly string[] = ['connection', 'channel', 'store', 'outbox', 'policy'];

/** The answers of `/ecs doctor`, and those of the buttons for failures. */
export function doctorSamples(text: Text): readonly Sample[] {
  const forOthers = ill(text).filter(([check]) => SHORT.includes(check));
  return [
    ['doctor: all is well', doctorMessage(well(text), true, text).blocks],
    ['doctor: much is not', doctorMessage(ill(text), true, text).blocks],
    ['doctor: the short version', doctorMessage(forOthers, false, text).blocks],
    ['doctor: checking', ephemeral(text.doctor.checking).blocks],
    ['doctor: late', ephemeral(text.doctor.late).blocks],
    ...nextStepSamples(text),
  ];
}

function nextStepSamples(text: Text): readonly Sample[] {
  const request = sampleRequest(2);
  const term: Quote = {
    kind: 'term',
    price: { minor: 300_000, currency: 'CNY' },
    listPrice: { minor: 300_000, currency: 'CNY' },
    amount: 2,
    at: AT,
  };
  const has = (minor: number) => ok({ minor, currency: 'CNY' });
  const shown = (name: string, found: FoundAlternatives): Sample => [
    name,
    alternativesMessage(request, found, text).blocks,
  ];
  const stands: Observed = {
    cloudId: 'i-2ze4f8h1k5m9p3s7v0x1',
    status: 'Running',
    publicIp: null,
    privateIp: null,
    locks: [],
    chargeKind: 'payAsYouGo',
    expiresAt: null,
    stoppedMode: null,
    deletionProtection: false,
  };
  const denied: Failure = { ...sampleFailure('permission'), api: 'QueryAccountBalance' };
  return [
    shown('alternatives: three', { kind: 'found', alternatives: alternativesTo() }),
    shown('alternatives: none', { kind: 'found', alternatives: [] }),
    ...FAILURE_KINDS.map((kind) =>
      shown(`alternatives: the lists cannot be read, ${kind}`, { kind: 'unread', failure: sampleFailure(kind) }),
    ),
    ['balance: enough', balanceMessage(has(900_000), term, 1, text).blocks],
    ['balance: some is missing', balanceMessage(has(10_000), term, 2, text).blocks],
    ['balance: in debt', balanceMessage(has(-1_230), sampleQuote(2), 2, text).blocks],
    ['balance: pay-as-you-go', balanceMessage(has(1_230), sampleQuote(2), 2, text).blocks],
    ['balance: another currency', balanceMessage(ok({ minor: 1, currency: 'USD' }), term, 2, text).blocks],
    ['balance: no permission', balanceMessage(fail(denied), term, 2, text).blocks],
    ['balance: no answer', balanceMessage(fail(sampleFailure('transient')), term, 2, text).blocks],
    [
      'look: one found, one not, one unread',
      lookMessage(
        [
          { name: 'web-1', found: ok([stands]) },
          { name: 'web-2', found: ok([]) },
          { name: 'web-3', found: fail(sampleFailure('transient')) },
        ],
        text,
      ).blocks,
    ],
    ['permission: named', permissionMessage([sampleFailure('permission')], text).blocks],
    ['permission: not named', permissionMessage([{ ...sampleFailure('permission'), missing: null }], text).blocks],
    ['next step: the request is not known', ephemeral(text.nextSteps.unknownRequest).blocks],
    ['next step: nothing left to do', ephemeral(text.nextSteps.nothingLeft).blocks],
    ['next step: the store is away', ephemeral(text.nextSteps.storeDown).blocks],
    ['next step: broken', ephemeral(text.nextSteps.broken('7k3mz9q2')).blocks],
    ['next step: late', ephemeral(text.nextSteps.late).blocks],
  ];
}

function alternativesTo(): readonly Takeable[] {
  const type = (id: string, family: string) => ({ id, family, vCpu: 2, memoryGiB: 8, inStock: true });
  const price = (micros: number) => ({ micros, currency: 'CNY' });
  const more = { disk: 'cloud_essd', vSwitchId: 'vsw-2ze8k4m1x0c7q9h5d3f6a', sameVpc: true } as const;
  return [
    { ...more, type: type('ecs.g6.large', 'ecs.g6'), zone: 'cn-beijing-h', price: price(503_000) },
    { ...more, type: type('ecs.g7.large', 'ecs.g7'), zone: 'cn-beijing-k', price: price(540_000) },
    { ...more, type: type('ecs.u1-c1m4.large', 'ecs.u1'), zone: 'cn-beijing-l', price: null, sameVpc: false },
  ];
}

function right(
  api: Right['api'],
  more:
    | { readonly is: 'granted' | 'unproven' }
    | { readonly is: 'missing'; readonly principal: string }
    | { readonly is: 'refused' | 'unknown'; readonly failure: Failure },
): Right {
  return { api, action: `ecs:${api}`, ...more };
}
