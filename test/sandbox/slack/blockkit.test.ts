import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import {
  checkBlocks,
  checkOptionsAnswer,
  checkView,
  type Problem,
  type Surface,
} from '../../../src/sandbox/slack/blockkit/check.ts';
import { asMessages } from '../../../src/sandbox/slack/blockkit/problem.ts';
import { option, plain } from './serve.ts';

const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const x = (length: number): string => 'x'.repeat(length);
const times = <Item>(count: number, make: (n: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => make(n));
const richText = (text: string) => ({
  type: 'rich_text' as const,
  elements: [
    { type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text, style: { bold: true } }] },
  ],
});
const button = (more: object = {}) => ({ type: 'button' as const, action_id: 'b', text: plain('Press'), ...more });
const section = (more: object) => ({ type: 'section', ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain('Label'), element, ...more });
const select = (more: object) => ({ type: 'static_select', action_id: 's', ...more });
const options = (count: number) => times(count, (n) => option(`o${n}`));
const said = (problems: readonly Problem[]): string[] => asMessages(problems);

// Typed, so that a block which Slack's own types know and the validator refuses shows here.
const everywhere: KnownBlock[] = [
  { type: 'header', text: plain('Header') },
  { type: 'divider' },
  { type: 'section', text: mrkdwn('*x*'), fields: [plain('a'), mrkdwn('b')], accessory: button({ value: 'v' }) },
  { type: 'section', text: mrkdwn('x'), accessory: { type: 'overflow', action_id: 'o', options: options(2) } },
  { type: 'context', elements: [mrkdwn('by'), { type: 'image', image_url: 'https://x.test/i.png', alt_text: 'i' }] },
  { type: 'image', image_url: 'https://x.test/i.png', alt_text: 'i', title: plain('t') },
  {
    type: 'actions',
    block_id: 'decide',
    elements: [
      button({ style: 'primary', confirm: { text: mrkdwn('Sure?'), title: plain('T'), confirm: plain('Yes') } }),
      { type: 'static_select', action_id: 's', options: options(2), initial_option: option('o1') },
      { type: 'datepicker', action_id: 'd', initial_date: '2026-01-31' },
      { type: 'users_select', action_id: 'u', placeholder: plain('Who') },
    ],
  },
  {
    type: 'rich_text',
    elements: [
      ...richText('x').elements,
      { type: 'rich_text_list', style: 'bullet', elements: richText('y').elements, indent: 1 },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'code' }], border: 0 },
      {
        type: 'rich_text_quote',
        elements: [
          { type: 'user', user_id: 'U1' },
          { type: 'emoji', name: 'wave' },
        ],
      },
    ],
  },
];
const inputs: KnownBlock[] = [
  { type: 'plain_text_input' as const, action_id: 'a', min_length: 1, max_length: 5, multiline: true },
  { type: 'number_input' as const, action_id: 'a', is_decimal_allowed: false, min_value: '1', max_value: '20' },
  { type: 'external_select' as const, action_id: 'a', min_query_length: 0, initial_option: option('x') },
  { type: 'multi_static_select' as const, action_id: 'a', options: options(3), max_selected_items: 2 },
  { type: 'checkboxes' as const, action_id: 'a', options: [{ text: mrkdwn('*a*'), value: 'a' }] },
  { type: 'radio_buttons' as const, action_id: 'a', options: options(2), initial_option: option('o0') },
  { type: 'email_text_input' as const, action_id: 'a' },
].map((element) => ({ type: 'input', label: plain('L'), hint: plain('H'), optional: true, element }));
const onlyMessages: KnownBlock[] = [
  { type: 'markdown', text: '# x' },
  { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, richText('b')]], column_settings: [{ align: 'right' }] },
  {
    type: 'plan',
    title: 'Plan',
    tasks: [{ type: 'task_card', task_id: '1', title: 'T', status: 'in_progress', details: richText('d') }],
  },
  { type: 'card', title: mrkdwn('x'), actions: [button()] },
];
const onlyModals: KnownBlock[] = [{ type: 'alert', text: plain('Careful'), level: 'warning' }];

describe('what Slack takes', () => {
  const taken: [Surface, KnownBlock[]][] = [
    ['message', [...everywhere, ...inputs, ...onlyMessages]],
    ['modal', [...everywhere, ...inputs, ...onlyModals]],
    ['home', [...everywhere, ...inputs]],
  ];
  test.each(taken)('passes in a %s', (surface, blocks) => {
    expect(said(checkBlocks(blocks, surface))).toEqual([]);
  });

  test('passes as a whole modal and home tab', () => {
    const modal: ModalView = {
      type: 'modal',
      title: plain('T'),
      submit: plain('S'),
      close: plain('C'),
      notify_on_close: true,
      private_metadata: x(3000),
      callback_id: 'c',
      blocks: inputs,
    };
    const home: HomeView = { type: 'home', blocks: everywhere };
    expect([...said(checkView(modal)), ...said(checkView(home))]).toEqual([]);
  });
});

