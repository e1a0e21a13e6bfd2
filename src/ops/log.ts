import { pino } from 'pino';
import type { Log } from '../core/log.ts';
import { withoutSecrets } from '../ecs/secrets.ts';

/** JSON lines on standard output, without the secrets of this process and without what stands in fields of their names. */
export function makeLog(level: string, out: { write(line: string): unknown } = pino.destination(1)): Log {
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
