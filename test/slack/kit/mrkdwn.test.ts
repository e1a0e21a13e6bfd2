import { expect, test } from 'vitest';
import {
  bold,
  channelMention,
  clip,
  clipName,
  code,
  fallback,
  harmless,
  joined,
  lines,
  moment,
  mrkdwn,
  saidOf,
  shortened,
  source,
  userMention,
  visible,
} from '../../../src/slack/kit/mrkdwn.ts';

const HOSTILE = [
  '<!channel>',
  '<!here|all>',
  '<@U123>',
  '<https://evil.example|console>',
  '&lt;!channel&gt;',
  '&amp;',
  '*bold* _it_ ~gone~ `code` ```block```',
  '> quoted\n> twice',
  'web\n*Approved by* <@U1>',
  ':white_check_mark: :tada:',
  'abc\u202Etxt.exe',
  'a\u200Bb\u2060c\uFEFFd\u00ADe',
  '\u0000\u001B[31m\u0007',
  'lone \uD800 surrogate \uDC00',
  '',
  ' ',
  '__init__ _ * ~ `',
  '家庭 👨‍👩‍👧 é ü 日本',
];

/** The alphabet from which random hostile strings are made. */
const BITS = [
  '<',
  '>',
  '&',
  '!',
  '@',
  '#',
  '|',
  '*',
  '_',
  '~',
  '`',
  ':',
  '\n',
  'a',
  '1',
  ' ',
  '\u202E',
  '\u200B',
  '👩',
  ';',
];

function randomTexts(count: number): string[] {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: next(14) }, () => BITS[next(BITS.length)] ?? '').join(''),
  );
}

const ALL = [...HOSTILE, ...randomTexts(800)];

test.each([
  ['put into a template', (text: string) => mrkdwn`${text}`],
  ['harmless', harmless],
  ['code', code],
  ['bold', bold],
])('no text from outside becomes a mention, a link or an entity of its own: %s', (_, make) => {
  for (const text of ALL) {
    const sent = source(make(text));
    expect(sent, JSON.stringify(text)).not.toMatch(/[<>]/);
    expect(sent, JSON.stringify(text)).not.toMatch(/&(?!(amp|lt|gt);)/);
    expect(sent, JSON.stringify(text)).not.toMatch(/\n/);
  }
});

