import { type Logger, LogLevel } from '@slack/web-api';

/** The SDK's log lines add nothing to those at the call, which also name its subject. */
export const quietLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
