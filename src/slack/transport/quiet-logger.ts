import { type Logger, LogLevel } from '@slack/web-api';

/** The SDK's own lines say nothing that is not said better where the call was made, with what it was about. */
export const quietLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
