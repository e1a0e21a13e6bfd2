import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makePlayer, until } from '../../src/sandbox/player.ts';
import { cardsIn, instancesOf, privateMessages, type TestSandbox, testSandbox } from '../support/sandbox.ts';

/** Slack takes about one message a second and channel. */
const POSTS_PER_SECOND = 1;
const PATIENCE_MS = 100_000;

/** A request for many through the real bot, until its requester was told the end. */
async function broughtUp(amount: number) {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-policy-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'policy.yml');
  writeFileSync(file, 'limits: { maxAmount: 1000 }\n');
  const sandbox = await testSandbox({ timeScale: 10, environment: { POLICY_FILE: file } });
  const calls = watchCalls(sandbox);
  const player = makePlayer(sandbox.slack, sandbox.requester, sandbox.channel);
  const start = Date.now();
  const sees = await player.create(`type=ecs.g7.large image=ubuntu name=fleet amount=${amount}`);
  expect(sees, 'what the person sees at the submission').toEqual({ ok: true });
  const told = () => privateMessages(sandbox).find(({ text }) => text.includes(`All ${amount}`));
  await until(sandbox.slack, () => told() ?? null, `the end of ${amount}`, PATIENCE_MS);
  const last = `fleet-${amount}`;
  const thread = () => (cardsIn(sandbox)[0]?.replies ?? []).map(({ text }) => text).join('\n');
  await until(sandbox.slack, () => toldOf(thread(), 'Running') === amount || null, 'all told as Running', 20_000);
  return { sandbox, calls: calls(), tookMs: Date.now() - start, last, thread: thread() };
}

function watchCalls(sandbox: TestSandbox): () => number {
  const seen = new Set<unknown>();
  sandbox.ecs.onChange(() => {
    for (const call of sandbox.ecs.state().log)
      if (/^(?:Run|Start|Describe)Instances$/u.test(call.action)) seen.add(call);
  });
  return () => seen.size;
}

/** How many a milestone was told of, whether one by one, as ranges, or counted. */
function toldOf(thread: string, milestone: string): number {
  const lines = thread.split('\n').filter((line) => line.startsWith(`${milestone}: `));
  const items = lines.flatMap((line) => line.slice(milestone.length + 2).split(/, | and (?=\d+ more)/u));
  return items.reduce(
    (sum, item) => sum + Number(/\((\d+)\)$|^(\d+) more$/u.exec(item)?.slice(1).find(Boolean) ?? 1),
    0,
  );
}

test.each([300, 1000])(
  'a request for %i comes to Running, told in few messages on one card, each within what Slack takes',
  async (amount) => {
    const { sandbox, calls, tookMs, last, thread } = await broughtUp(amount);
    const requestId = JSON.stringify(cardsIn(sandbox)[0]?.metadata).match(/r-[0-9a-z]{10}/)?.[0] ?? '';
    expect(instancesOf(sandbox, requestId).filter(({ Status }) => Status === 'Running')).toHaveLength(amount);
    const card = cardsIn(sandbox)[0];
    expect(card?.replies?.length ?? 0).toBeLessThanOrEqual(10 + (tookMs / 1000) * POSTS_PER_SECOND);
    const shown = JSON.stringify(card?.blocks);
    expect(shown).toContain(`All ${amount} running`);
    expect(shown).toContain(last);
    expect(shown).toContain('/ecs list cn-hangzhou fleet-');
    expect(toldOf(thread, 'Pending')).toBe(amount);
    // 3 or 10 calls that buy, as many that tell whose the ids are, and looks at how they come up: the slower the machine, the more of
    // those, as the cloud's time runs on. How few they are is held in virtual time, see test/lifecycle/many.test.ts.
    expect(calls / amount).toBeLessThanOrEqual(0.15);
    // Nothing was refused for its length, and nothing went wrong.
    expect(sandbox.lines.join('\n')).not.toMatch(/"level":(40|50|60)/);
  },
);
