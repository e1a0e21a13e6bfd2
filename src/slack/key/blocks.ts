import { withColons } from '../../core/key/own-key.ts';
import type { Text } from '../../text/en.ts';
import type { KeyInRegion, KeyShown, KeysShown } from '../../usecases/key/list-keys.ts';
import type { Answer } from '../kit/answer.ts';
import { actions, contextBlock, header, LIMITS, section } from '../kit/blocks.ts';
import { clipName, code, fallback, lines, type Mrkdwn, mrkdwn, source } from '../kit/mrkdwn.ts';
import { RUN_BESIDE, RUN_HERE, runButton } from '../kit/run-buttons.ts';

const NAMES_MAX = 5;
const NAME_MAX = 60;
/** A message holds fifty blocks. */
const KEYS_MAX = 20;
/** Characters of text in a message for everything but the keys. */
const BESIDE = 1_500;
/** Characters of the line that counts what has no room. */
const MORE = 20;

/** Answers `/ecs key`: the person's own keys, their regions, and the instances that use them. */
export function keysMessage({ keys, unread, regionsUnread }: KeysShown, text: Text): Answer {
  const { key: words, marks } = text;
  const shown = keys.slice(0, KEYS_MAX);
  const max = Math.min(LIMITS.section, Math.floor((LIMITS.blockTextPerMessage - BESIDE) / Math.max(1, shown.length)));
  return {
    text: fallback(words.title),
    blocks: [
      header(words.title),
      ...(keys.length === 0 ? [section(words.none)] : []),
      ...shown.map((key, index) => ({
        ...section(keyFacts(key, text, max)),
        accessory: runButton(RUN_BESIDE, `key_remove${index}`, words.remove, `key remove ${key.name}`),
      })),
      ...(keys.length === shown.length ? [] : [contextBlock(marks.more(keys.length - shown.length))]),
      ...(unread.length === 0 ? [] : [section(mrkdwn`⚠️ ${words.unread(unread.map(({ region }) => region))}`)]),
      ...(regionsUnread === null ? [] : [section(mrkdwn`⚠️ ${words.regionsUnread}`)]),
      actions('keys', [
        runButton(RUN_BESIDE, 'key_add', words.add, 'key add'),
        runButton(RUN_HERE, 'keys', words.refresh, 'key'),
      ]),
      ...(keys.length === 0 ? [] : [contextBlock(words.fingerprintMeans)]),
    ],
  };
}

/** A key: its name and fingerprint, then one line per region; regions for which there is no room are counted. */
export function keyFacts(
  { name, fingerprints, own, regions }: KeyShown,
  text: Text,
  max: number = LIMITS.section,
): Mrkdwn {
  const { key: words, marks } = text;
  const kind = own === null ? mrkdwn`` : mrkdwn`${marks.comma}${words.kind(own.kind, own.bits)}`;
  const head = [
    mrkdwn`*${clipName(name, NAME_MAX)}*${kind}`,
    ...fingerprints.map((one) => mrkdwn`${words.fingerprint}${marks.colon}${code(withColons(one))}`),
    ...(own !== null && own.removingAt !== null ? [mrkdwn`⚠️ ${words.removing}`] : []),
    ...(regions.length === 0 ? [mrkdwn`${words.noRegion}`] : []),
  ];
  const rows = regions.map((one) => mrkdwn`${one.region}${marks.colon}${inRegion(one, words)}`);
  const lengths = rows.map((row) => source(row).length + 1);
  const room = max - source(lines(head)).length;
  let shown = rows.length;
  for (let used = sumOf(lengths); shown > 0 && used + (shown < rows.length ? MORE : 0) > room; shown -= 1)
    used -= lengths[shown - 1] ?? 0;
  const more = shown === rows.length ? [] : [mrkdwn`${marks.more(rows.length - shown)}`];
  return lines([...head, ...rows.slice(0, shown), ...more]);
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

function inRegion({ is, usedBy, moreUsers = 0 }: KeyInRegion, words: Text['key']): string {
  if (is === 'missing') return words.missing;
  if (usedBy === null) return words.usersUnread;
  if (usedBy.length === 0) return words.unused;
  const names = usedBy.slice(0, NAMES_MAX).map((name) => clipName(name, NAME_MAX));
  return words.usedBy(names, usedBy.length + moreUsers);
}
