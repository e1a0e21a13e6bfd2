import pg from 'pg';
import { type BotProcess, freePort, makeBotProcess } from '../../src/sandbox/bot.ts';
import type { TestPostgres } from '../support/postgres.ts';
import type { TestRedis } from '../support/redis.ts';
import { BUILT_BOT, openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { environmentIn } from './bot-process.ts';

/** By which name the second replica reaches both clouds; the first uses the address. */
export const SECOND_HOST = 'localhost';

export interface Replicas {
  readonly sandbox: TestSandbox;
  readonly second: BotProcess;
  /** What the second was told. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes everything out of their database, the schema too. */
  emptied(): Promise<void>;
  close(): Promise<void>;
}

/** Short, so that what a dead replica held is taken over soon. A replica that stands still for so long loses its work, too. */
const SHORT_CLAIM_MS = 2000;

export interface ReplicaOptions {
  readonly claimMs?: number;
  /** Of the second, which may be of another version. */
  readonly entry?: string;
}

/** The sandbox's own bot and another one on the same database and limiter, each with a link to Slack of its own. */
export async function openTwoReplicas(
  postgres: TestPostgres,
  redis: TestRedis,
  { claimMs = SHORT_CLAIM_MS, entry = BUILT_BOT }: ReplicaOptions = {},
): Promise<Replicas> {
  const shared = {
    DATABASE_URL: await postgres.database(),
    POLICY_FILE: 'off',
    REDIS_URL: redis.url,
    CLAIM_MS: String(claimMs),
    LOOK_EVERY_MS: '150',
    FIRST_LOOK_MS: '100',
    GRACE_MS: '3000',
    SLOW_AFTER_MS: '9000',
    DEADLINE_MS: '45000',
    ECS_PER_SECOND: '50',
    ECS_CREATE_PER_SECOND: '10',
  };
  const sandbox = await openSandbox({ environment: shared });
  const environment = { ...ofSecond(environmentIn(sandbox)), ...shared };
  const second = makeBotProcess({
    entry,
    environment,
    healthPort: await freePort(),
    onLine: () => {},
    onChange: () => {},
  });
  const close = async () => {
    await second.stop();
    await sandbox.close();
  };
  const emptied = async () => {
    const client = new pg.Client({ connectionString: shared.DATABASE_URL });
    await client.connect();
    await client.query('drop schema public cascade; create schema public');
    await client.end();
  };
  await second.start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { sandbox, second, environment, emptied, close };
}

const ofSecond = (environment: Readonly<Record<string, string>>): Record<string, string> => {
  const named = ['SLACK_API_URL', 'ECS_ENDPOINT'].map((name) => [
    name,
    String(environment[name]).replace('127.0.0.1', SECOND_HOST),
  ]);
  return { ...environment, ...Object.fromEntries(named) };
};