describe('what Slack refuses', () => {
  const refused: [string, unknown, Surface, string][] = [
    [
      '51 blocks in a message',
      times(51, () => ({ type: 'divider' })),
      'message',
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      '101 blocks in a modal',
      times(101, () => ({ type: 'divider' })),
      'modal',
      'no more than 100 items allowed [json-pointer:/blocks]',
    ],
    ['no list', {}, 'message', 'must be an array [json-pointer:/blocks]'],
    ['an unknown block', [{ type: 'banner' }], 'message', 'unsupported type: banner [json-pointer:/blocks/0/type]'],
    [
      'an inherited name as type',
      [{ type: 'toString' }],
      'message',
      'unsupported type: toString [json-pointer:/blocks/0/type]',
    ],
    ['no type', [{ text: 'x' }], 'message', 'missing required field: type [json-pointer:/blocks/0]'],
    ['an alert in a message', onlyModals, 'message', 'unsupported type: alert [json-pointer:/blocks/0/type]'],
    ['a table in a modal', onlyMessages.slice(1, 2), 'modal', 'unsupported type: table [json-pointer:/blocks/0/type]'],
    [
      'a plan in the home tab',
      onlyMessages.slice(2, 3),
      'home',
      'unsupported type: plan [json-pointer:/blocks/0/type]',
    ],
    [
      'long section text',
      [section({ text: mrkdwn(x(3001)) })],
      'message',
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'empty section text',
      [section({ text: mrkdwn('') })],
      'message',
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['a section without text', [section({})], 'message', 'missing required field: text [json-pointer:/blocks/0]'],
    [
      '11 fields',
      [section({ fields: times(11, () => plain('x')) })],
      'message',
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a long field',
      [section({ fields: [plain(x(2001))] })],
      'message',
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      'emoji on mrkdwn',
      [section({ text: { ...mrkdwn('x'), emoji: true } })],
      'message',
      'invalid additional property: emoji [json-pointer:/blocks/0/text]',
    ],
    [
      'mrkdwn in a header',
      [{ type: 'header', text: mrkdwn('x') }],
      'message',
      'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'a long header',
      [{ type: 'header', text: plain(x(151)) }],
      'message',
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a foreign property',
      [{ type: 'divider', text: 'x' }],
      'message',
      'invalid additional property: text [json-pointer:/blocks/0]',
    ],
    [
      '26 buttons',
      [actions(...times(26, (n) => button({ action_id: `b${n}` })))],
      'message',
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['no button', [actions()], 'message', 'no less than 1 items allowed [json-pointer:/blocks/0/elements]'],
    [
      'an input among buttons',
      [actions({ type: 'plain_text_input' })],
      'message',
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'long button text',
      [actions(button({ text: plain(x(76)) }))],
      'message',
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a long button value',
      [actions(button({ value: x(2001) }))],
      'message',
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a disabled button',
      [actions(button({ disabled: true }))],
      'message',
      'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'an odd style',
      [actions(button({ style: 'green' }))],
      'message',
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'a long confirm text',
      [actions(button({ confirm: { text: plain(x(301)) } }))],
      'message',
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      'a long confirm button',
      [actions(button({ confirm: { text: plain('x'), confirm: plain(x(31)) } }))],
      'message',
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
    ],
    [
      'a long action_id',
      [actions(button({ action_id: x(256) }))],
      'message',
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    ],
    [
      'two buttons of one name',
      [actions(button(), button())],
      'message',
      'action_id `b` already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'two blocks of one name',
      [
        { type: 'divider', block_id: 'd' },
        { type: 'divider', block_id: 'd' },
      ],
      'message',
      'block_id `d` already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      '11 context elements',
      [{ type: 'context', elements: times(11, () => plain('x')) }],
      'message',
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      '101 options',
      [actions(select({ options: options(101) }))],
      'message',
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'no options',
      [actions(select({ options: [] }))],
      'message',
      'no less than 1 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'no list of options',
      [actions(select({}))],
      'message',
      'exactly one of options, option_groups is required [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'a long option',
      [actions(select({ options: [option('v', x(76))] }))],
      'message',
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
    ],
    [
      'a long option value',
      [actions(select({ options: [option(x(151), 't')] }))],
      'message',
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    ],
    [
      'a start that is no option',
      [actions(select({ options: options(2), initial_option: option('z') }))],
      'message',
      'must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      'a start that lacks the description of its option',
      [actions(select({ options: [{ ...option('o1'), description: plain('about') }], initial_option: option('o1') }))],
      'message',
      'must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      'a long placeholder',
      [actions(select({ options: options(1), placeholder: plain(x(151)) }))],
      'message',
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
    ],
    [
      'six overflow options',
      [section({ text: plain('x'), accessory: { type: 'overflow', options: options(6) } })],
      'message',
      'no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]',
    ],
    [
      '11 radio buttons',
      [input({ type: 'radio_buttons', options: options(11) })],
      'modal',
      'no more than 10 items allowed [json-pointer:/blocks/0/element/options]',
    ],
    [
      'a long label',
      [input({ type: 'plain_text_input' }, { label: plain(x(2001)) })],
      'modal',
      'must be less than 2001 characters [json-pointer:/blocks/0/label/text]',
    ],
    [
      'a number input without its rule',
      [input({ type: 'number_input' })],
      'modal',
      'missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]',
    ],
    [
      'a number that is none',
      [input({ type: 'number_input', is_decimal_allowed: true, min_value: 1 })],
      'modal',
      'must be a number written as a string [json-pointer:/blocks/0/element/min_value]',
    ],
    [
      'a range upside down',
      [input({ type: 'number_input', is_decimal_allowed: true, min_value: '2', max_value: '1' })],
      'modal',
      'must not be greater than max_value [json-pointer:/blocks/0/element/min_value]',
    ],
    [
      'lengths upside down',
      [input({ type: 'plain_text_input', min_length: 5, max_length: 4 })],
      'modal',
      'must not be greater than max_length [json-pointer:/blocks/0/element/min_length]',
    ],
    [
      'a button as an input',
      [input(button())],
      'modal',
      'unsupported type: button [json-pointer:/blocks/0/element/type]',
    ],
    [
      'a file input in a message',
      [input({ type: 'file_input' })],
      'message',
      'unsupported type: file_input [json-pointer:/blocks/0/element/type]',
    ],
    [
      'a long alert',
      [{ type: 'alert', text: plain(x(201)) }],
      'modal',
      'must be less than 201 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'an image from nowhere',
      [{ type: 'image', alt_text: 'x' }],
      'message',
      'exactly one of image_url, slack_file is required [json-pointer:/blocks/0]',
    ],
    ['two tables', times(2, () => onlyMessages[1]), 'message', 'no more than 1 table allowed [json-pointer:/blocks]'],
    [
      '101 rows',
      [{ type: 'table', rows: times(101, () => [{ type: 'raw_text', text: 'x' }]) }],
      'message',
      'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
    ],
    [
      'too much markdown',
      times(2, () => ({ type: 'markdown', text: x(7000) })),
      'message',
      'markdown text must be less than 12001 characters together [json-pointer:/blocks]',
    ],
    [
      'an odd task status',
      [{ type: 'task_card', task_id: '1', title: 'T', status: 'done' }],
      'message',
      'must be one of: pending, in_progress, complete, error [json-pointer:/blocks/0/status]',
    ],
    [
      'two first fields',
      times(2, () => input({ type: 'plain_text_input', focus_on_load: true })),
      'modal',
      'no more than 1 element may have focus_on_load [json-pointer:/blocks]',
    ],
    [
      'an odd rich text run',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text' }] }] }],
      'message',
      'missing required field: text [json-pointer:/blocks/0/elements/0/elements/0]',
    ],
  ];
  test.each(refused)('%s', (_name, blocks, surface, problem) => {
    expect(said(checkBlocks(blocks, surface))).toEqual([problem]);
  });

  const shown = [{ type: 'divider' }];
  const modal = (more: object): object => ({ type: 'modal', title: plain('T'), blocks: shown, ...more });
  const views: [string, unknown, string][] = [
    ['a long title', modal({ title: plain(x(25)) }), 'must be less than 25 characters [json-pointer:/view/title/text]'],
    [
      'a long submit',
      modal({ submit: plain(x(25)) }),
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    ['no title', { type: 'modal', blocks: shown }, 'missing required field: title [json-pointer:/view]'],
    ['no blocks', { type: 'home' }, 'missing required field: blocks [json-pointer:/view]'],
    ['an odd type', modal({ type: 'drawer' }), 'must be one of: modal [json-pointer:/view/type]'],
    [
      'long metadata',
      modal({ private_metadata: x(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a title on the home tab',
      { type: 'home', title: plain('T'), blocks: [] },
      'invalid additional property: title [json-pointer:/view]',
    ],
    [
      'inputs without a submit',
      modal({ blocks: inputs.slice(0, 1) }),
      'submit is required when there is an input block [json-pointer:/view/submit]',
    ],
    [
      'a wrong block',
      modal({ blocks: [{ type: 'header' }] }),
      'missing required field: text [json-pointer:/view/blocks/0]',
    ],
    [
      'too many bytes',
      modal({ blocks: times(90, () => section({ text: plain('界'.repeat(1000)) })) }),
      'must be less than 250000 bytes [json-pointer:/view]',
    ],
    ['nothing', undefined, 'must be an object [json-pointer:/view]'],
  ];
  test.each(views)('a view with %s', (_name, view, problem) => {
    expect(said(checkView(view))).toEqual([problem]);
  });

  test('an answer with options of the wrong kind or number', () => {
    expect(checkOptionsAnswer({ options: [] })).toEqual([]);
    expect(said(checkOptionsAnswer({ options: options(101) }))).toEqual([
      'no more than 100 items allowed [json-pointer:/options]',
    ]);
    expect(said(checkOptionsAnswer({ options: [], option_groups: [] }))).toHaveLength(1);
  });
});
