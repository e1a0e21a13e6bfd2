/** Limits on what strangers can make the bot's HTTP servers hold, the same for all of them. */

/** For `createServer`. A real client sends its request within a moment. The last value is how often connections are checked. */
export const SERVER_TIMEOUTS = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000 };

/**
 * For the server itself: far more connections than Slack, a supervisor and people ever open, and how long a connection may
 * be idle.
 */
export const SERVER_LIMITS = { maxConnections: 100, timeout: 30_000 };
