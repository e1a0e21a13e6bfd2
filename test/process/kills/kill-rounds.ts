import { seededRandom } from '../../../src/sandbox/ecs/seeded.ts';
import { makePlayer, until } from '../../../src/sandbox/player.ts';
import type { CallMoment, SlackMessage } from '../../../src/sandbox/ports.ts';
import { cardsIn, instancesOf, privateMessages, type TestSandbox } from '../../support/sandbox.ts';
import { surplus } from '../../support/surplus.ts';

/** What one kill in the middle of a create has come to. */
export interface Round {
  /** `before RunInstances` and so on. */
  readonly at: string;
  /** What is missing, and what is there more than once, of: the card, the instance, each line of its thread, and the private message. */
  readonly lost: readonly string[];
  readonly double: readonly string[];
  /** From the kill until everything was told, in milliseconds; null where it fell before the submission was taken: then people wait. */
  readonly recoveryMs: number | null;
}

const MILESTONES = ['Pending', 'Stopped', 'Public IP', 'Starting', 'Running'];
const PATIENCE_MS = 60_000;
/** What might come a second time comes within this after the end. */
const AFTERWARDS_MS = 1_500;
/** About so many moments has the form, and so many what comes after it. In one round of three the kill may fall into the form. */
const MOMENTS = { form: 24, after: 24 };
const MAX_TRIES = 5;

export interface Killing {
  readonly sandbox: TestSandbox;
  /** Kills the bot, or one of several, and sees to it that another one goes on. */
  kill(): Promise<void>;
  /** Resolves when somebody can be answered again. */
  ready(): Promise<unknown>;
}

/** Creates an instance and kills the bot at a call drawn by the seed; then looks what is there once all is told. */
export async function killRound({ sandbox, kill, ready }: Killing, seed: number): Promise<Round> {
  await ready();
  const before = { cards: cardsIn(sandbox).length, direct: privateMessages(sandbox).length };
  const fromForm = seed % 3 === 0;
  const chosen = Math.floor(seededRandom(seed)() * (MOMENTS.after + (fromForm ? MOMENTS.form : 0)));
  let isSubmitted = false;
  let count = 0;
  let at = 'never';
  let killedAt = 0;
  const stop = onEveryCall(sandbox, async ({ api, phase }) => {
    if ((!fromForm && !isSubmitted) || count++ !== chosen) return;
    at = `${phase} ${api}`;
    killedAt = Date.now();
    await kill();
  });
  await createStubbornly({ sandbox, kill, ready }, before.cards);
  const submittedAt = Date.now();
  isSubmitted = true;
  const newCards = () => cardsIn(sandbox).slice(before.cards);
  const threads = () => newCards().flatMap(({ replies }) => replies.map(({ text }) => text));
  const isTold = () =>
    threads().some((text) => text.includes('Running:')) && privateMessages(sandbox).length > before.direct;
  await until(sandbox.slack, () => isTold() || null, 'the end to be told', PATIENCE_MS).catch(() => {});
  const toldAt = Date.now();
  await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
  stop();
  const told = threads().flatMap((text) => MILESTONES.filter((milestone) => text.includes(`${milestone}:`)));
  const request = requestIn(newCards());
  const there = [
    ...newCards().map(() => 'card'),
    ...(request === null ? [] : instancesOf(sandbox, request).map(({ Status }) => `instance ${Status}`)),
    ...told.map((milestone) => `line ${milestone}`),
    ...privateMessages(sandbox)
      .slice(before.direct)
      .map(() => 'private message'),
  ];
  const wanted = ['card', 'instance Running', ...MILESTONES.map((one) => `line ${one}`), 'private message'];
  const recoveryMs = killedAt >= submittedAt ? toldAt - killedAt : null;
  return { at, lost: surplus(wanted, there), double: surplus(there, wanted), recoveryMs };
}

/** A kill may fall into the person's own submission; then Slack shows an error, and the person tries again once the bot is back. */
async function createStubbornly({ sandbox, ready }: Killing, cardsBefore: number): Promise<void> {
  const player = makePlayer(sandbox.slack, sandbox.requester, sandbox.channel);
  for (let tries = 0; tries < MAX_TRIES && cardsIn(sandbox).length === cardsBefore; tries++) {
    const sees = await player.create('type=ecs.g7.large image=ubuntu bandwidth=5 name=kill').catch(() => null);
    if (sees?.ok === true) return;
    await ready();
  }
}

const requestIn = ([card]: readonly SlackMessage[]): string | null =>
  JSON.stringify(card?.metadata ?? null).match(/r-[0-9a-z]{10}/)?.[0] ?? null;

function onEveryCall(sandbox: TestSandbox, hook: (call: CallMoment) => Promise<void>): () => void {
  const stops = [sandbox.ecs.onCall(hook), sandbox.slack.onCall(hook)];
  return () => {
    for (const stop of stops) stop();
  };
}
