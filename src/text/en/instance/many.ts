/** What is said where a request has so many instances that they aren’t named one by one. */
export const many = {
  /** After names in a row. */
  more: (count: number): string => `and ${count} more`,
  /** Before a command. */
  all: 'All of them, with IDs and IPs:',
  /** On the card and in a window, before names: how many stand so. */
  stand: (state: string, count: number): string => `${state}: ${count}`,
};
