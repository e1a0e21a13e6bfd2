import { pino } from 'pino';
import type { Log } from '../core/log.ts';

/** JSON lines on standard output, with the names of secrets redacted wherever they turn up as fields. */
export function makeLog(level: string): Log {
  return pino({
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
  });
}
