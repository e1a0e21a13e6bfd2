import { expect, test } from 'vitest';
import { asKnown, type FoundInstance } from '../../../src/core/instance/found-instance.ts';
import { sampleInstance, sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { listBoxes } from '../../../src/slack/instance/list-boxes.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';

const running = (n: number): FoundInstance => asKnown(sampleInstance(sampleRequest(3), n, 'running'));
const released = (n: number): FoundInstance => {
  const one = sampleInstance(sampleRequest(3), n, 'running');
  return { cloud: null, own: { ...one, outcome: 'failed', cloudId: null, observed: null }, why: 'gone' };
};
const lead = (mine: readonly FoundInstance[], listed: number, text = en): unknown =>
  (listBoxes(mine, listed, text)[0] as { elements?: { text?: string }[] } | undefined)?.elements?.[0]?.text;

test('why instances of a list have no box is said', () => {
  const two = [running(1), running(2)];
  expect(lead(two, 2)).toBe('Choose some, then click what to do with them.');
  expect(lead(two, 3)).toContain('1 instance has no box because it isn’t yours to act on.');
  expect(lead([...two, released(3)], 3)).toContain('1 has none because nothing can be done with it right now.');
  expect(lead([...two, released(3)], 7, zh)).toBe(
    '勾选实例，再点击操作。4 台您无权操作，不可勾选。1 台当前无可执行的操作，不可勾选。',
  );
  expect(listBoxes([running(1)], 5, en)).toEqual([]);
});
