import { parseArgs } from 'node:util';
import { COMMANDS } from '../commands/index.ts';
import { en } from '../text/en.ts';
import { manifestYaml } from './manifest.ts';

const USAGE = 'Usage: npm run manifest [-- --http https://your.host]\n';

/** The host of `--http`; null without it; a sentence when it is no https address. */
function readHost(args: readonly string[]): { readonly host: string | null } | string {
  let http: string | undefined;
  try {
    http = parseArgs({ args: [...args], options: { http: { type: 'string' } } }).values.http;
  } catch {
    return USAGE;
  }
  if (http === undefined) return { host: null };
  const url = URL.canParse(http) ? new URL(http) : null;
  if (url?.protocol === 'https:') return { host: url.origin };
  return `--http needs the https address under which Slack reaches the bot, not "${http}".\n${USAGE}`;
}

const read = readHost(process.argv.slice(2));
if (typeof read === 'string') {
  process.stderr.write(read);
  process.exitCode = 1;
} else {
  process.stdout.write(manifestYaml(COMMANDS, en, read.host));
}
