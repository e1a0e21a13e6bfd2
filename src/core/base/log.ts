/**
 * What every room needs of a logger; pino satisfies it. Fields first, then a constant sentence. Every line about a request carries
 * `requestId`. Errors of the SDKs are never passed in: their messages hold full URLs.
 */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Says nothing; for tests that do not read the log. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
