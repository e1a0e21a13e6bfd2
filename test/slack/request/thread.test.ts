import { expect, test } from 'vitest';
import { FAILURE_KINDS } from '../../../src/core/failure/failure.ts';
import type { Power } from '../../../src/core/power/power.ts';
import type { Note } from '../../../src/core/request/message.ts';
import { sampleFailure, sampleNote } from '../../../src/sandbox/gallery/samples.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { FALLBACK_MAX } from '../../../src/slack/kit/mrkdwn.ts';
import { renderThread } from '../../../src/slack/request/thread.ts';
import { en } from '../../../src/text/en.ts';

test('lines are grouped by milestone, in the order in which an instance passes them', () => {
  const { text } = renderThread(
    [
      sampleNote('running', 1, 3),
      sampleNote('pending', 2, 3),
      sampleNote('stopped', 3, 3),
      sampleNote('running', 3, 3),
    ],
    en,
  );
  expect(text.split('\n')).toEqual([
    'Pending: web-2',
    'Stopped: web-3',
    'Running: web-1 47.93.12.11 (private 10.0.0.4), web-3 47.93.12.13 (private 10.0.0.6)',
  ]);
});

test('the instances of one paragraph stand in their own order, not in that of their letters', () => {
  const notes = [10, 2, 1].map((ordinal) => ({ ...sampleNote('stopped', ordinal, 10), name: `web-${ordinal}` }));
  expect(renderThread(notes, en).text).toBe('Stopped: web-1, web-2, web-10');
});

test('a delay comes before the steps that followed it, and after those before it', () => {
  const delay = sampleNote('troubled', 1, 2, sampleFailure('ambiguous'));
  const ofLines = (notes: readonly Note[]) =>
    renderThread(notes, en)
      .text.split('\n')
      .map((line) => line.split(':')[0]);
  const step = (milestone: Note['milestone']) => sampleNote(milestone, 1, 2);
  const other = sampleNote('stopped', 2, 2);
  expect(ofLines([step('pending'), delay, other, step('starting'), step('running')])).toEqual([
    'Pending',
    'Stopped',
    'Delayed',
    'Starting',
    'Running',
  ]);
  expect(ofLines([step('pending'), step('slow'), step('failed')])).toEqual([
    'Pending',
    'Taking longer than usual',
    'Failed',
  ]);
  expect(ofLines([step('pending'), other, delay])).toEqual(['Pending', 'Stopped', 'Delayed']);
});

test('an instance without a public address is reported with its private one', () => {
  const note: Note = { ...sampleNote('running', 1, 1), publicIp: null };
  expect(renderThread([note], en).text).toBe('Running: web private 10.0.0.4');
  expect(JSON.stringify(renderThread([note], en).blocks)).toContain('*Running*: `web` private `10.0.0.4`');
});

test('a failure says why and what to do, in the blocks and in the text beside them', () => {
  const { text, blocks } = renderThread([sampleNote('failed', 1, 1, sampleFailure('quota'))], en);
  const { title, cause, next } = en.failures.kinds.quota;
  for (const sentence of [title, cause, next]) {
    expect(text).toContain(sentence);
    expect(JSON.stringify(blocks)).toContain(sentence);
  }
  expect(JSON.stringify(blocks)).toContain('QuotaExceed.ElasticQuota');
});

test('a failure after the create says that the instance is there and costs money, and one before it does not', () => {
  const failure = sampleFailure('noStock');
  const failed: Note = { ...sampleNote('failed', 1, 1, failure), cloudId: 'i-left' };
  const told = en.failures.leftBehind(['i-left']);
  const { text, blocks } = renderThread([failed], en);
  expect(text).toContain(told);
  expect(JSON.stringify(blocks)).toContain(told);
  expect(renderThread([{ ...failed, cloudId: null }], en).text).not.toContain('costs money');
  expect(renderThread([{ ...failed, failure: sampleFailure('vanished') }], en).text).not.toContain('costs money');
  expect(renderThread([{ ...failed, milestone: 'troubled' }], en).text).not.toContain('costs money');
});

test('trouble that is retried asks nothing of anybody', () => {
  const { text } = renderThread([sampleNote('troubled', 1, 1, sampleFailure('throttled'))], en);
  expect(text).toContain(en.failures.retrying);
  expect(text).not.toContain(en.failures.kinds.throttled.next);
});

test('a failure whose reason is not known is still told', () => {
  expect(renderThread([sampleNote('failed', 1, 1)], en).text).toBe('Failed: web');
});

