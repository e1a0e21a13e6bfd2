import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/core/request/event.ts';
import { type ChainedEvent, chained, EMPTY_CHAIN, exportLine } from '../../src/core/request/hash-chain.ts';
import { exportTrail, verifyLines } from '../../src/ops/audit.ts';
import type { Trail } from '../../src/store/trail.ts';

const events: readonly ChainedEvent[] = chained(
  EMPTY_CHAIN,
  Array.from(
    { length: 6 },
    (_, n): AuditEvent => ({
      at: 1_800_000_000_000 + n,
      kind: 'instance.observed',
      actor: 'bot',
      requestId: 'r-1',
      instanceId: 'r-1-1',
      data: { n, name: '中 "x"\u2028' },
    }),
  ),
);
const LINES = events.map(exportLine);
const hashOf = (seq: number): string => events[seq - 1]?.hash ?? '';

async function* stream(lines: readonly string[]): AsyncIterable<string> {
  yield* lines;
}

async function verified(lines: readonly string[], includes: string | null = null): Promise<string | number> {
  const verdict = await verifyLines(stream(lines), includes);
  return verdict.ok ? verdict.value.seq : verdict.error;
}

test('what is exported is one line per event, and good as it is', async () => {
  const trail: Trail = {
    async read(take) {
      await take(events.slice(0, 4));
      await take(events.slice(4));
      return events[5] ?? null;
    },
    close: async () => {},
  };
  const parts: string[] = [];
  const end = await exportTrail(trail, async (part) => void parts.push(part));
  expect(end?.hash).toBe(hashOf(6));
  const lines = parts.join('').split('\n').slice(0, -1);
  expect(lines).toEqual(LINES);
  expect(lines.map((line) => JSON.parse(line))).toEqual(events);
  expect(await verified(lines)).toBe(6);
  expect(await verified(['', '> ecs-chatops@1.0.0 audit', '> node audit-main.js export', '', ...lines])).toBe(6);
  expect(await verified([])).toBe(0);
});

const line = (n: number): string => LINES[n - 1] ?? '';

test.each<[string, readonly string[], RegExp]>([
  ['a changed value', LINES.with(2, line(3).replace('"n":2', '"n":9')), /^Line 3 \(event 3, .*was changed/],
  ['a changed actor', LINES.with(2, line(3).replace('"bot"', '"U1"')), /^Line 3 .*was changed/],
  ['another hash', LINES.with(2, line(3).replace(hashOf(3), hashOf(2))), /^Line 3 .*was changed/],
  ['a moment that is none', LINES.with(2, line(3).replace(/"at":\d+/, '"at":99999999999999990')), /^Line 3 .*changed/],
  ['a key put in', LINES.with(2, line(3).replace('{', '{"note":1,')), /^Line 3 is no event as an export/],
  ['a key twice', LINES.with(2, line(3).replace('{', '{"actor":"U1",')), /^Line 3 is no event/],
  ['other white space', LINES.with(2, line(3).replace(':', ': ')), /^Line 3 is no event/],
  ['a line cut off', LINES.with(5, line(6).slice(0, -9)), /^Line 6 is no event/],
  ['no JSON', LINES.with(0, 'null'), /^Line 1 is no event/],
  ['an empty line between', LINES.toSpliced(3, 0, ''), /^Line 4 is no event/],
  ['a line that is missing', LINES.toSpliced(3, 1), /^Event 4 is missing: line 4 holds event 5/],
  ['the first lines missing', LINES.slice(2), /^Event 1 is missing: line 1 holds event 3/],
  ['two lines swapped', LINES.with(1, line(5)).with(4, line(2)), /^Line 2 was moved: .* event 2, .* in line 5/],
  ['a line twice', LINES.toSpliced(4, 0, line(2)), /^Line 5 does not belong there: it holds event 2/],
])('%s is found and named', async (_, lines, sentence) => {
  expect(await verified(lines)).toMatch(sentence);
});

test('missing last lines show only against a hash that was noted earlier', async () => {
  const cut = LINES.slice(0, 4);
  expect(await verified(cut)).toBe(4);
  expect(await verified(cut, hashOf(6))).toMatch(/nowhere in the trail/);
  expect(await verified(LINES, hashOf(4))).toBe(6);
  expect(await verified([], hashOf(1))).toMatch(/nowhere/);
});

test('no single character of an export can be changed unnoticed', async () => {
  const text = LINES.join('\n');
  for (let place = 0; place < text.length; place += 7) {
    const other = text[place] === '1' ? '2' : '1';
    const changed = `${text.slice(0, place)}${other}${text.slice(place + 1)}`.split('\n');
    expect(typeof (await verified(changed)), `character ${place}`).toBe('string');
  }
});
