import { expect, test } from 'vitest';
import { FAILURE_KINDS } from '../../../src/core/failure/failure.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { type Stage, sampleFailure, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { renderDm } from '../../../src/slack/request/dm.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';

/** Every sentence that is read in the blocks, but for short ones as names and labels. */
function sentencesIn(blocks: unknown): readonly string[] {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'text' && typeof inner === 'string') texts.push(inner);
        else walk(inner);
      }
  };
  walk(blocks);
  return texts
    .flatMap((text) => text.split(/\n|[.:] |[。：；]/u))
    .map((sentence) => sentence.replace(/[*_]/gu, '').trim())
    .filter((sentence) => sentence.length > 12 && /\p{L}{2}/u.test(sentence));
}

const SHAPES: readonly (readonly Stage[])[] = [
  ['failed'],
  ['failed', 'failed', 'failed'],
  ['running', 'failed'],
  ['troubled'],
  ['troubled', 'troubled', 'pending'],
];

test.each([
  ['English', en],
  ['Chinese', zh],
])(
  'a failure is told once on its card and once in the message of its end, whatever it is and of however many (%s)',
  (_name, text) => {
    const twice: string[] = [];
    for (const kind of FAILURE_KINDS)
      for (const stages of SHAPES) {
        const { request, instances } = sampleState(stages.length, [...stages]);
        const rows: readonly Instance[] = instances.map((one) =>
          one.failure === null ? one : { ...one, failure: sampleFailure(kind) },
        );
        for (const post of [renderCard(request, rows, text), renderDm(request, rows, text)]) {
          // Its title is how each of several instances stands, one line each.
          const title = text.failures.kinds[kind].title;
          const all = sentencesIn(post.blocks).filter((one) => !one.startsWith(title));
          twice.push(
            ...new Set(all.filter((one, i) => all.indexOf(one) !== i).map((one) => `${kind} ${stages.join()}: ${one}`)),
          );
        }
      }
    expect(twice).toEqual([]);
  },
);
