import { describe, expect, test } from 'vitest';
import { FAILURE_KINDS, type Failure, type FailureKind } from '../../../src/core/failure/failure.ts';
import { stepsAfter } from '../../../src/core/instance/next-steps.ts';
import { POWERS, type Power } from '../../../src/core/power/power.ts';
import { sampleFailure, sampleNote, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { renderDm } from '../../../src/slack/request/dm.ts';
import { renderThread } from '../../../src/slack/request/thread.ts';
import type { Text } from '../../../src/text/en.ts';
import { explainFailure } from '../../../src/text/explain-failure.ts';
import { TEXTS } from '../../../src/text/texts.ts';

// Whatever fails, and wherever it is told: a title, why, what to do, a button, and in small print what support asks for.

type Block = Readonly<Record<string, unknown>>;

/** With everything that the cloud may say of it. */
const failureOf = (kind: FailureKind): Failure => ({
  ...sampleFailure(kind),
  api: 'CreateInstance',
  code: `Code.Of.${kind}`,
  detail: `Detail of ${kind}`,
  requestId: '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E',
});

const LANGUAGES = ['en', 'zh'] as const;
const CELLS = LANGUAGES.flatMap((language) => FAILURE_KINDS.map((kind) => ({ language, kind, text: TEXTS[language] })));

const textOf = (block: Block): string => JSON.stringify(block);
const isSmall = ({ type }: Block): boolean => type === 'context';

/** A section's text, line by line. */
const linesOf = ({ text }: Block): readonly string[] =>
  typeof text === 'object' && text !== null && 'text' in text ? String(text.text).split('\n') : [];

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Whole sentences of a language, and at most two of them. */
function expectSentences(words: string, language: (typeof LANGUAGES)[number]): void {
  const [start, end] = language === 'en' ? [/^[A-Z“]/u, /\.$/u] : [/^[\p{Script=Han}A-Z]/u, /。$/u];
  expect(words).toMatch(start);
  expect(words).toMatch(end);
  expect(
    words.split(language === 'en' ? /\.(?: |$)/u : /。/u).filter((each) => each !== '').length,
  ).toBeLessThanOrEqual(2);
}

/** Holds what is shown of a failure against what is to be read there. */
function expectExplained(blocks: readonly Block[], failure: Failure, text: Text, what: Power | null = null): void {
  const { title, cause, next, smallPrint } = explainFailure(text, failure, false, what);
  const at = blocks.findIndex((block) => linesOf(block)[0]?.includes(escaped(title)) && linesOf(block).length > 1);
  expect(at, `the paragraph of “${title}”`).toBeGreaterThanOrEqual(0);
  const [heading = '', why = '', todo = ''] = linesOf(blocks[at] ?? {});
  expect(heading).toMatch(/^\*.+\* – `/u);
  expect(why).toBe(escaped(cause));
  expect(todo).toBe(`*${text.card.whatToDo}* ${escaped(next)}`);
  const small = blocks[at + 1] ?? {};
  expect(isSmall(small)).toBe(true);
  for (const part of [failure.code, failure.requestId, failure.api, failure.detail]) {
    expect(smallPrint).toContain(part);
    expect(textOf(small)).toContain(part);
  }
  const large = blocks.filter((block) => !isSmall(block)).map(textOf);
  for (const raw of [failure.code, failure.requestId, failure.detail])
    expect(large.filter((block) => block.includes(String(raw)))).toEqual([]);
}

const buttonsOf = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap(({ elements }) =>
    Array.isArray(elements) ? elements.flatMap((one) => (one.type === 'button' ? [one.text.text] : [])) : [],
  );

describe.each(CELLS)('in $language, $kind', ({ language, kind, text }) => {
  const failure = failureOf(kind);
  const { title, cause, next } = text.failures.kinds[kind];

  test('has a title without a full stop, and sentences for why and what to do', () => {
    expect(title).not.toMatch(/[.。！!]$/u);
    expect(title.length).toBeLessThanOrEqual(50);
    expectSentences(cause, language);
    expectSentences(next, language);
    if (language === 'zh') for (const words of [title, cause, next]) expect(words).toMatch(/\p{Script=Han}/u);
  });

  test('is reported on the card and in the direct message, with its buttons', () => {
    const { request, instances } = sampleState(1, ['failed'], [failure]);
    for (const { blocks } of [renderCard(request, instances, text), renderDm(request, instances, text)]) {
      expectExplained(blocks as unknown as readonly Block[], failure, text);
      const steps = stepsAfter(kind).map((step) => text.nextSteps.button[step]);
      expect(buttonsOf(blocks as unknown as readonly Block[])).toEqual(expect.arrayContaining(steps));
    }
  });

  test('is reported in the thread, of a creation and of every order', () => {
    const of = sampleNote('failed', 1, 1, failure);
    expectExplained(renderThread([of], text).blocks as unknown as readonly Block[], failure, text);
    for (const what of POWERS) {
      const order = { what, stoppedMode: null, by: 'U07LENAHOF1', at: 0, down: false, acted: null };
      const { blocks } = renderThread([{ ...of, order }], text);
      expectExplained(blocks as unknown as readonly Block[], failure, text, what);
      const words = explainFailure(text, failure, false, what);
      for (const sentences of [words.cause, words.next]) expectSentences(sentences, language);
    }
  });

  test('says while it is retried that there is nothing to do, or who has to mend it, and offers nothing to press', () => {
    const { request, instances } = sampleState(1, ['troubled'], [failure]);
    const { blocks } = renderCard(request, instances, text);
    const { retrying, untilMended } = text.failures;
    expect(JSON.stringify(blocks)).toContain(untilMended[failure.kind as keyof typeof untilMended] ?? retrying);
    expect(JSON.stringify(blocks)).not.toContain(text.card.whatToDo);
    const offered = Object.values(text.nextSteps.button);
    expect(buttonsOf(blocks as unknown as readonly Block[]).filter((one) => offered.includes(one))).toEqual([]);
  });
});
