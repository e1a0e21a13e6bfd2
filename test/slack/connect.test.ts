import { describe, expect, test } from 'vitest';
import type { Log } from '../../src/core/base/log.ts';
import { fail, ok } from '../../src/core/base/result.ts';
import { keepConnecting } from '../../src/slack/connect.ts';
import type { StartupError } from '../../src/slack/transport/startup-errors.ts';

const trouble = (change: Partial<StartupError> = {}): StartupError => ({
  sentence: 'Slack cannot be reached.',
  passing: true,
  retryAfterMs: 0,
  ...change,
});

/** Connects with these outcomes, one after the other, the last one for ever; every pause is over at once. */
function connect(outcomes: readonly (StartupError | null)[], most = 20) {
  const pauses: number[] = [];
  const said: string[] = [];
  let tries = 0;
  const note = (_: object, sentence: string): void => void said.push(sentence);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const app = {
    start: async () => {
      const outcome = outcomes[Math.min(tries, outcomes.length - 1)] ?? null;
      tries += 1;
      return outcome === null ? ok(null) : fail(outcome);
    },
  };
  const after = (ms: number, run: () => void) => {
    pauses.push(ms);
    if (pauses.length < most) queueMicrotask(run);
    else connecting.stop();
    return () => {};
  };
  const connecting = keepConnecting(app, { clock: { now: () => 0, after }, log });
  return { ...connecting, pauses, said, tries: () => tries };
}

describe('connecting to Slack', () => {
  test('is tried again with growing pauses of at most half a minute while the trouble is passing', async () => {
    const tried = connect([...Array.from({ length: 7 }, () => trouble()), null]);
    expect(await tried.outcome).toBe(null);
    expect(tried.pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(tried.said).toEqual(Array.from({ length: 7 }, () => 'Slack cannot be reached.'));
  });

  test('waits as long as Slack asks for', async () => {
    const tried = connect([trouble({ retryAfterMs: 45_000 }), null]);
    await tried.outcome;
    expect(tried.pauses).toEqual([45_000]);
  });

  test('ends with the sentence when Slack refuses the bot for good, also after an outage', async () => {
    const refused = trouble({ passing: false, sentence: 'The token is wrong.' });
    const tried = connect([trouble(), refused]);
    expect(await tried.outcome).toBe('The token is wrong.');
    expect(tried.tries()).toBe(2);
  });

  test('is not tried any more after a stop', async () => {
    const tried = connect([trouble()], 3);
    await expect.poll(() => tried.pauses.length).toBe(3);
    expect(tried.tries()).toBe(3);
  });
});
