import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../core/base/log.ts';
import { withoutSecrets } from '../../ecs/credentials/secrets.ts';

const MAX_LENGTH = 300;
const MAX_READ = 2_000;

/**
 * Bolt's own log lines. Debug and info lines hold payloads, so they are dropped; warnings and errors keep their sentence, without
 * tokens, tickets and objects.
 */
export function boltLog(log: Log): Logger {
  const said = (parts: readonly unknown[]): string =>
    withoutSecrets(parts.filter((part): part is string => typeof part === 'string').join(' '))
      .slice(0, MAX_READ)
      .replace(/xox[a-z]-[\w-]+|xapp-[\w-]+/gu, '[token]')
      .replace(/\b(?:https?|wss?):\/\/\S+/gu, '[url]')
      .slice(0, MAX_LENGTH);
  return {
    debug() {},
    info() {},
    warn: (...parts: unknown[]) => log.warn({ slack: said(parts) }, "Slack's library warns"),
    error: (...parts: unknown[]) => log.error({ slack: said(parts) }, "Slack's library reports an error"),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
