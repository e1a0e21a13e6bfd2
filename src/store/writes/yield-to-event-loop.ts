/** The number of rows before other work gets a turn. */
const ROWS_PER_TURN = 50;

/**
 * Lets the process do other work between the rows of a long transaction. SQLite blocks the thread, and a thousand rows
 * would delay Slack's acknowledgements and the health checks. The connection stays with the transaction.
 *
 * @param index of the next row, from 0
 */
export const yieldToEventLoop = async (index: number): Promise<void> => {
  if (index > 0 && index % ROWS_PER_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
};