test('text from outside formats nothing', () => {
  for (const text of ALL) {
    const sent = source(harmless(text));
    expect(sent, JSON.stringify(text)).not.toMatch(/[*~`]/);
    expect(sent, JSON.stringify(text)).not.toMatch(/(^|[^\p{L}\p{N}_])_|_([^\p{L}\p{N}_]|$)/u);
    expect(sent, JSON.stringify(text)).not.toMatch(/:[a-z0-9_+'-]+:/);
    expect(sent, JSON.stringify(text)).not.toMatch(/^\s*&gt;/);
  }
});

test('a code span is opened once and closed once, whatever is in it', () => {
  for (const text of ALL) expect(source(code(text)), JSON.stringify(text)).toMatch(/^`[^`]+`$/);
});

test('hidden characters are shown as replacement marks in every kind of text', () => {
  for (const text of ALL) {
    for (const sent of [visible(text), source(harmless(text)), source(code(text))])
      expect(sent, JSON.stringify(text)).not.toMatch(
        /[\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u2060\uFEFF\u00AD\0]/,
      );
  }
  expect(visible('abc\u202Etxt')).toBe('abc�txt');
  expect(visible('x\uD800y')).toBe('x�y');
  for (const hidden of [
    '\uFE0F',
    '\uFE00',
    '\u2800',
    '\u3164',
    '\uFFA0',
    '\u115F',
    '\u034F',
    '\u{E0041}',
    '\u{1D159}',
    '\u180B',
  ])
    expect(visible(`web${hidden}-1`), JSON.stringify(hidden)).toBe('web�-1');
  expect(visible('web1\uFE0F')).toBe('web1�');
  for (const shown of ['⚠️', '1️⃣', '✔︎', '☁️ 👩‍❤️‍👨', '神︀']) expect(visible(shown)).toBe(shown);
});

test('what people write every day reads as they wrote it', () => {
  for (const text of [
    'web_1-prod.2',
    'ubuntu_22_04_x64_20G',
    'cn-beijing-h',
    '10:30',
    '家庭',
    '👨‍👩‍👧 ✔️',
    "it's 2 x 4 (50%)",
  ])
    expect(source(harmless(text))).toBe(text);
});

test.each([
  ['web-1', 40, 'web-1'],
  [`${'a-project-with-a-long-name-'.repeat(4)}007`, 40, 'a-project-with-a-long-n…-a-long-name-007'],
  ['web-0000007', 8, 'web-…007'],
  ['中'.repeat(60), 20, `${'中'.repeat(10)}…${'中'.repeat(9)}`],
  ['👩'.repeat(30), 12, '👩👩👩…👩👩'],
  ['abc', 1, '…'],
])('the name %s is cut in its middle, to %i characters', (name, max, shown) => {
  expect(clipName(name, max)).toBe(shown);
  expect(shown.length).toBeLessThanOrEqual(max);
});

test('the names of one request stay apart wherever they are cut', () => {
  for (const max of [24, 40, 75]) {
    const names = Array.from({ length: 300 }, (_, n) => `${'n'.repeat(125)}${String(n).padStart(3, '0')}`);
    expect(new Set(names.map((name) => clipName(name, max))).size).toBe(300);
  }
});

test('of a sentence with a long name only the name is cut', () => {
  const said = saidOf((name) => `Renew ${name} for a month`, 'n'.repeat(128), 40);
  expect(said).toMatch(/^Renew n+…n+ for a month$/u);
  expect(said).toHaveLength(40);
  expect(saidOf((name) => `Renew ${name}`, 'web', 40)).toBe('Renew web');
});

test('markup goes in as it is, and only once escaped', () => {
  const who = userMention('U01ABC');
  expect(source(mrkdwn`*Asked by* ${who}: ${'<b> & co'}`)).toBe('*Asked by* <@U01ABC>: &lt;b&gt; &amp; co');
  expect(source(mrkdwn`${mrkdwn`${'&'}`}`)).toBe('&amp;');
  expect(source(bold('a*b'))).toBe('*a∗b*');
  expect(source(joined([code('a'), 'b'], ', '))).toBe('`a`, b');
  expect(source(lines([code('a'), code('b')]))).toBe('`a`\n`b`');
  expect(source(mrkdwn`${3} × ${code('i-1')}`)).toBe('3 × `i-1`');
});

test('only ids become mentions', () => {
  expect(source(userMention('U1> <!channel'))).toBe('U1&gt; &lt;!channel');
  expect(source(channelMention('C9'))).toBe('<#C9>');
  expect(source(channelMention('general|x'))).toBe('general|x');
});

test('a moment reads in UTC where tokens are not understood', () => {
  const at = Date.UTC(2026, 10, 23, 9, 5, 7);
  expect(source(moment(at))).toBe(`<!date^${at / 1000}^{date_short_pretty} {time}|2026-11-23 09:05 UTC>`);
});

test('shortening keeps within the limit and never cuts an entity, a token, a span or a character', () => {
  for (const text of ALL) {
    const whole = mrkdwn`Of ${userMention('U01ABC')}: ${text} ${code(text)} ${moment(0)}`;
    for (const max of [1, 5, 12, 20, 33, 60]) {
      const sent = source(shortened(whole, max));
      expect(sent.length).toBeLessThanOrEqual(max);
      const rest = sent.replaceAll(/<@U01ABC>|<!date\^0\^[^>]*>|&(amp|lt|gt);/g, '');
      expect(rest, JSON.stringify([text, max])).not.toMatch(/[<>&]|\p{Cs}/u);
      expect(rest.split('`').length % 2, JSON.stringify([text, max])).toBe(1);
    }
  }
  expect(source(shortened(mrkdwn`abc`, 3))).toBe('abc');
});

test('plain text is cut between characters', () => {
  expect(clip('👩👩👩', 5)).toBe('👩👩…');
  expect(clip('👩👩👩', 4)).toBe('👩…');
  expect(clip('abc', 3)).toBe('abc');
});

test('the mark after bold words is in their width, and inside of the bold where Slack would not end it before that mark', () => {
  const said = (title: string) => source(mrkdwn`*${title}*: ${'web-1'}`);
  expect(said('Running')).toBe('*Running*: web-1');
  expect(said('运行中')).toBe('*运行中：* web-1');
  expect(said('每个申请的 vCPU')).toBe('*每个申请的 vCPU：* web-1');
  expect(source(mrkdwn`${bold('尚未同意')}; ${'需要 1 人'}`)).toBe('*尚未同意；* 需要 1 人');
  expect(source(mrkdwn`*${'a'}* 状态: ${'b'}`)).toBe('*a* 状态: b');
});

test('the fallback text beside the blocks mentions nobody', () => {
  expect(fallback('• <!channel> <@U07LENAHOF1> *now*')).toBe('• &lt;!channel&gt; &lt;@U07LENAHOF1&gt; ∗now∗');
  expect(fallback('x'.repeat(9_000)).length).toBeLessThanOrEqual(4_000);
});

test('Slack takes bold words beside a letter or a full-width mark', () => {
  expect(source(mrkdwn`👤 ${bold('需要审批：')}${''}${'1 人'}`)).toBe('👤 *需要审批：* 1 人');
  expect(source(mrkdwn`*${'暂无人同意'}*${'，'}${'需 1 人'}`)).toBe('*暂无人同意，* 需 1 人');
  expect(source(joined([bold('状态'), '运行中'], '：'))).toBe('*状态：* 运行中');
  expect(source(mrkdwn`${'已由'}${bold('Lena')}${'同意'}\n*${'一'}* ${code('a*b')}二*${'三'}*`)).toBe(
    '已由 *Lena* 同意\n*一* `a*b`二 *三*',
  );
  expect(source(mrkdwn`(${bold('Status')}), ${bold('two')}!`)).toBe('(*Status*), *two*!');
});
