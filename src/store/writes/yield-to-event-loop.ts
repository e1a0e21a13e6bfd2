/** After so many rows something else may go on. */
const ROWS_PER_TURN = 50;

/**
 * Lets the process do something else between the rows of a long transaction: SQLite answers without ever giving up the thread, and a
 * thousand rows would keep Slack's acknowledgements and the health checks waiting. The connection stays with the transaction.
 *
 * @param index of the row that comes next, from 0
 */
export const yieldToEventLoop = async (index: number): Promise<void> => {
  if (index > 0 && index % ROWS_PER_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
};
