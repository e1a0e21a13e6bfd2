import { createContext, useContext, useEffect, useRef, useState } from 'react';
import type { SandboxState } from '../../state.ts';
import { api } from '../api.ts';
import type { Session } from '../session.ts';
import { languageOf, type PageLanguage } from '../words/words.ts';
import { perform, type Stage } from './acts.ts';
import { messagesAbout } from './facts.ts';
import type { Player, Scene, Step } from './scene.ts';
import { SCENES, TAKEN_TYPES } from './scenes.ts';

/**
 * The tour's position. `yours`: a person acts, and the tour waits. `busy`: another window runs it. `stuck`: an act was refused.
 */
export interface TourState {
  readonly scene: number;
  readonly step: number;
  readonly phase: 'playing' | 'shown' | 'yours' | 'busy' | 'stuck';
  readonly trouble: string;
  /** That of the person who started it: the played people may have others. */
  readonly language: PageLanguage;
}

export interface Tour {
  /** Null while the tour is off. */
  readonly now: TourState | null;
  start(scene: number): void;
  /** The next step, or the next scene after the last. */
  next(): void;
  /** Continues where it let go. */
  resume(): void;
  skip(): void;
  end(): void;
  letGo(): void;
}

export const TourContext = createContext<Tour | null>(null);

export function useTour(): Tour {
  const tour = useContext(TourContext);
  if (tour === null) throw new Error('useTour needs a TourContext above it');
  return tour;
}

/** The rest of a step, kept while a person acts. */
interface Run {
  readonly abort: AbortController;
  /** The fact has come true: continuing means the next step. */
  done: boolean;
  readonly since: SandboxState;
  acted: number;
}

export function useTourOf(session: Session | null): Tour {
  const [now, setNow] = useState<TourState | null>(null);
  const round = useRef(1);
  const language = useRef<PageLanguage>('en');
  const run = useRef<Run | null>(null);
  const tookOver = useRef(false);
  const { latest, until } = useFacts(session);
  const takeTurn = useTurn(now !== null && now.phase !== 'busy');

  const stop = () => run.current?.abort.abort();

  function play(scene: number, step: number, before: Run | null): void {
    // An earlier step's waits must not act in this one.
    stop();
    const abort = new AbortController();
    const since = before?.since ?? latest().state;
    const current: Run = { abort, done: false, since, acted: before?.acted ?? 0 };
    run.current = current;
    setNow({ scene, step, phase: 'playing', trouble: '', language: language.current });
    walk(scene, step, current).then(
      () => {
        current.done = !abort.signal.aborted;
        if (current.done) setNow({ scene, step, phase: 'shown', trouble: '', language: language.current });
      },
      (error: Error) =>
        abort.signal.aborted ||
        setNow({
          ...{ scene, step, trouble: error.message, language: language.current },
          phase: error instanceof NotOurTurn ? 'busy' : 'stuck',
        }),
    );
  }

  async function walk(sceneAt: number, stepAt: number, current: Run): Promise<void> {
    const { scene, step } = sceneOf(sceneAt, stepAt);
    const { signal } = current.abort;
    await takeTurn();
    if (signal.aborted) return;
    const { state } = latest();
    const user = playerIn(state, step.as, language.current);
    const channel = channelIn(state);
    const name = `tour-${round.current}-${scene.server}`;
    const type = TAKEN_TYPES[(round.current - 1) % TAKEN_TYPES.length] ?? '';
    const stage: Stage = {
      ...{ user, channel, name, type },
      state: () => latest().state,
      until: (find) => until(find, signal),
    };
    show(latest(), step, user, channel);
    const given = { name, user, since: current.since };
    const cameAbout = stage.until((seen) => step.until(seen, given) || null);
    cameAbout.catch(() => {}); // awaited below, where nothing went wrong before
    const acts = async () => {
      for (const act of step.acts.slice(current.acted)) {
        await perform(act, stage);
        if (signal.aborted) return;
        current.acted += 1;
      }
    };
    // The person who took over may have done this step's act.
    await (tookOver.current ? Promise.race([acts(), cameAbout]) : acts());
    if (step.at === 'card') await openCard(stage);
    await cameAbout;
    // A request that follows one that failed has a card of its own, which has come only now.
    if (step.at === 'card') await openCard(stage);
  }

  async function openCard({ until: wait, user, channel, name }: Stage): Promise<void> {
    const isCard = (one: { channel: string }) => one.channel === channel;
    const card = await wait((seen) => messagesAbout(seen, user, name).find(isCard) ?? null);
    if (latest().thread?.ts !== card.message.ts) latest().openThread({ channel, ts: card.message.ts });
  }

  const begin = (scene: number) => {
    stop();
    tookOver.current = false;
    // An unused fault of a scene must not strike in the next one.
    const isOurs = now !== null && now.phase !== 'busy';
    if (isOurs && latest().state.faults.length > 0 && hasFault(now.scene)) api.clearFaults();
    if (scene < SCENES.length) play(scene, 0, null);
    else setNow(null);
  };
  const onwards = () => {
    if (now === null) return;
    const isLast = now.step + 1 >= (SCENES[now.scene]?.steps.length ?? 0);
    if (isLast) begin(now.scene + 1);
    else play(now.scene, now.step + 1, null);
  };
  return {
    now,
    start(scene) {
      round.current = freeRound(latest().state);
      language.current = languageOf(latest().me.locale);
      begin(scene);
    },
    next: onwards,
    resume: () => {
      if (now === null) return;
      if (run.current?.done) onwards();
      else play(now.scene, now.step, run.current);
    },
    skip: () => now && begin(now.scene + 1),
    end: () => begin(SCENES.length),
    letGo() {
      if (now === null || now.phase === 'yours' || now.phase === 'busy') return;
      stop();
      tookOver.current = true;
      setNow({ ...now, phase: 'yours' });
    },
  };
}

