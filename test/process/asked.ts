import { expect } from 'vitest';
import { makePlayer, until } from '../../src/sandbox/player.ts';
import type { SlackMessage } from '../../src/sandbox/ports.ts';
import { cardsIn, instancesOf, privateMessages, type TestSandbox } from '../support/sandbox.ts';

/** What an instance with a public address passes, in the words of its thread. */
const MILESTONES = ['Pending', 'Stopped', 'Public IP', 'Starting', 'Running'];

/** A request that was submitted, and what became visible of it. */
export interface Asked {
  readonly name: string;
  readonly amount: number;
  /** Its card; null until it is posted. Fails when there are two. */
  card(): SlackMessage | null;
  /** Everything its thread says, in order. */
  thread(): string;
  /** What the requester was told privately. */
  told(): readonly SlackMessage[];
  requestId(): string;
  instances(): readonly Readonly<Record<string, unknown>>[];
}

let count = 0;

/** Types `/ecs create`, fills in and submits; the name is new each time. */
export async function ask(
  sandbox: TestSandbox,
  amount = 1,
  channel = sandbox.channel,
  type = 'ecs.g7.large',
): Promise<Asked> {
  count += 1;
  const name = `vm${count}x`;
  const player = makePlayer(sandbox.slack, sandbox.requester, channel);
  const sees = await player.create(`type=${type} image=ubuntu bandwidth=5 name=${name} amount=${amount}`);
  expect(sees, 'what the person sees at the submission').toEqual({ ok: true });
  return asked(sandbox, name, amount, channel);
}

function asked(sandbox: TestSandbox, name: string, amount: number, channel: string): Asked {
  const cards = () => cardsIn(sandbox, channel).filter((card) => JSON.stringify(card.blocks).includes(name));
  const card = () => {
    expect(cards().length, `cards of ${name}`).toBeLessThanOrEqual(1);
    return cards()[0] ?? null;
  };
  const requestId = () => idIn(card()) ?? 'no request id';
  return {
    name,
    amount,
    card,
    requestId,
    thread: () => (card()?.replies ?? []).map(({ text }) => text).join('\n'),
    told: () => privateMessages(sandbox).filter((message) => idIn(message) === requestId()),
    instances: () => instancesOf(sandbox, requestId()),
  };
}

const idIn = (message: SlackMessage | null): string | null =>
  JSON.stringify(message?.metadata ?? null).match(/r-[0-9a-z]{10}/)?.[0] ?? null;

/** Waits until the requester was told the end. */
export async function toEnd(sandbox: TestSandbox, request: Asked, patienceMs = 30_000): Promise<Asked> {
  await fact(sandbox, request, () => request.told().length > 0, 'the private message at its end', patienceMs);
  return request;
}

/** Waits for the end of a request that comes to Running, and for every message about it. */
export async function toRunning(sandbox: TestSandbox, request: Asked, patienceMs = 30_000): Promise<void> {
  await toEnd(sandbox, request, patienceMs);
  const isWhole = () => {
    const stories = [...storiesIn(request.thread()).values()];
    const card = JSON.stringify(request.card()?.blocks);
    return (
      stories.filter((story) => story.includes('Running')).length === request.amount && /✅ \*(?!Approved)/u.test(card)
    );
  };
  await fact(sandbox, request, isWhole, 'its last line in the thread and its card to say so', patienceMs);
  checkRunning(request);
}

/** Waits for a fact of a request; fails with everything that is known instead. */
export async function fact(
  sandbox: TestSandbox,
  request: Asked,
  isSo: () => boolean,
  what: string,
  patienceMs = 30_000,
): Promise<void> {
  await until(sandbox.slack, () => isSo() || null, `${request.name}: ${what}`, patienceMs).catch((error: Error) => {
    const { calls } = sandbox.ecs.state();
    const card = JSON.stringify(request.card()?.blocks);
    const state = { thread: request.thread(), card, calls, log: sandbox.lines.slice(-12) };
    throw new Error(`${error.message}\n${JSON.stringify(state, null, 1)}`);
  });
}

function checkRunning(request: Asked): void {
  const statuses = request.instances().map(({ Status }) => Status);
  expect(statuses, 'one running instance for each asked for').toEqual(Array(request.amount).fill('Running'));
  const stories = storiesIn(request.thread());
  expect(stories.size, 'instances told of').toBe(request.amount);
  // Several are made by one call, which also starts them: they are never Stopped.
  const passed = request.amount === 1 ? MILESTONES : MILESTONES.filter((milestone) => milestone !== 'Stopped');
  for (const [name, story] of stories) expect(story, `what was told of ${name}, in order`).toEqual(passed);
  expect(request.told(), 'private messages').toHaveLength(1);
  const card = JSON.stringify(request.card()?.blocks);
  for (const instance of request.instances()) {
    const { InstanceName: name, PublicIpAddress: address } = instance as {
      InstanceName: string;
      PublicIpAddress: { IpAddress: readonly string[] };
    };
    const ip = address.IpAddress[0] ?? 'no public IP';
    expect(lineOf(request.thread(), 'Running', name), `the address of ${name} in the thread`).toContain(ip);
    for (const [where, text] of Object.entries({ card, message: JSON.stringify(request.told()) }))
      expect(text, `the address of ${name} in the ${where}`).toContain(ip);
  }
}

/** Name -> the milestones in its thread, in order; without troubles and warnings. */
function storiesIn(thread: string): ReadonlyMap<string, readonly string[]> {
  const stories = new Map<string, string[]>();
  for (const line of thread.split('\n')) {
    const milestone = MILESTONES.find((each) => line.startsWith(`${each}: `));
    if (milestone === undefined) continue;
    for (const item of itemsOf(line, milestone)) {
      const name = item.split(' ')[0] ?? '';
      stories.set(name, [...(stories.get(name) ?? []), milestone]);
    }
  }
  return stories;
}

const itemsOf = (line: string, milestone: string): readonly string[] => line.slice(milestone.length + 2).split(', ');

function lineOf(thread: string, milestone: string, name: string): string {
  const lines = thread.split('\n').filter((line) => line.startsWith(`${milestone}: `));
  return lines.flatMap((line) => itemsOf(line, milestone)).find((item) => item.split(' ')[0] === name) ?? '';
}