test('twenty lines with the longest names and different failures fit into one post', () => {
  const notes = Array.from({ length: 20 }, (_, i): Note => {
    const failure = { ...sampleFailure(FAILURE_KINDS[i] ?? 'unknown'), detail: '<&>'.repeat(100) };
    return { ...sampleNote('failed', i + 1, 20, failure), name: `${i}-${'<&>'.repeat(40)}` };
  });
  const { text, blocks } = renderThread(notes, en);
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(FALLBACK_MAX);
  for (let i = 0; i < 20; i += 1) expect(JSON.stringify(blocks)).toContain(`\`${i}-`);
});

test('waiting for the end of a freeze is reported with its reason and its end, and calls nobody', () => {
  const notes = [1, 2].map((ordinal) => sampleNote('held', ordinal, 2));
  const { text, blocks } = renderThread(notes, en);
  expect(blocks).toHaveLength(1);
  const all = JSON.stringify(blocks);
  expect(all).toContain('`web-1`, `web-2`');
  expect(all).toContain('Reason: moving the network of ∗all∗ regions &lt;!here&gt;');
  expect(all).toContain('<!date^');
  // Slack notifies a person who is mentioned in a thread, and they follow it from then on.
  expect(all).not.toContain('<@');
  expect(text).toBe('Waiting: web-1, web-2. Frozen: moving the network of ∗all∗ regions &lt;!here&gt;');
});

test('two freezes that were told in one post are told apart', () => {
  const [first, second] = [1, 2].map((ordinal) => sampleNote('held', ordinal, 2));
  if (first?.freeze === undefined || second?.freeze === undefined) throw new Error('no freeze');
  const later = { ...second, freeze: { ...second.freeze, version: 2, reason: 'another' } };
  const { blocks } = renderThread([first, later], en);
  expect(blocks).toHaveLength(2);
  expect(JSON.stringify(blocks[1])).toContain('Reason: another');
});

const ofOrder = (milestone: Note['milestone'], what: Power, over: Partial<Note> = {}, ordinal = 1): Note => ({
  ...sampleNote(milestone, ordinal, 2),
  order: { what, stoppedMode: what === 'stop' ? 'StopCharging' : null, by: 'U07LENAHOF1' },
  ...over,
});

test('an order begins a chapter of its own, so that its effects come after it', () => {
  const { text, blocks } = renderThread(
    [
      sampleNote('running', 2, 2),
      ofOrder('ordered', 'stop'),
      ofOrder('stopping', 'stop'),
      ofOrder('ordered', 'start', { replaces: 'stop' }),
      ofOrder('starting', 'start'),
      ofOrder('running', 'start'),
    ],
    en,
  );
  expect(text.split('\n').map((line) => line.split(' 47.')[0])).toEqual([
    'Running: web-2',
    'Ordered: web-1 to be stopped, in economical mode',
    'Stopping: web-1',
    'Ordered: web-1 to be started, replacing the stop in progress',
    'Starting: web-1',
    'Running: web-1',
  ]);
  expect(JSON.stringify(blocks)).toContain('<@U07LENAHOF1> *requested a start*: `web-1`');
  expect(checkBlocks(blocks, 'message')).toEqual([]);
});

test('orders for several instances that come together stand together', () => {
  const { text } = renderThread(
    [
      ofOrder('ordered', 'restart'),
      ofOrder('ordered', 'restart', {}, 2),
      ofOrder('restarting', 'restart'),
      ofOrder('restarting', 'restart', {}, 2),
    ],
    en,
  );
  expect(text.split('\n')).toEqual([
    'Ordered: web-1 to be restarted. Ordered: web-2 to be restarted',
    'Restarting: web-1, web-2',
  ]);
});

test('how a stopped instance is charged for is reported with its stop', () => {
  expect(JSON.stringify(renderThread([ofOrder('halted', 'stop')], en).blocks)).toContain(
    '*Stopped*: `web-1` (economical mode: no charge for vCPUs and memory, only for disks)',
  );
});

test('an order that failed says which, and what to do about it rather than about a creation', () => {
  const failed = (what: Power, kind: (typeof FAILURE_KINDS)[number], code?: string) => {
    const failure = { ...sampleFailure(kind), ...(code === undefined ? {} : { code }) };
    return JSON.stringify(renderThread([ofOrder('failed', what, { failure, cloudId: 'i-1' })], en).blocks);
  };
  expect(failed('start', 'noStock')).toMatch(/Couldn’t be started: Sold out.*Try again later with \/ecs start/);
  expect(failed('stop', 'deadline')).toMatch(/Couldn’t be stopped: Took too long.*didn’t stop in the time/);
  expect(failed('release', 'locked', 'InvalidOperation.DeletionProtection')).toContain('Release protection is on');
  expect(failed('release', 'locked', 'ChargeTypeViolation')).toContain('Let it run out');
  // What exists anyway was not left behind by the order.
  for (const kind of FAILURE_KINDS) expect(failed('stop', kind)).not.toContain('was created and costs money');
});