class NotOurTurn extends Error {}

const KEEP_TURN_MS = 15_000;

/**
 * Takes the turn for this window, and keeps it while the tour is on. @returns a check that rejects while another window has the
 * turn
 */
function useTurn(isOn: boolean): () => Promise<void> {
  const [mine] = useState(() => `${Date.now()}-${Math.random()}`);
  useEffect(() => {
    if (!isOn) return;
    const leave = () => void api.tour(mine, false);
    const keep = setInterval(() => void api.tour(mine, true), KEEP_TURN_MS);
    addEventListener('pagehide', leave);
    return () => {
      clearInterval(keep);
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [isOn, mine]);
  return async () => {
    const { ok, error } = await api.tour(mine, true);
    if (!ok) throw error === undefined ? new NotOurTurn() : new Error(error);
  };
}

/** The newest session, and waits for facts of its state. */
function useFacts(session: Session | null) {
  const newest = useRef(session);
  newest.current = session;
  const waiting = useRef(new Set<() => void>());
  const state = session?.state;
  useEffect(() => {
    if (state !== undefined) for (const look of [...waiting.current]) look();
  }, [state]);
  const latest = (): Session => {
    if (newest.current === null) throw new Error('there is nobody to play');
    return newest.current;
  };
  const until = <T>(find: (state: SandboxState) => T | null, signal: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      const leave = () => waiting.current.delete(look);
      function look() {
        const found = find(latest().state);
        if (found === null) return;
        leave();
        resolve(found);
      }
      signal.addEventListener('abort', () => {
        leave();
        reject(new Error('let go'));
      });
      waiting.current.add(look);
      look();
    });
  return { latest, until };
}

function sceneOf(at: number, stepAt: number): { readonly scene: Scene; readonly step: Step } {
  const scene = SCENES[at];
  const step = scene?.steps[stepAt];
  if (scene === undefined || step === undefined) throw new Error(`There is no step ${stepAt} in scene ${at}.`);
  return { scene, step };
}

const hasFault = (scene: number): boolean =>
  SCENES[scene]?.steps.some(({ acts }) => acts.some(({ act }) => act === 'fault')) === true;

/** Shows the step's place, as its player. */
function show(session: Session, { at }: Step, user: string, channel: string): void {
  if (session.me.id !== user) session.setMe(user);
  session.setTab(at === 'cloud' ? 'cloud' : 'slack');
  if (at === 'dm') session.go({ kind: 'dm' });
  else if (at !== 'cloud') session.go({ kind: 'channel', id: channel });
}

/** Somebody who reads what the tour says, where there is one. */
function playerIn({ users }: SandboxState, role: Player, language: PageLanguage): string {
  const players = users.filter((user) => user.role === role);
  const player = players.find(({ locale }) => languageOf(locale) === language) ?? players[0] ?? users[0];
  return player?.id ?? '';
}

/** The channel of the team that runs the servers. */
function channelIn({ slack }: SandboxState): string {
  const open = slack.channels.filter(({ is_im, is_private }) => !is_im && is_private !== true);
  return (open.find(({ name }) => name === 'platform') ?? open[0])?.id ?? '';
}

/** The first number that no name has yet, so that the tour can run again. */
function freeRound({ ecs, slack }: SandboxState): number {
  const used = JSON.stringify([ecs.instances.map(({ InstanceName }) => InstanceName), slack.channels]);
  let number = 1;
  while (used.includes(`tour-${number}-`)) number += 1;
  return number;
}
