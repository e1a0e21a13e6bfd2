/**
 * Marks between parts that are joined outside of the catalogue. `stop`: between sentences; `end`: after the last; `gap`: before
 * parentheses; `along`: before a companion of the part; `list`: between names, ids and people in a row. Beside bold words, Slack
 * needs the Latin marks in any language.
 */
export const marks = {
  comma: ', ',
  list: ', ',
  colon: ': ',
  semicolon: '; ',
  stop: '. ',
  end: '.',
  gap: ' ',
  along: ' ',
  open: ' (',
  close: ')',
  /** Things of any kind that are not named. */
  more: (count: number): string => `and ${count} more`,
};
