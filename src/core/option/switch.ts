const ON = new Set(['true', 'yes', 'y', 'on', '1', 'enabled', 'enable', '是', '开', '开启']);
const OFF = new Set(['false', 'no', 'n', 'off', '0', 'disabled', 'disable', '否', '关', '关闭']);

/** Reads a word for yes or no; null for anything else. */
export function parseSwitch(word: string): boolean | null {
  const plain = word.trim().toLowerCase();
  return ON.has(plain) ? true : OFF.has(plain) ? false : null;
}
