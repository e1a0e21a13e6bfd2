import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readBotEnvironment } from './bot-env.ts';
import { startSandbox } from './sandbox.ts';

const USAGE = `Usage: npm run sandbox -- [options]
  --port N                 the page and Slack's Web API (default 4700; 0 = any free port)
  --ecs-port N             the ECS API (default 4701; 0 = any free port)
  --time-scale N           cloud seconds per second, 0.1 to 1000 (default 1)
  --transport socket|http  how Slack reaches the bot (default socket)
  --data-dir DIR           where the bot keeps its data (default: a new directory, deleted at the end)
  --instances N            how many instances of others are there from the beginning, 0 to 5000 (default 0)
  --seed N                 what the simulated cloud draws its chances from (default 1)
  --bot-env NAME=VALUE     a variable of the bot, before the sandbox's own (again for each further one)`;

type Flags = Parameters<typeof startSandbox>[0];

async function main(): Promise<void> {
  const { dataDir: given, ...flags } = readFlags();
  const dataDir = given === null ? mkdtempSync(join(tmpdir(), 'ecs-chatops-')) : resolve(given);
  mkdirSync(dataDir, { recursive: true });
  const leave = () => {
    if (given === null) rmSync(dataDir, { recursive: true, force: true });
  };
  const starting = startSandbox({ ...flags, dataDir, onBotLine: (line) => console.error(line) });
  // Set first, so that a start that is cut short does not leave the bot behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(
      signal,
      () =>
        void starting
          .then(
            (sandbox) => sandbox.close(),
            () => {},
          )
          .then(leave)
          .then(() => process.exit(0)),
    );
  const sandbox = await starting.catch((error) => {
    leave();
    throw error;
  });
  console.log(`SANDBOX READY ${JSON.stringify(sandbox.ready)}`);
  console.error(`Open ${sandbox.page} and take the tour, or type /ecs create`);
  console.error(`The policy is ${sandbox.policyFile}; change it while the bot runs`);
}

function readFlags(): Omit<Flags, 'dataDir'> & { dataDir: string | null } {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4700' },
      'ecs-port': { type: 'string', default: '4701' },
      'time-scale': { type: 'string', default: '1' },
      transport: { type: 'string', default: 'socket' },
      'data-dir': { type: 'string' },
      instances: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      'bot-env': { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const { transport } = values;
  if (transport !== 'socket' && transport !== 'http') throw new Error('--transport is socket or http.');
  return {
    port: number('--port', values.port, 0, 65_535),
    ecsPort: number('--ecs-port', values['ecs-port'], 0, 65_535),
    timeScale: number('--time-scale', values['time-scale'], 0.1, 1000),
    instances: number('--instances', values.instances, 0, 5000),
    seed: number('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    transport,
    environment: readBotEnvironment(values['bot-env']),
    dataDir: values['data-dir'] ?? null,
  };
}

function number(name: string, given: string, min: number, max: number): number {
  const value = Number(given);
  const isWhole = Number.isInteger(value) || name === '--time-scale';
  if (given.trim() === '' || !isWhole || !(value >= min && value <= max))
    throw new Error(`${name} is a ${name === '--time-scale' ? '' : 'whole '}number from ${min} to ${max}.`);
  return value;
}

function sentenceOf({ code = '', message }: Error & { code?: string }): string {
  if (code === 'EADDRINUSE')
    return 'A port of the sandbox is in use already. Choose others with --port and --ecs-port, or 0 for any free one.';
  return code.startsWith('ERR_PARSE_ARGS') || message.startsWith('--') ? `${message}\n\n${USAGE}` : message;
}

main().catch((error: Error) => {
  console.error(sentenceOf(error));
  process.exit(1);
});
