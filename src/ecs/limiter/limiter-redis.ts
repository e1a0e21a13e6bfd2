import Bottleneck from 'bottleneck';
import type { Log } from '../../core/base/log.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';

/** One Redis, through which the limiters of all replicas count together. */
export interface SharedLimits {
  readonly connection: Bottleneck.IORedisConnection;
  /** Whether Redis can be asked at this moment. */
  isUp(): boolean;
  close(): void;
}

// Since version 7, Redis puts `ERR ` before the errors of scripts. Bottleneck compares the bare words; otherwise it neither
// registers again after a stall nor restores its settings after Redis lost them.
const SCRIPT_ERROR = /^ERR (?=SETTINGS_KEY_NOT_FOUND|UNKNOWN_CLIENT)/;

/** Connects, or fails with a sentence that tells the operator what to do. The URL may hold a password and is never repeated. */
export async function connectSharedLimits(
  url: string,
  log: Log,
  patienceMs = 5_000,
): Promise<Result<SharedLimits, string>> {
  const { Redis } = await import('ioredis');
  class BareScriptErrors extends Redis {
    override sendCommand(...[command, stream]: Parameters<InstanceType<typeof Redis>['sendCommand']>): unknown {
      const reject = command.reject;
      command.reject = (error) => {
        error.message = error.message.replace(SCRIPT_ERROR, '');
        reject(error);
      };
      return super.sendCommand(command, stream);
    }
  }
  const client = new BareScriptErrors(url, { maxRetriesPerRequest: 3, connectTimeout: patienceMs });
  const watched = watch(client, log);
  const connection = new Bottleneck.IORedisConnection({ client });
  connection.on('error', () => undefined);
  const shared: SharedLimits = {
    connection,
    isUp: () => client.status === 'ready',
    close: () => void connection.disconnect(false),
  };
  // Its types do not say so, but it is a promise.
  const ready = connection.ready as unknown as Promise<unknown>;
  if (await happens(ready, patienceMs)) return ok(shared);
  shared.close();
  return fail(
    `The Redis of REDIS_URL does not answer (${watched.lastCode()}). Start it and check address and password, or leave ` +
      'REDIS_URL empty: then each replica keeps a rate limit of its own.',
  );
}

interface Emitter {
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'ready' | 'close', listener: () => void): unknown;
}

/** Logs each loss and each return of the connection once, however often the client tries in between. */
function watch(client: Emitter, log: Log): { lastCode(): string } {
  let code = 'no answer';
  let up = false;
  client.on('error', (error) => {
    const { code: errno, message } = error as { code?: unknown; message?: unknown };
    // A ReplyError's first word is its kind, e.g. WRONGPASS.
    code = typeof errno === 'string' ? errno : (/^[A-Z]{3,}/.exec(String(message))?.[0] ?? code);
  });
  client.on('close', () => {
    if (up) log.warn({ code }, 'the rate limiter lost Redis; calls wait or fail until it is back');
    up = false;
  });
  client.on('ready', () => {
    if (!up) log.info({}, 'the rate limiter shares its limits through Redis');
    up = true;
  });
  return { lastCode: () => code };
}

function happens(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  return Promise.race([
    promise.then(
      () => true,
      () => false,
    ),
    late,
  ]).finally(() => clearTimeout(timer));
}
