import type { KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { FAILURE_KINDS } from '../../../src/core/failure/failure.ts';
import type { Instance, Status } from '../../../src/core/instance/instance.ts';
import type { Power } from '../../../src/core/power/power.ts';
import type { Charge } from '../../../src/core/spec/charge.ts';
import { sampleFailure, sampleFreeze, sampleQuoteOf, sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blockkit/check.ts';
import { LIMITS, textLength } from '../../../src/slack/kit/blocks.ts';
import { FALLBACK_MAX } from '../../../src/slack/kit/mrkdwn.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { renderDm } from '../../../src/slack/request/dm.ts';
import { en } from '../../../src/text/en.ts';

const card = (...args: Parameters<typeof sampleState>) => {
  const { request, instances } = sampleState(...args);
  return renderCard(request, instances, en);
};
const prepaid = (period: number, autoRenew: boolean): Charge => ({
  kind: 'prepaid',
  term: { unit: 'Month', period },
  autoRenew,
});
const shown = (blocks: readonly KnownBlock[]): string => JSON.stringify(blocks);

test('the card says what was asked for, by whom, and the state of each instance', () => {
  const { text, blocks } = card(3, ['running', 'starting', 'waiting']);
  expect(text).toBe('3 × ecs.g7.large in cn-beijing-h: 1 of 3 running, 2 in progress');
  const all = shown(blocks);
  for (const fact of [
    '3 × ecs.g7.large in cn-beijing-h',
    '<@U07LENAHOF1>',
    'web-1 … web-3',
    'ubuntu_22_04_x64_20G_alibase_20260815.vhd',
    '40 GiB ESSD PL1',
    '5 Mbit/s',
    '✅ `web-1` Running · `47.93.12.11` (private `10.0.0.4`) · `i-2ze4f8h1k5m9p3s7v0x1`',
    '⏳ `web-2` Starting',
    '▫️ `web-3` Queued',
  ])
    expect(all).toContain(fact);
});

test('what waits for the end of a freeze says so, with who, why and until when, and asks nothing of anybody', () => {
  const freeze = sampleFreeze();
  const { request, instances } = sampleState(3, ['held', 'heldStopped', 'starting']);
  const troubled = instances.map((each, i) => (i === 0 ? { ...each, failure: sampleFailure('throttled') } : each));
  const all = shown(renderCard(request, troubled, en).blocks);
  for (const fact of [
    '🧊 `web-1` Waiting for the freeze to end',
    '🧊 `web-2` Stopped: set up, starts after the freeze',
    '⏳ `web-3` Starting',
    `Frozen by <@${freeze.by}>. Reason: moving the network of ∗all∗ regions &lt;!here&gt;`,
    `<!date^${(freeze.until ?? 0) / 1000}^`,
  ])
    expect(all).toContain(fact);
  expect(all.split(en.freeze.waiting)).toHaveLength(2);
  // It is not tried again at the moment, whatever went wrong before.
  expect(all).not.toContain('trying again');
  const forever = instances.map((each) => ({ ...each, heldBy: sampleFreeze({ until: null }) }));
  expect(shown(renderCard(request, forever, en).blocks)).toContain(en.freeze.goesOnWhenLifted);
});

test('the card says the price at which it was asked for, per hour and about per month', () => {
  const all = shown(card(2, ['running']).blocks);
  expect(all).toContain(
    'Price when requested\\nCNY 1.254666 per hour, about CNY 915.91 per month (730 hours), for both instances',
  );
});

test.each<readonly [Charge, string]>([
  [{ kind: 'payAsYouGo' }, 'Billing method\\npay-as-you-go'],
  [{ kind: 'spot', limitMicros: null }, 'Billing method\\nspot, at the market price'],
  [{ kind: 'spot', limitMicros: 350_000 }, 'Billing method\\nspot, at the market price up to 0.35 per hour each'],
  [prepaid(12, false), 'Billing method\\nprepaid for 12 months, no auto-renewal'],
  [prepaid(12, true), 'Billing method\\nprepaid for 12 months, auto-renews'],
  [
    { kind: 'prepaid', term: { unit: 'Month', period: 12 }, autoRenew: true, renewsBy: { unit: 'Month', period: 1 } },
    'Billing method\\nprepaid for 12 months, auto-renews for 1 month at a time',
  ],
  [prepaid(60, true), 'Billing method\\nprepaid for 60 months, auto-renews for 1 month at a time'],
])('the card says how it is paid for: %j', (charge, fact) => {
  const { request, instances } = sampleState(1, ['running']);
  expect(shown(renderCard({ ...request, spec: { ...request.spec, charge } }, instances, en).blocks)).toContain(
    `${fact}"`,
  );
});

test('the card says what was to be debited at once, and for how long', () => {
  const { request, instances } = sampleState(2, ['running']);
  const charge = prepaid(12, false);
  const year = { ...request, spec: { ...request.spec, charge }, quote: sampleQuoteOf(charge, 2) };
  expect(shown(renderCard(year, instances, en).blocks)).toContain(
    'Price when requested\\nCNY 3,787.06 upfront for 12 months',
  );
});

test('a price that was not known is said, and a request of a version without prices says nothing of it', () => {
  const { request, instances } = sampleState(1, ['waiting']);
  const { quote: _quote, ...earlier } = request;
  expect(shown(renderCard({ ...request, quote: null }, instances, en).blocks)).toContain('unknown at that time');
  expect(shown(renderCard(earlier, instances, en).blocks)).not.toContain(en.money.card.name);
});

test('what was asked for is plain text', () => {
  const { request, instances } = sampleState(1, ['waiting']);
  const hostile = '*Approved* by <@U1> <!channel>';
  const { blocks } = renderCard({ ...request, spec: { ...request.spec, name: hostile } }, instances, en);
  const field = blocks.flatMap((block) => (block.type === 'section' ? (block.fields ?? []) : []))[0];
  expect(field).toEqual({ type: 'plain_text', text: `Name\n${hostile}`, emoji: false });
});

test('a hostile name mentions nobody and formats nothing in any post', () => {
  const { request, instances } = sampleState(2, ['running', 'failed']);
  const name = '<!channel> `*x*` :tada: \u202Egnp';
  const named = instances.map((each) => ({ ...each, spec: { ...each.spec, name } }));
  for (const post of [
    renderCard({ ...request, spec: { ...request.spec, name } }, named, en),
    renderDm(request, named, en),
  ]) {
    const marked = [post.text, ...mrkdwnOf(post.blocks)];
    for (const text of marked) expect(text).not.toMatch(/<!channel|\u202E/);
    expect(marked.join('\n')).toContain('`&lt;!channel&gt; ˋ*x*ˋ :tada: �gnp`');
  }
});

test('under way and ended look different', () => {
  const underWay = shown(card(1, ['pending']).blocks);
  const ended = shown(card(1, ['running']).blocks);
  expect(underWay).toContain(en.card.updatesItself);
  expect(underWay).not.toContain(en.card.closed);
  expect(ended).toContain('✅ *Running*');
  expect(shown(card(2, ['failed']).blocks)).toContain('❌ *Both failed*');
  expect(shown(card(2, ['running', 'failed']).blocks)).toContain('⚠️ *1 of 2 running, 1 of 2 failed*');
});

/** How one instance stands, by a letter. */
const STANDS: Readonly<Record<string, Partial<Instance>>> = {
  running: { outcome: 'reached', wanted: 'running' },
  stopped: { outcome: 'reached', wanted: 'stopped' },
  released: { outcome: 'reached', wanted: 'released' },
  failed: { outcome: 'failed', failure: sampleFailure('noStock'), cloudId: null },
  withdrawn: { outcome: 'withdrawn', cloudId: null },
  pending: { outcome: null },
};

const multisets = (names: readonly string[], size: number): string[][] =>
  size === 0 ? [[]] : names.flatMap((name, n) => multisets(names.slice(n), size - 1).map((more) => [name, ...more]));

/** By hand, for every kind of mixture: which states there are, in the order of `STANDS`, and what the headline begins with. */
function markOf(states: readonly string[]): string {
  const all = new Set(states);
  if (all.has('pending')) return '⏳';
  if (all.has('failed')) return all.size === 1 || (all.size === 2 && all.has('withdrawn')) ? '❌' : '⚠️';
  if (all.size === 1) return { running: '✅', stopped: '⏹️', released: '🗑️', withdrawn: '↩️' }[states[0] ?? ''] ?? '';
  if (all.has('running')) return '▶️';
  return all.has('stopped') ? '⏹️' : '🗑️';
}

test.each([1, 2, 3, 4])(
  'the headline of %i instances says what is true of them together, in every mixture',
  (amount) => {
    for (const states of multisets(Object.keys(STANDS), amount)) {
      const { request, instances } = sampleState(amount, ['running']);
      const rows = instances.map((each, n) => ({ ...each, ...STANDS[states[n] ?? ''] }));
      const { text, blocks } = renderCard(request, rows, en);
      const headline =
        shown(blocks)
          .match(/"mrkdwn","text":"([^ "]+) \*([^*]+)\*"/u)
          ?.slice(1) ?? [];
      const count = (state: string) => states.filter((one) => one === state).length;
      const said = headline[1] ?? '';
      expect([states, headline[0]]).toEqual([states, markOf(states)]);
      expect(text).toContain(said.slice(1));
      for (const [state, word] of Object.keys(STANDS).map((one) => [one, one === 'pending' ? 'in progress' : one])) {
        const told = new RegExp(`(?:^|, )(?:(\\d+)(?: of \\d+)? |Both |All \\d+ )?${word}`, 'iu').exec(said);
        const many = told === null ? 0 : Number(told[1] ?? amount);
        expect([states, word, many]).toEqual([states, word, count(state ?? '')]);
      }
    }
  },
);

test.each([
  ['⏹️ *Stopped*', { wanted: 'stopped' }, 'finished'],
  ['🗑️ *Released*', { wanted: 'released' }, 'finished'],
  ['✅ *Running*', {}, 'creating'],
] as const)('the headline has the mark of the lines below it: %s', (headline, over, state) => {
  const { request, instances } = sampleState(1, ['running']);
  const rows = instances.map((each) => ({ ...each, ...over }));
  expect(shown(renderCard({ ...request, state }, rows, en).blocks)).toContain(headline);
});

test.each([
  ['running', 'updatesItself'],
  ['stoppedByOrder', 'updatesItself'],
  ['failedButExists', 'updatesItself'],
  ['doubtful', 'updatesItself'],
  ['released', 'closed'],
  ['failed', 'closed'],
] as const)('the small print of a finished request whose instance is %s: %s', (state, small) => {
  const { request, instances } = sampleState(1, ['running']);
  const [running] = instances as [Instance];
  const rows: Readonly<Record<typeof state, Partial<Instance>>> = {
    running: {},
    stoppedByOrder: { wanted: 'stopped' },
    failedButExists: { outcome: 'failed', failure: sampleFailure('deadline') },
    doubtful: { outcome: 'failed', failure: sampleFailure('doubtful'), cloudId: null },
    released: { wanted: 'released' },
    failed: { outcome: 'failed', failure: sampleFailure('noStock'), cloudId: null },
  };
  const all = shown(renderCard(request, [{ ...running, ...rows[state] }], en).blocks);
  expect(all).toContain(en.card[small]);
  expect(all).not.toContain(en.card[small === 'closed' ? 'updatesItself' : 'closed']);
});

test('the same state is the same card to the letter', () => {
  expect(card(3, ['running', 'troubled'])).toEqual(card(3, ['running', 'troubled']));
  expect(card(3, ['running', 'troubled'])).not.toEqual(card(3, ['running', 'pending']));
});

test.each(FAILURE_KINDS)('a failure of kind %s is explained with its next step and its small print', (kind) => {
  const failure = sampleFailure(kind);
  const { title, cause, next } = en.failures.kinds[kind];
  const failed = shown(card(2, ['failed'], [failure]).blocks);
  for (const sentence of [title, cause, next]) expect(failed).toContain(sentence.replaceAll('`', 'ˋ'));
  for (const small of [failure.code, failure.requestId]) if (small !== null) expect(failed).toContain(small);
  const passing = shown(card(2, ['troubled'], [failure]).blocks);
  const { retrying, untilMended } = en.failures;
  expect(passing).toContain(untilMended[kind as keyof typeof untilMended] ?? retrying);
  expect(passing).not.toContain(next);
});

test('the lists of what runs hold the first hundred, and it is said what to do for the others', () => {
  const { request, instances } = sampleState(101, ['running']);
  const said = JSON.stringify(renderCard(request, instances, en).blocks);
  expect(said).toContain(
    `Only the first 100 can be picked here. For the others, send for example /ecs connect ${instances[100]?.spec.name}.`,
  );
  const fewer = sampleState(100, ['running']);
  expect(JSON.stringify(renderCard(fewer.request, fewer.instances, en).blocks)).not.toContain('can be picked here');
});

test('what is billed by the hour also says that nothing was bought, and only where nothing was', () => {
  const nothing = 'Nothing was bought or charged.';
  expect(shown(card(2, ['failed']).blocks)).toContain(nothing);
  for (const stages of [['failed', 'running'], ['failed', 'creating'], ['running'], ['waiting']] as const)
    expect(shown(card(2, [...stages]).blocks)).not.toContain(nothing);
  const { request, instances } = sampleState(1, ['failed']);
  const doubtful = instances.map((one) => ({ ...one, failure: sampleFailure('doubtful') }));
  expect(shown(renderCard(request, doubtful, en).blocks)).not.toContain(nothing);
});

test('the same failure of many instances is explained once', () => {
  const all = shown(card(20, ['failed'], [sampleFailure('noStock')]).blocks);
  expect(all.split(en.failures.kinds.noStock.cause)).toHaveLength(2);
});

const STARTED: Instance['order'] = { what: 'start', stoppedMode: null, by: 'U1', at: 0, down: false, acted: null };

test('of many, those of which the same is said are one line, whatever else is different, in the order of their names', () => {
  const stages = ['running', 'starting', 'waiting', 'failed'] as const;
  const { request, instances } = sampleState(80, [...stages], [sampleFailure('noStock')]);
  const others = instances.map((one, i) => ({
    ...one,
    ...(one.failure && { failure: { ...one.failure, requestId: `request-${i}` } }),
    ...(i === 0 && { order: STARTED }),
  }));
  const rows = shown(renderCard(request, others, en).blocks).match(/(?:✅|⏳|▫️|❌) [^·"*]*: \d+ · `[^`]+`/gu);
  expect(rows).toEqual([
    '✅ Running: 20 · `web-01`',
    '⏳ Starting: 20 · `web-02`',
    '▫️ Queued: 20 · `web-03`',
    expect.stringMatching(/^❌ .*: 20 · `web-04`$/u),
  ]);
});

test('twenty instances with the longest names and all kinds of failures still fit, with each of them shown', () => {
  const { request, instances } = sampleState(
    20,
    ['failed'],
    FAILURE_KINDS.map((kind) => ({ ...sampleFailure(kind), detail: '<&>'.repeat(100) })),
  );
  const long = instances.map((each, i) => ({ ...each, spec: { ...each.spec, name: `${i}-${'<&>'.repeat(40)}` } }));
  for (const { blocks, text } of [renderCard(request, long, en), renderDm(request, long, en)]) {
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(textLength(blocks)).toBeLessThanOrEqual(LIMITS.blockTextPerMessage);
    expect(text.length).toBeLessThanOrEqual(FALLBACK_MAX);
    for (let i = 0; i < 20; i += 1) expect(shown(blocks)).toContain(`❌ \`${i}-`);
  }
});

test('a link in what the cloud said is not passed on', () => {
  const detail = 'See https://ecs.aliyuncs.com/?Signature=abc&AccessKeyId=LTAI for more';
  const all = shown(card(1, ['failed'], [{ ...sampleFailure('unknown'), detail }]).blocks);
  expect(all).not.toMatch(/https?:|Signature|LTAI/);
  expect(all).toContain('See … for more');
});

function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  if (type === 'mrkdwn' && typeof text === 'string') return [text];
  return Object.values(value).flatMap(mrkdwnOf);
}

test('a card that was posted elsewhere names the channel to invite the bot to, and no conversation between people', () => {
  const { request, instances } = sampleState(1, ['pending']);
  const askedIn = (channel: string): string =>
    shown(renderCard({ ...request, channel }, instances, en, 'D07REQUESTER').blocks);
  expect(askedIn('C07TEAM')).toContain('can’t post in <#C07TEAM>. The card is here instead.');
  expect(askedIn('C07TEAM')).toContain('/invite');
  expect(askedIn('D07OTHERS')).toContain('is here instead.');
  expect(askedIn('D07OTHERS')).not.toMatch(/D07OTHERS|invite/);
  expect(askedIn('U07REQUESTER')).not.toContain('here instead');
});

const underOrder = (what: Power, fields: Partial<Instance>): string => {
  const { request, instances } = sampleState(3, ['running']);
  const order = { what, stoppedMode: null, by: 'U07LENAHOF1', at: 0, down: false, acted: null } as const;
  const wanted = ({ start: 'running', restart: 'running', stop: 'stopped', release: 'released' } as const)[what];
  const rows = instances.map((each, i) => (i === 0 ? { ...each, order, wanted, ...fields } : each));
  const { text, blocks } = renderCard(request, rows, en);
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  return `${text}\n${shown(blocks)}`;
};
const at = (status: Status) => ({ observed: { status, at: 0 } });

test('the card tells what has been ordered of an instance, what came of it, and never calls the order’s failure its own', () => {
  const failure = sampleFailure('deadline');
  expect(underOrder('stop', { ...at('Running'), outcome: null })).toContain('⏳ `web-1` Running, to be stopped');
  const stopped = underOrder('stop', { ...at('Stopped'), outcome: 'reached' });
  expect(stopped).toContain('2 of 3 running, 1 of 3 stopped');
  expect(stopped).toContain('⏹️ `web-1` Stopped');
  const released = underOrder('release', { ...at('Running'), outcome: 'reached' });
  expect(released).toContain('2 of 3 running, 1 of 3 released');
  expect(released).toContain('🗑️ `web-1` Released');
  const failed = underOrder('stop', { ...at('Running'), outcome: 'failed', failure });
  expect(failed).toContain('All 3 running');
  expect(failed).toContain('⚠️ `web-1` Running; couldn’t be stopped: Took too long');
  expect(failed).not.toContain('didn’t reach Running');
  const held = underOrder('start', { ...at('Stopped'), outcome: null, heldBy: sampleFreeze() });
  expect(held).toContain('🧊 `web-1` Stopped, starts after the freeze');
});
