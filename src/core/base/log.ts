/**
 * The logger that every room uses; pino implements it. Fields first, then a constant sentence. Every line about a request
 * has `requestId`. Never pass in errors of the SDKs: their messages contain full URLs.
 */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Logs nothing; for tests that do not read the log. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** What is logged of an error: its name alone, as its message can hold anything. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
