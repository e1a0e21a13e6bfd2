import { expect, test, vi } from 'vitest';
import { makePlayer, until } from '../../src/sandbox/player.ts';
import type { CallMoment, SlackMessage } from '../../src/sandbox/ports.ts';
import { cardsIn, instancesOf, privateMessages, type TestSandbox, testSandbox } from '../support/sandbox.ts';

const MILESTONES = ['Pending', 'Stopped', 'Public IP', 'Starting', 'Running'];

/** Every outside call of a create is two moments: the bot dies before it took effect, or after it and before the answer. */
const nameOf = ({ api, phase }: CallMoment): string => `${phase} ${api}`;

/** What changes something, and no bot can do without: it is died at each of these calls. Of all others, at the first that comes. */
const EVERY_TIME = [
  'views.open',
  'chat.postMessage',
  'chat.update',
  'CreateInstance',
  'AllocatePublicIpAddress',
  'StartInstance',
];

interface Moment {
  readonly name: string;
  /** Which call of that name in one create, from 1. */
  readonly nth: number;
}

/** Slack takes a form within three seconds of the command: who has none after this tries again. */
const FORM_MS = 5000;

/** Its state shows the newest hundred messages of a channel, by which the test counts. */
const CREATES_A_SANDBOX = 50;

test('killed between any two steps of a create, the bot ends with one instance, one card and a complete thread', async () => {
  let sandbox = await testSandbox();
  await startAfresh(sandbox);
  const moments = await watchOne(sandbox);
  const died = new Set<string>();
  for (const [done, moment] of moments.entries()) {
    if (done % CREATES_A_SANDBOX === CREATES_A_SANDBOX - 1) sandbox = await testSandbox();
    if (await dieAt(sandbox, moment)) died.add(moment.name);
    // A bot that knows the lists already makes fewer calls.
    else await startAfresh(sandbox);
  }
  const everyTime = EVERY_TIME.flatMap((api) => [`before ${api}`, `after ${api}`]);
  expect([...died], 'it died before and after every call of every create').toEqual(expect.arrayContaining(everyTime));
  expect(died.size, 'and of many others').toBeGreaterThan(18);
}, 1_800_000);

/** The moments of one undisturbed create by a bot that has just started. */
async function watchOne(sandbox: TestSandbox): Promise<readonly Moment[]> {
  const seen: Moment[] = [];
  const count = counter();
  const stop = onEveryCall(sandbox, (call) => {
    const moment = { name: nameOf(call), nth: count(call) };
    if (moment.nth === 1 || EVERY_TIME.includes(call.api)) seen.push(moment);
  });
  await createAndCheck(sandbox, 'undisturbed');
  stop();
  return seen;
}

/** How often a call has come to this moment. */
function counter(): (call: CallMoment) => number {
  const counts = new Map<string, number>();
  return (call) => {
    const count = (counts.get(nameOf(call)) ?? 0) + 1;
    counts.set(nameOf(call), count);
    return count;
  };
}

/** Whether the create came to the moment, and the bot died there. */
async function dieAt(sandbox: TestSandbox, { name, nth }: Moment): Promise<boolean> {
  const count = counter();
  let died = false;
  const stop = onEveryCall(sandbox, async (call) => {
    if (died || count(call) !== nth || nameOf(call) !== name) return;
    died = true;
    await sandbox.bot.kill();
    void sandbox.bot.start();
  });
  await createAndCheck(sandbox, `killed ${name} (${nth})`).catch((error: Error) => {
    throw new Error(`Killed ${name} (${nth}): ${error.message}\n${stateOf(sandbox)}`);
  });
  stop();
  await running(sandbox);
  return died;
}

async function startAfresh(sandbox: TestSandbox): Promise<void> {
  await sandbox.bot.kill();
  void sandbox.bot.start();
  await running(sandbox);
}

function running(sandbox: TestSandbox): Promise<boolean> {
  return vi.waitUntil(() => sandbox.bot.state() === 'running' && sandbox.slack.state().connected, {
    timeout: 60_000,
    interval: 20,
  });
}

async function createAndCheck(sandbox: TestSandbox, what: string): Promise<void> {
  const before = { cards: cardsIn(sandbox).length, direct: privateMessages(sandbox).length };
  const player = makePlayer(sandbox.slack, sandbox.requester, sandbox.channel, FORM_MS);
  // A kill may fall into the person's own submission; then Slack shows an error, and the person tries again once the bot is back.
  const trouble: string[] = [];
  while (cardsIn(sandbox).length === before.cards && trouble.length < 5) {
    const sees = await player
      .create('type=ecs.g7.large image=ubuntu bandwidth=5 name=kill')
      .catch((error: Error) => error);
    if (!(sees instanceof Error) && sees.ok) break;
    trouble.push(sees instanceof Error ? sees.message : JSON.stringify(sees));
    await running(sandbox);
  }
  expect(trouble.length, `the person tried again and again: ${trouble.join('; ')}`).toBeLessThan(5);
  // The card may be the last to tell it.
  const isTold = () => {
    const card = cardsIn(sandbox).at(before.cards);
    const inThread = card?.replies.some(({ text }) => text.includes('Running:')) === true;
    const onCard = /`[^`]+` Running/.test(JSON.stringify(card?.blocks ?? []));
    return inThread && onCard && privateMessages(sandbox).length > before.direct;
  };
  await until(sandbox.slack, () => isTold() || null, `the end to be told (${what})`);
  const cards = cardsIn(sandbox).slice(before.cards);
  expect(cards, 'one card').toHaveLength(1);
  const card = cards[0] as SlackMessage;
  const request = JSON.stringify(card.metadata).match(/r-[0-9a-z]{10}/)?.[0] ?? 'no request id';
  expect(statusesOf(sandbox, request), 'one running instance').toEqual(['Running']);
  const told = card.replies.flatMap(({ text }) => MILESTONES.filter((milestone) => text.includes(`${milestone}:`)));
  expect(told, 'each milestone once, in order').toEqual(MILESTONES);
}

/** What a person would look at first when this fails. */
function stateOf(sandbox: TestSandbox): string {
  const thread = cardsIn(sandbox)
    .at(-1)
    ?.replies.map(({ text }) => text);
  return JSON.stringify({ thread, direct: privateMessages(sandbox).length, log: sandbox.lines.slice(-8) }, null, 1);
}

const statusesOf = (sandbox: TestSandbox, request: string): readonly unknown[] =>
  instancesOf(sandbox, request).map(({ Status }) => Status);

function onEveryCall(sandbox: TestSandbox, hook: (call: CallMoment) => void | Promise<void>): () => void {
  const stops = [sandbox.ecs.onCall(hook), sandbox.slack.onCall(hook)];
  return () => {
    for (const stop of stops) stop();
  };
}
