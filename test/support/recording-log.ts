import type { Log } from '../../src/core/base/log.ts';

/** Adds what is logged to `lines`, without what is only for debugging. */
export function recordingLog(lines: Record<string, unknown>[]): Log {
  const record = (level: string) => (fields: object, message: string) => void lines.push({ level, message, ...fields });
  return { debug: () => {}, info: record('info'), warn: record('warn'), error: record('error') };
}
