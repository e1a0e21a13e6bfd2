import { fail, ok } from '../../core/base/result.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import { asKnown } from '../../core/instance/found-instance.ts';
import type { OptionFault } from '../../core/option/option-faults.ts';
import { type AskedOptions, NOTHING_ASKED } from '../../core/policy/asked-options.ts';
import type { ArgumentProblem } from '../../core/spec/key-values.ts';
import type { FieldProblem } from '../../core/spec/spec.ts';
import type { FormCost } from '../../slack/create-form/cost.ts';
import {
  type Banner,
  checkingForm,
  createForm,
  doneForm,
  failedForm,
  loadingForm,
  problemBanner,
} from '../../slack/create-form/form.ts';
import { menuMessage } from '../../slack/home/menu.ts';
import { whichAnswer } from '../../slack/instance/which-answer.ts';
import { ephemeral } from '../../slack/kit/answer.ts';
import { openFailureSentence } from '../../slack/kit/modal-flow.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { helpSamples } from './help.ts';
import { POLICY_PROBLEMS } from './policy.ts';
import { costNow, FILLED, LISTS, META, planOf } from './request/form.ts';
import { paymentSamples } from './request/payment.ts';
import { templateSamples } from './request/templates.ts';
import { type Sample, sampleFailure, sampleInstance, sampleQuote, sampleRequest } from './samples.ts';

/** Every view of the create form, and the answers to commands. */
export const modalSamples = (text: Text): readonly Sample[] => [
  ...forms(text),
  ...costs(text),
  ...paymentSamples(text),
  ...templateSamples(text),
  ...notes(text),
  ...answers(text),
];

const ASKED: AskedOptions = {
  user: 'U07SAMPLE01',
  ways: ['keyPair', 'session', 'image'],
  usualWay: null,
  scripts: ['docker', 'node'],
  hasUsualScript: false,
  tags: [
    { key: 'team', values: ['web', 'data'] },
    { key: 'cost-center', values: null },
  ],
  required: ['purpose'],
  mayNeedApproval: true,
  usualLeaseMs: null,
  mostAmount: 300,
};

function forms(text: Text): Sample[] {
  const form = (name: string, plan: FormPlan, banner: Banner | null = null, meta = META, cost?: FormCost): Sample => [
    `create form: ${name}`,
    createForm({ plan, cost: cost ?? costNow(plan), meta, banner }, text),
  ];
  const filled = planOf(FILLED);
  const shanghai = { region: 'cn-shanghai', name: 'web' };
  const banner = (title: string): Banner => ({ title, lines: [] });
  return [
    form('as a newcomer finds it', planOf({ name: 'ecs-7k3f' })),
    form('filled in', filled),
    form('asks how to log in, for a script, the purpose, tags and a data disk', {
      ...filled,
      draft: { ...filled.draft, login: 'key:key-lena', disks: 'cloud_essd:100' },
      asked: ASKED,
    }),
    form('one way of logging in goes without asking', {
      ...planOf({ ...FILLED, login: 'session' }),
      asked: { ...ASKED, ways: ['session'], scripts: [], tags: [], required: [] },
    }),
    form('with a lease', { ...filled, asked: { ...NOTHING_ASKED, usualLeaseMs: 7 * 86_400_000 } }),
    form('with a lease of one’s own', planOf({ ...FILLED, lease: '8h' })),
    form('without a lease, which somebody wanted', planOf({ ...FILLED, lease: 'none' })),
    form('for direct messages', filled, null, { channel: 'U07LENAHOF1' }),
    form('for a conversation without a name', filled, null, { channel: 'D07SAMPLE01' }),
    ...(['unknown', 'absent', 'archived', 'restricted', 'refused', 'shared'] as const).map(
      (access): Sample => [
        `create form: the channel is ${access} to the bot`,
        createForm({ plan: filled, cost: costNow(filled), meta: META, access }, text),
      ],
    ),
    [
      'create form: a conversation between people',
      createForm({ plan: filled, cost: costNow(filled), meta: { channel: 'D07SAMPLE01' }, access: 'absent' }, text),
    ],
    ...approvals(text),
    form('what was typed needs another look', typedWrong(), startBanner(text)),
    form('another region, whose zones are on their way', planOf(shanghai, { ...LISTS, zones: null })),
    form('a zone without vSwitch', planOf({ name: 'web' }, { ...LISTS, vSwitches: [] })),
    form('a region without zones', planOf(shanghai, { ...LISTS, zones: [] })),
    form('problems found after the wait', filled, problemBanner(text.modal.problemsTitle, PROBLEMS, text)),
    form(
      'options that the cloud does not take',
      { ...filled, draft: { ...filled.draft, ...WRONG_OPTIONS }, problems: OPTION_PROBLEMS },
      problemBanner(text.modal.problemsTitle, OPTION_PROBLEMS, text),
    ),
    form('the policy refuses', filled, problemBanner(text.modal.problemsTitle, POLICY_PROBLEMS, text)),
    form('could not be checked', filled, banner(text.modal.uncheckedFailed(sampleFailure('throttled')))),
    form('the store is down', filled, banner(text.modal.storeDown)),
    form('the answer of the store was lost', filled, banner(text.modal.inDoubt)),
    form('the bot itself failed', filled, banner(text.renewal.broken('7k3mz9q2'))),
  ];
}

