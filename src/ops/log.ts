import { writeSync } from 'node:fs';
import { pino } from 'pino';
import type { Log } from '../core/base/log.ts';
import { withoutSecrets } from '../ecs/credentials/secrets.ts';

/** JSON lines on standard output, without this process's secrets and without fields that have their names. */
export function makeLog(level: string, out: { write(line: string): unknown } = standardOutput): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: [
      'token',
      'botToken',
      'appToken',
      'signingSecret',
      'accessKeySecret',
      'securityToken',
      'password',
      '*.token',
      '*.password',
    ],
  };
  return pino(options, { write: (line: string) => void out.write(withoutSecrets(line)) });
}

const TRIES = 200;
const PAUSE_MS = 10;

/**
 * A line that cannot be written is lost, and the next one is tried again: a full disk under the log must not stop a purchase
 * half-way. Pino's own destination would retry the same line for ever, and the bot would hang. After a lost line it waits for
 * none until one was written.
 */
export function makeOutput(write: (bytes: Buffer) => number, pause: () => void): { write(line: string): void } {
  let isStalled = false;
  let isTorn = false;
  return {
    write(line) {
      let rest = Buffer.from(isTorn ? `\n${line}` : line);
      const whole = rest.length;
      for (let left = isStalled ? 1 : TRIES; rest.length > 0 && left > 0; ) {
        try {
          rest = rest.subarray(write(rest));
        } catch (error) {
          left -= 1;
          // Nobody has read the pipe for a moment.
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') break;
          if (left > 0) pause();
        }
      }
      isStalled = rest.length > 0;
      if (rest.length < whole) isTorn = isStalled;
    },
  };
}

const standardOutput = makeOutput(
  (bytes) => writeSync(1, bytes),
  () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS),
);
