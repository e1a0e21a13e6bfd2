import { AssertionError } from 'node:assert';
import type { Log } from '../core/base/log.ts';
import { fail, type Result } from '../core/base/result.ts';
import { type Failure, failureOf } from '../core/failure/failure.ts';
import type { EcsPort } from './port.ts';

type Method = (...given: readonly unknown[]) => Promise<Result<unknown, Failure>>;

/**
 * The port, of which every method resolves. An answer that none of them could read is no answer, and must not end the process.
 * Only a wrong use of a method, which is a bug of the bot, still rejects.
 */
export function resolving(port: EcsPort, log: Log): EcsPort {
  const resolved = Object.entries(port as unknown as Readonly<Record<string, Method>>).map(
    ([name, method]): readonly [string, Method] => [
      name,
      async (...given) => {
        try {
          return await method(...given);
        } catch (error) {
          if (error instanceof AssertionError) throw error;
          const kind = error instanceof Error ? error.name : 'unknown';
          log.error({ method: name, error: kind }, 'an answer of the cloud could not be read');
          return fail(failureOf('ambiguous', { detail: 'The answer could not be read.' }));
        }
      },
    ],
  );
  return Object.fromEntries(resolved) as unknown as EcsPort;
}
