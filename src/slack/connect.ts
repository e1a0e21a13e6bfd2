import type { Clock } from '../core/base/clock.ts';
import type { Log } from '../core/base/log.ts';
import type { SlackApp } from './app.ts';

interface Connecting {
  /**
   * Resolves to null once the bot is connected, or to a sentence when Slack refuses it for good; does not resolve after a stop.
   */
  readonly outcome: Promise<string | null>;
  /** Tries no more. */
  stop(): void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Connects to Slack, however long Slack cannot be reached: work in the cloud goes on meanwhile. */
export function keepConnecting(app: Pick<SlackApp, 'start'>, { clock, log }: { clock: Clock; log: Log }): Connecting {
  let stopped = false;
  let cancelPause = () => {};

  async function connect(tell: (outcome: string | null) => void): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const started = await app.start();
      if (stopped) return;
      if (started.ok) return tell(null);
      const { sentence, passing, retryAfterMs } = started.error;
      if (!passing) return tell(sentence);
      const retryInMs = Math.max(pauseMs, retryAfterMs);
      log.warn({ retryInMs }, sentence);
      await new Promise<void>((resolve) => {
        cancelPause = clock.after(retryInMs, resolve);
      });
    }
  }

  return {
    outcome: new Promise((resolve, reject) => void connect(resolve).catch(reject)),
    stop() {
      stopped = true;
      cancelPause();
    },
  };
}
