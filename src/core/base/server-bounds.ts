/** What strangers can make a server of the bot's hold: the same wherever it listens. */

/** For `createServer`. A real client sends its request within a moment; the last is how often the others are looked after. */
export const SERVER_TIMEOUTS = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000 };

/**
 * For the server itself. Far more connections than Slack, a supervisor and people ever have open, and for how long one may be there on
 * which nothing comes and nothing is being answered.
 */
export const SERVER_LIMITS = { maxConnections: 100, timeout: 30_000 };
