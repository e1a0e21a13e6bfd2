import { systemClock } from '../ops/system.ts';
import { runSetup } from './setup.ts';
import { openTerminal } from './terminal.ts';

process.umask(0o077);
process.exitCode = await runSetup({
  terminal: openTerminal(process.stdin, process.stdout),
  environment: process.env,
  directory: process.cwd(),
  clock: systemClock,
});