/** The needed approvals, for a known and an unknown price. */
function approvals(text: Text): Sample[] {
  const plan = planOf(FILLED);
  const by = { line: null, needed: 1, from: null, users: ['U07MARCOKA3', 'U07PRIYARM1'], unknownGroups: [] };
  const approval = { requirements: [by, { ...by, needed: 2 }], inVain: [], open: null } as const;
  return (
    [
      ['needs approval', approval],
      ['who approves depends on the price', { ...approval, open: 'who' }],
      ['whether somebody approves depends on the price', { ...approval, open: 'whether' }],
      ['nobody can approve', { ...approval, inVain: [by] }],
      ['needs no approval', { ...approval, requirements: [] }],
    ] as const
  ).map(([name, said]) => [
    `create form: ${name}`,
    createForm({ plan, cost: costNow(plan), meta: META, approval: said }, text),
  ]);
}

/** Every sentence about the price and the balance. */
function costs(text: Text): Sample[] {
  const plan = planOf(FILLED);
  const usual = costNow(plan);
  const form = (name: string, over: Partial<FormCost>): Sample => [
    `create form: ${name}`,
    createForm({ plan, cost: { ...usual, ...over }, meta: META }, text),
  ];
  const yen = { micros: 17_400_000, currency: 'JPY' };
  return [
    form('the price is asked for', { price: 'asking', balance: 'asking' }),
    form('the price does not come', { price: 'late', balance: 'late' }),
    form('the price with a discount', { price: ok(sampleQuote(2, 12)) }),
    form('the price in yen', { price: ok({ ...sampleQuote(2), price: yen, listPrice: yen }) }),
    form('the price is not known', { price: ok('unknown') }),
    form('the account owes money', { balance: ok({ minor: -1230, currency: 'CNY' }) }),
    form('the balance may not be read', { balance: fail(forbidden('bss:DescribeAcccount')) }),
    ...UNREAD.map((kind) => form(`price not read, ${kind}`, { price: fail(sampleFailure(kind)) })),
  ];
}

const forbidden = (action: string): Failure => ({
  ...sampleFailure('permission'),
  missing: { action, principal: 'ecs-chatops' },
});

const problem = (
  field: FieldProblem['field'],
  what: FieldProblem['problem'],
  given: string,
  bounds: { readonly min?: number; readonly max?: number } = {},
): FieldProblem => ({ field, problem: what, given, ...bounds });

const PROBLEMS: readonly FieldProblem[] = [
  problem('region', 'unknownChoice', 'mars'),
  problem('zone', 'required', ''),
  problem('type', 'soldOut', 'ecs.r7.large'),
  problem('image', 'unknownChoice', 'm-gone'),
  problem('vswitch', 'otherZone', 'vsw-2ze8k4m3'),
  problem('group', 'otherVpc', 'sg-2ze0w5r9'),
  { ...problem('disk', 'notSoldHere', 'cloud_ssd'), fits: ['cloud_essd', 'cloud_auto'] },
  problem('size', 'tooSmallForImage', '40', { min: 60, max: 2048 }),
  problem('bandwidth', 'notANumber', 'fast', { min: 0, max: 100 }),
  problem('name', 'nameShape', '<!channel>'),
  problem('amount', 'outOfRange', '21', { min: 1, max: 20 }),
  problem('charge', 'unknownChoice', 'barter'),
  problem('period', 'unknownChoice', '10m'),
  problem('renew', 'unknownChoice', 'maybe'),
  problem('maxprice', 'notAPrice', 'cheap'),
];

const WRONG_OPTIONS = {
  ...{ role: 'Nobody', resourcegroup: 'rg-none00000', deploymentset: 'ds-none00000', ip: '10.0.1.9' },
  ...{ lease: '10m', tokens: 'required' },
};

const wrongOption = (field: keyof typeof WRONG_OPTIONS, fault: OptionFault): FieldProblem => ({
  ...problem(field, 'option', WRONG_OPTIONS[field]),
  fault,
});

/** Each gets a field, even if the form usually has none. */
const OPTION_PROBLEMS: readonly FieldProblem[] = [
  wrongOption('role', { is: 'noRole' }),
  wrongOption('resourcegroup', { is: 'noResourceGroup' }),
  wrongOption('deploymentset', { is: 'deploymentSetFull' }),
  wrongOption('ip', { is: 'ipTaken' }),
  wrongOption('lease', { is: 'leaseShort', minMs: 3_600_000 }),
  wrongOption('tokens', { is: 'refused', code: 'InvalidHttpTokens.NotSupported' }),
];

