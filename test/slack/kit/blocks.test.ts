import { expect, test } from 'vitest';
import {
  actions,
  button,
  confirmation,
  contextBlock,
  facts,
  header,
  LIMITS,
  option,
  plain,
  section,
  textLength,
} from '../../../src/slack/kit/blocks.ts';
import { harmless, mrkdwn } from '../../../src/slack/kit/mrkdwn.ts';
import { fitsMessage, fitting } from '../../../src/slack/kit/post.ts';

const LONG = '👩<'.repeat(3000);

test('every helper keeps its text within its own limit, cut between characters', () => {
  const look = confirmation({ title: LONG, text: LONG, yes: LONG, no: LONG });
  const texts = [
    [header(LONG).text.text, LIMITS.header],
    [section(harmless(LONG)).text?.text, LIMITS.section],
    [section(plain(LONG)).text?.text, LIMITS.section],
    [button({ text: LONG, actionId: 'a' }).text.text, LIMITS.buttonText],
    [option(LONG, 'v', LONG).text.text, LIMITS.optionText],
    [option(LONG, 'v', LONG).description?.text, LIMITS.optionText],
    [look.title?.text, LIMITS.confirmTitle],
    [look.text?.text, LIMITS.confirmText],
    [look.confirm?.text, LIMITS.confirmButton],
    [facts([[LONG, LONG]])[0]?.fields?.[0]?.text, LIMITS.field],
  ] as const;
  for (const [text, limit] of texts) {
    expect(text?.length).toBeLessThanOrEqual(limit);
    expect(text?.length).toBeGreaterThan(limit - 6);
    expect(text).not.toMatch(/\p{Cs}/u);
    expect(text).toMatch(/…$/);
  }
});

test('more facts than a section takes go into the next one, and small print beyond what Slack takes is left out', () => {
  expect(
    facts(Array.from({ length: 23 }, (_, n) => [`a${n}`, 'b'] as const)).map(({ fields }) => fields?.length),
  ).toEqual([10, 10, 3]);
  expect(contextBlock(...Array.from({ length: 12 }, () => mrkdwn`x`)).elements).toHaveLength(10);
});

test('what fits in no detail keeps its buttons, and loses its longest texts', () => {
  const buttons = actions('a', [button({ text: 'Approve', actionId: 'a' })]);
  const blocks = fitting(() => [
    header('web'),
    ...Array.from({ length: 6 }, (_, n) => section('x'.repeat(2_000 + n * 200))),
    section('who may'),
    buttons,
  ]);
  expect(fitsMessage(blocks)).toBe(true);
  expect(blocks).toHaveLength(9);
  expect(blocks.slice(6)).toEqual([contextBlock('…'), section('who may'), buttons]);
});

test('no text object is empty, because Slack refuses those', () => {
  expect(plain('').text).toBe('–');
});

test('plain text shows emoji codes and hidden characters, and markup is verbatim', () => {
  expect(plain(':tada: \u202E')).toEqual({ type: 'plain_text', text: ':tada: �', emoji: false });
  expect(section(mrkdwn`x`).text).toEqual({ type: 'mrkdwn', text: 'x', verbatim: true });
});

test('the text of a message is counted over all its blocks', () => {
  expect(
    textLength([header('abc'), section(mrkdwn`de`), contextBlock(mrkdwn`f`, plain('g')), ...facts([['a', 'b']])]),
  ).toBe(10);
});
