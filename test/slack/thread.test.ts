import { expect, test } from 'vitest';
import { FAILURE_KINDS } from '../../src/core/failure.ts';
import type { Note } from '../../src/core/message.ts';
import { sampleFailure, sampleNote } from '../../src/sandbox/gallery-samples.ts';
import { checkBlocks } from '../../src/sandbox/slack/blockkit/check.ts';
import { LIMITS } from '../../src/slack/blocks.ts';
import { renderThread } from '../../src/slack/thread.ts';
import { en } from '../../src/text/en.ts';

test('lines are grouped by milestone, in the order in which an instance passes them', () => {
  const { text } = renderThread([
    sampleNote('running', 1, 3),
    sampleNote('pending', 2, 3),
    sampleNote('stopped', 3, 3),
    sampleNote('running', 3, 3),
  ]);
  expect(text.split('\n')).toEqual([
    'Pending: web-2',
    'Stopped: web-3',
    'Running: web-1 47.93.12.11 (private 10.0.0.4), web-3 47.93.12.13 (private 10.0.0.6)',
  ]);
});

test('an instance without a public address is told with its private one', () => {
  const note: Note = { ...sampleNote('running', 1, 1), publicIp: null };
  expect(renderThread([note]).text).toBe('Running: web private 10.0.0.4');
  expect(JSON.stringify(renderThread([note]).blocks)).toContain('*Running*: `web` private `10.0.0.4`');
});

test('a failure says why and what to do, in the blocks and in the text beside them', () => {
  const { text, blocks } = renderThread([sampleNote('failed', 1, 1, sampleFailure('quota'))]);
  const { title, cause, next } = en.failures.kinds.quota;
  for (const sentence of [title, cause, next]) {
    expect(text).toContain(sentence);
    expect(JSON.stringify(blocks)).toContain(sentence);
  }
  expect(JSON.stringify(blocks)).toContain('QuotaExceed.ElasticQuota');
});

test('trouble that is retried asks nothing of anybody', () => {
  const { text } = renderThread([sampleNote('troubled', 1, 1, sampleFailure('throttled'))]);
  expect(text).toContain(en.failures.retrying);
  expect(text).not.toContain(en.failures.kinds.throttled.next);
});

test('a failure whose reason is not known is still told', () => {
  expect(renderThread([sampleNote('failed', 1, 1)]).text).toBe('Failed: web');
});

test('twenty lines with the longest names and different failures fit into one post', () => {
  const notes = Array.from({ length: 20 }, (_, i): Note => {
    const failure = { ...sampleFailure(FAILURE_KINDS[i] ?? 'unknown'), detail: '<&>'.repeat(100) };
    return { ...sampleNote('failed', i + 1, 20, failure), name: `${i}-${'<&>'.repeat(40)}` };
  });
  const { text, blocks } = renderThread(notes);
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(LIMITS.messageText);
  for (let i = 0; i < 20; i += 1) expect(JSON.stringify(blocks)).toContain(`\`${i}-`);
});

test('waiting for the end of a freeze is told with its reason and its end, and calls nobody', () => {
  const notes = [1, 2].map((ordinal) => sampleNote('held', ordinal, 2));
  const { text, blocks } = renderThread(notes);
  expect(blocks).toHaveLength(1);
  const all = JSON.stringify(blocks);
  expect(all).toContain('`web-1`, `web-2`');
  expect(all).toContain('Reason: moving the network of ∗all∗ regions &lt;!here&gt;');
  expect(all).toContain('<!date^');
  // Whoever is mentioned in a thread is called to it and follows it from then on.
  expect(all).not.toContain('<@');
  expect(text).toBe('Waiting: web-1, web-2. Frozen: moving the network of ∗all∗ regions &lt;!here&gt;');
});

test('two freezes that were told in one post are told apart', () => {
  const [first, second] = [1, 2].map((ordinal) => sampleNote('held', ordinal, 2));
  if (first?.freeze === undefined || second?.freeze === undefined) throw new Error('no freeze');
  const later = { ...second, freeze: { ...second.freeze, version: 2, reason: 'another' } };
  const { blocks } = renderThread([first, later]);
  expect(blocks).toHaveLength(2);
  expect(JSON.stringify(blocks[1])).toContain('Reason: another');
});
