import { normaliseLeaseDuration } from '../lease/lease-duration.ts';
import { normaliseDisks } from './data-disks.ts';
import type { OptionField } from './option-fields.ts';
import { CREDITS, ENDPOINTS, HARDENINGS, type Login, TOKENS, TRAFFIC_BILLINGS } from './options.ts';
import { NO_GROUPS } from './security-groups.ts';
import { parseSwitch } from './switch.ts';
import { byKey, formatTags, parseTags } from './tags.ts';

const KEY = 'key:';

/** Reads `session`, `image`, or `key:` and the name of a key pair; null for anything else. */
export function parseLogin(word: string): Login | null {
  if (word === 'session' || word === 'image') return { kind: word };
  const name = word.startsWith(KEY) ? word.slice(KEY.length).trim() : '';
  return name === '' ? null : { kind: 'keyPair', name };
}

export const formatLogin = (login: Login): string => (login.kind === 'keyPair' ? `${KEY}${login.name}` : login.kind);

/** Whether the word is the field's word for none, which declines a default. */
export const saysNone = (field: OptionField, word: string | undefined): boolean =>
  NONE[field] === word && word !== undefined;

const NONE: Readonly<Partial<Record<OptionField, string>>> = { lease: 'none', ipv6: '0', groups: NO_GROUPS };

/** Translates a typed word into the stored form; a word that is not understood stays as typed for the judge. */
export const normaliseOption = (field: OptionField, given: string): string =>
  (READERS[field] ?? ((word) => word))(given);

const among =
  (words: readonly string[], others: Readonly<Record<string, string>> = {}) =>
  (given: string): string => {
    const word = given.toLowerCase().replace(/[\s_-]/gu, '');
    return words.find((one) => one.toLowerCase() === word) ?? others[word] ?? given;
  };

const digits = (given: string): string => (/^\+?\d{1,9}$/u.test(given) ? String(Number(given)) : given);
const idOf = (given: string): string => given.toLowerCase();

/** A yes or no in the stored words. */
const eitherOf =
  (on: string, off: string, others: (given: string) => string = (given) => given) =>
  (given: string): string => {
    const meant = parseSwitch(given);
    return meant === null ? others(given) : meant ? on : off;
  };

const READERS: Readonly<Partial<Record<OptionField, (given: string) => string>>> = {
  login: (given) => {
    const word = given.toLowerCase().replace(/[\s_-]/gu, '');
    if (['session', 'sessionmanager', 'nokey', 'none'].includes(word)) return 'session';
    if (['image', 'password', 'passwordinherit', 'imagepassword'].includes(word)) return 'image';
    return given.toLowerCase().startsWith(KEY) ? `${KEY}${given.slice(KEY.length).trim()}` : given;
  },
  tags: (given) => formatTags(parseTags(given).toSorted(byKey)),
  disks: normaliseDisks,
  groups: (given) =>
    given
      .toLowerCase()
      .split(/[\s,;]+/u)
      .filter((id) => id !== '')
      .join(','),
  encrypted: eitherOf('on', 'off'),
  kmskey: idOf,
  traffic: among(TRAFFIC_BILLINGS, { traffic: 'PayByTraffic', bandwidth: 'PayByBandwidth' }),
  inbound: digits,
  protect: eitherOf('on', 'off'),
  lease: normaliseLeaseDuration,
  ipv6: digits,
  resourcegroup: idOf,
  deploymentset: idOf,
  deploymentgroup: digits,
  credit: among(CREDITS),
  hardening: eitherOf('Active', 'Deactive', among(HARDENINGS)),
  metadata: eitherOf('enabled', 'disabled', among(ENDPOINTS)),
  tokens: among(TOKENS, { v2: 'required', imdsv2: 'required' }),
  hops: digits,
  spothours: digits,
  reclaim: among(['Terminate', 'Stop'], { release: 'Terminate' }),
};
