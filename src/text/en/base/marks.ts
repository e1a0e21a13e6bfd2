/**
 * What stands between parts that are put together outside of the catalogue. `stop`: between sentences; `end`: after the last; `gap`: before
 * parentheses; `along`: before what goes with what was said; `list`: between names, ids and people in a row. Beside bold words Slack needs
 * the Latin ones in any language.
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
};