const WRONG_WORDS: readonly ArgumentProblem[] = [
  { problem: 'unknownKey', given: 'typ=ecs.g7.large', nearest: 'type' },
  { problem: 'unknownKey', given: 'colour=blue', nearest: null },
  { problem: 'notKeyValue', given: 'ubuntu' },
  { problem: 'empty', given: 'zone=', field: 'zone' },
  { problem: 'tooLong', given: `name=${'x'.repeat(300)}`, field: 'name' },
  { problem: 'twice', given: '3', field: 'amount' },
  { problem: 'unknownPreset', given: 'web-smal', nearest: 'web-small', names: ['web-small', 'batch'] },
  { problem: 'diskGap', given: 'disk5', becomes: 'disk4' },
  { problem: 'unknownPreset', given: 'nothing', nearest: null, names: ['web-small', 'batch'] },
  { problem: 'noLast', given: 'last' },
];

const typedWrong = (): FormPlan =>
  planOf({ type: 'nope', image: 'beos', amount: '0', bandwidth: 'fast', vswitch: 'web', group: 'data', name: 'web' });

function startBanner(text: Text): Banner {
  const ofFields = problemBanner(text.modal.startTitle, typedWrong().problems, text);
  return { ...ofFields, lines: [...WRONG_WORDS.map((wrong) => text.commands.argument(wrong)), ...ofFields.lines] };
}

/** The ways in which a read can fail. */
const UNREAD: readonly FailureKind[] = [
  'throttled',
  'queued',
  'transient',
  'ambiguous',
  'notSent',
  'permission',
  'credentials',
  'unknown',
];

function notes(text: Text): Sample[] {
  const failed = UNREAD.map(
    (kind): Sample => [
      `create form: lists not read, ${kind}`,
      failedForm(META, text.modal.listsFailed(sampleFailure(kind)), text),
    ],
  );
  return [
    ['create form: the lists are on their way', loadingForm(META, text)],
    ['create form: being checked', checkingForm(META, text)],
    ['create form: submitted after a wait', doneForm(META, text.modal.submitted('r-7k3mz9q2xa', 3), text)],
    [
      'create form: submitted while frozen',
      doneForm(
        META,
        sentencesOf([
          text.modal.submitted('r-7k3mz9q2xa', 3),
          text.freeze.submitted('moving the network', Date.UTC(2026, 10, 23, 11, 30)),
        ]),
        text,
      ),
    ],
    [
      'create form: submitted before with other values',
      doneForm(META, text.modal.alreadySubmitted('r-7k3mz9q2xa', 1, 'web'), text),
    ],
    ['create form: not checked in time', failedForm(META, text.modal.stillChecking, text)],
    ['create form: the cloud does not answer', failedForm(META, text.modal.listsSlow, text)],
    ['create form: no region', failedForm(META, text.modal.noRegions, text)],
    ...failed,
  ];
}

const STOP = { name: 'stop', usage: '<id or name …>' };

function answers(text: Text): Sample[] {
  const [again = ''] = text.commands.examples;
  const said = (name: string, sentence: string): Sample => [`answer: ${name}`, ephemeral(sentence).blocks];
  const running = [1, 2].map((ordinal) => asKnown(sampleInstance(sampleRequest(2), ordinal, 'running')));
  const which = (fitting: number, own: number) =>
    whichAnswer({ kind: 'whichInstance', command: STOP, fitting: running.slice(0, fitting), own }, text);
  return [
    ['answer: menu', menuMessage({ mine: 3, approvals: 1 }, text).blocks],
    ['answer: menu of a newcomer', menuMessage({ mine: 0, approvals: 0 }, text).blocks],
    ['answer: menu without the database', menuMessage({ mine: null, approvals: null }, text).blocks],
    ...helpSamples(text),
    said('a misspelt command', text.commands.unknownCommand('crate', 'create')),
    said('an unknown command', text.commands.unknownCommand('<!channel>', null)),
    ['answer: a command without its instance', which(2, 2).blocks],
    ['answer: a command without its instance, none fits', which(0, 2).blocks],
    ['answer: a command without its instance, none there', which(0, 0).blocks],
    said('the form came too late', openFailureSentence({ kind: 'refused', code: 'expired_trigger_id' }, again, text)),
    said(
      'Slack asks to wait',
      openFailureSentence({ kind: 'slowDown', code: 'ratelimited', retryAfterMs: 7000 }, again, text),
    ),
    said('Slack refuses the form', openFailureSentence({ kind: 'refused', code: 'fatal_error' }, again, text)),
    said('the bot itself failed', text.commands.broken('7k3mz9q2')),
    said('the bot itself failed to read', text.commands.readBroken('7k3mz9q2')),
  ];
}
