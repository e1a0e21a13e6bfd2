import { expect, test } from 'vitest';
import { marked, plain, section } from '../../src/slack/kit/blocks.ts';
import { harmless, source } from '../../src/slack/kit/mrkdwn.ts';
import { inUtc, momentMark } from '../../src/text/moments.ts';

const AT = Date.UTC(2026, 10, 24, 16, 0, 30);
const SENTENCE = `web-1 is *paid* until ${momentMark(AT)}.`;
const TOKEN = `<!date^${AT / 1000}^{date_short}, {time}|2026-11-24 16:00 UTC>`;

test('a moment in a sentence is drawn in each reader’s own time zone wherever Slack can', () => {
  expect(source(harmless(SENTENCE))).toBe(`web-1 is ∗paid∗ until ${TOKEN}.`);
  expect(section(SENTENCE).text).toEqual({ type: 'mrkdwn', text: `web-1 is ∗paid∗ until ${TOKEN}.`, verbatim: true });
  expect(section('web-1 is *paid*').text).toEqual(plain('web-1 is *paid*'));
});

test('where Slack draws no moments it reads in UTC, as it does outside of Slack', () => {
  expect(plain(SENTENCE).text).toBe('web-1 is *paid* until 2026-11-24 16:00 UTC.');
  expect(inUtc(SENTENCE)).toBe(plain(SENTENCE).text);
});

test('half a mark, as somebody could write it, is shown as something that cannot be read', () => {
  expect(marked(harmless('a\u{E000}12b \u{E001}')).text).toBe('a�12b �');
});

test.each(['\u{E000}1795536000\u{E001}', '\u{E000} 1795536000\u{E001}', '\u{E000}0123456789abcdef 1795536000\u{E001}'])(
  'a whole mark that somebody wrote is no moment either',
  (written) => {
    expect(marked(harmless(written)).text).toBe(written.replaceAll(/[\u{E000}\u{E001}]/gu, '�'));
    expect(plain(written).text).toBe(marked(harmless(written)).text);
  },
);
