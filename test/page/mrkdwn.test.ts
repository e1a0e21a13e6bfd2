import { expect, test } from 'vitest';
import { formatDate } from '../../src/sandbox/page/mrkdwn/date.ts';
import { parseInline } from '../../src/sandbox/page/mrkdwn/inline.ts';
import { parseMrkdwn } from '../../src/sandbox/page/mrkdwn/parse.ts';

const text = (words: string) => ({ kind: 'text', text: words });

test('bold, italic, strike and code nest as Slack nests them', () => {
  expect(parseInline('a *b _c_* ~d~ `*e*`')).toEqual([
    text('a '),
    { kind: 'bold', content: [text('b '), { kind: 'italic', content: [text('c')] }] },
    text(' '),
    { kind: 'strike', content: [text('d')] },
    text(' '),
    { kind: 'code', text: '*e*' },
  ]);
});

test.each(['2*3*4', 'snake_case_name', '* not bold *', '~ approx ~', 'a * b', '**', 'open *only', '`open', '10:30:45'])(
  '%s stays as it was typed',
  (source) => {
    expect(parseInline(source)).toEqual([text(source)]);
  },
);

test.each([
  '*粗体*，后',
  '*粗体*。',
  '前：*粗体* 后',
  '（*粗体*）',
  '粗*体*',
  '*状态*：运行中',
  '“_斜体_”',
  '~删除~、其他',
])('%s stays as it was typed, for a full-width mark is no end of a word to Slack', (source) => {
  expect(parseInline(source)).toEqual([text(source)]);
});

test.each(['*状态：* 运行中', '前 *粗体* 后', '*粗体*, then', '(*粗体*)'])('%s has bold words', (source) => {
  expect(parseInline(source).some(({ kind }) => kind === 'bold')).toBe(true);
});

test('a mark inside code or a link does not close a style', () => {
  expect(parseInline('*a `*` b*')).toEqual([
    { kind: 'bold', content: [text('a '), { kind: 'code', text: '*' }, text(' b')] },
  ]);
  expect(parseInline('_<https://a.example/x_y|z>_')).toEqual([
    { kind: 'italic', content: [{ kind: 'link', url: 'https://a.example/x_y', label: 'z' }] },
  ]);
});

test('escaped text never becomes a mention, a link or markup', () => {
  expect(parseInline('&lt;!channel&gt; &lt;b&gt; &amp;lt;')).toEqual([text('<!channel> <b> &lt;')]);
});

test('people, channels, groups and broadcasts are recognised', () => {
  expect(parseInline('<@U12AB> <#C9|general> <!subteam^S1|@ops> <!here>')).toEqual([
    { kind: 'user', id: 'U12AB', label: null },
    text(' '),
    { kind: 'channel', id: 'C9', label: 'general' },
    text(' '),
    { kind: 'group', id: 'S1', label: '@ops' },
    text(' '),
    { kind: 'broadcast', range: 'here' },
  ]);
});

test('links keep their address and label, entities decoded', () => {
  expect(parseInline('<https://a.example/?a=1&amp;b=2|A &amp; B> <mailto:x@a.example>')).toEqual([
    { kind: 'link', url: 'https://a.example/?a=1&b=2', label: 'A & B' },
    text(' '),
    { kind: 'link', url: 'mailto:x@a.example', label: 'x@a.example' },
  ]);
});

test.each(['<javascript:alert(1)|x>', '<data:text/html,x>', '<vbscript:x>', '< https://a.example>'])(
  '%s is not followed',
  (source) => {
    expect(parseInline(source).map(({ kind }) => kind)).toEqual(['text']);
  },
);

test('a date keeps its fallback and refuses an unsafe link', () => {
  expect(parseInline('<!date^1700000000^{date} {time}^javascript:x|then>')).toEqual([
    { kind: 'date', at: 1_700_000_000, format: '{date} {time}', url: null, fallback: 'then' },
  ]);
});

test('a date is written in the reader’s terms', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  const at = now / 1000;
  expect(formatDate(at, 'on {date_num}', now, 'en')).toBe('on 2026-11-23');
  expect(formatDate(at, '{date_short_pretty}', now, 'en')).toBe('today');
  expect(formatDate(at - 86_400, '{date_pretty}', now, 'en')).toBe('yesterday');
  expect(formatDate(at - 120, '{ago}', now, 'en')).toBe('2 minutes ago');
  expect(formatDate(at, '{nonsense}', now, 'en')).toBe('{nonsense}');
});

test('only known shortcodes become emoji', () => {
  expect(parseInline(':rocket: :no_such_emoji:')).toEqual([
    { kind: 'emoji', name: 'rocket' },
    text(' :no_such_emoji:'),
  ]);
});

test('lines, quotes, lists and fences become blocks', () => {
  expect(parseMrkdwn('one\ntwo\n&gt; said\n• a\n• b\n```x < y\n*z*```\nend')).toEqual([
    { kind: 'lines', lines: [[text('one')], [text('two')]] },
    { kind: 'quote', lines: [[text('said')]] },
    {
      kind: 'list',
      items: [
        { mark: '•', indent: 0, content: [text('a')] },
        { mark: '•', indent: 0, content: [text('b')] },
      ],
    },
    { kind: 'pre', text: 'x < y\n*z*' },
    { kind: 'lines', lines: [[text('end')]] },
  ]);
});

test('a fence that never closes is ordinary text', () => {
  expect(parseMrkdwn('```oops')).toEqual([{ kind: 'lines', lines: [[text('```oops')]] }]);
});

test('in preformatted text links show as words and entities are decoded', () => {
  expect(parseMrkdwn('```<https://a.example|a.example> &lt;x&gt;```')).toEqual([
    { kind: 'pre', text: 'a.example <x>' },
  ]);
});
