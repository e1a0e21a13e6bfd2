/** For requests with too many instances to name each. */
export const many = {
  /** After names in a row. */
  more: (count: number): string => `and ${count} more`,
  /** Before a command. */
  all: 'All of them, with IDs and IPs:',
  /** On the card and in a window, before names: the count per state. */
  stand: (state: string, count: number): string => `${state}: ${count}`,
};
