import { nearest } from '../base/nearest.ts';
import { type Draft, FIELDS, type Field } from './spec.ts';

/** What is wrong with the words of a command, as data; `text/` turns it into a sentence. */
export type ArgumentProblem =
  | { readonly problem: 'unknownKey'; readonly given: string; readonly nearest: Field | null }
  | { readonly problem: 'notKeyValue'; readonly given: string }
  | { readonly problem: 'empty'; readonly given: string; readonly field: Field }
  | { readonly problem: 'tooLong'; readonly given: string; readonly field: Field }
  | { readonly problem: 'twice'; readonly given: string; readonly field: Field }
  | {
      readonly problem: 'unknownPreset';
      readonly given: string;
      readonly nearest: string | null;
      readonly names: readonly string[];
    }
  /** The last request was asked for, and there is none yet. */
  | { readonly problem: 'noLast'; readonly given: string };

/** Longer values fit no field: names end at 128, ids far earlier. */
const MAX_VALUE_LENGTH = 200;

/** Other spellings people know from the console, the API and Terraform. Compared without case, `_` and `-`. */
const ALIASES: Readonly<Record<string, Field>> = {
  regionid: 'region',
  zoneid: 'zone',
  availabilityzone: 'zone',
  instancetype: 'type',
  imageid: 'image',
  os: 'image',
  vsw: 'vswitch',
  vswitchid: 'vswitch',
  subnet: 'vswitch',
  sg: 'group',
  securitygroup: 'group',
  securitygroupid: 'group',
  category: 'disk',
  diskcategory: 'disk',
  disktype: 'disk',
  systemdisk: 'disk',
  systemdiskcategory: 'disk',
  disksize: 'size',
  systemdisksize: 'size',
  internetmaxbandwidthout: 'bandwidth',
  bw: 'bandwidth',
  instancename: 'name',
  count: 'amount',
  number: 'amount',
  n: 'amount',
  chargetype: 'charge',
  instancechargetype: 'charge',
  payment: 'charge',
  paymenttype: 'charge',
  billing: 'charge',
  spotstrategy: 'charge',
  term: 'period',
  duration: 'period',
  autorenew: 'renew',
  renewal: 'renew',
  spotpricelimit: 'maxprice',
  pricelimit: 'maxprice',
  maxhourlyprice: 'maxprice',
};

// Slack's clients and phones turn straight quotes into these.
const CLOSING_QUOTE: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '„': '“', '‘': '’', '«': '»' };

/**
 * Splits what follows a slash command into words at white space. Quotes hold words together and are dropped; one that is
 * never closed reaches to the end, so that nothing typed gets lost.
 */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let closing: string | null = null;
  for (const char of text) {
    if (closing !== null) {
      if (char === closing || (closing === '”' && char === '“')) closing = null;
      else word += char;
    } else if (/\s/u.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (opensQuote(char, word)) {
      closing = CLOSING_QUOTE[char] ?? char;
      word ??= '';
    } else {
      word = (word ?? '') + char;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** A quote opens only where a value begins: an apostrophe inside a word is part of it. */
function opensQuote(char: string, word: string | null): boolean {
  return char in CLOSING_QUOTE && (word === null || word.endsWith('='));
}

/** Reads `key=value` words into a draft. Good words count even when others are wrong; of a key given twice the last counts. */
export function parseArguments(words: readonly string[]): {
  readonly draft: Draft;
  readonly problems: readonly ArgumentProblem[];
} {
  const draft: Partial<Record<Field, string>> = {};
  const problems: ArgumentProblem[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 1) {
      problems.push({ problem: 'notKeyValue', given: word });
      continue;
    }
    const key = word.slice(0, equals);
    const value = word.slice(equals + 1).trim();
    const field = fieldOf(key);
    if (field === null) {
      problems.push({ problem: 'unknownKey', given: word, nearest: nearestField(key) });
    } else if (value === '') {
      problems.push({ problem: 'empty', given: word, field });
    } else if (value.length > MAX_VALUE_LENGTH) {
      problems.push({ problem: 'tooLong', given: word, field });
    } else {
      const earlier = draft[field];
      if (earlier !== undefined && earlier !== value) problems.push({ problem: 'twice', given: earlier, field });
      draft[field] = value;
    }
  }
  return { draft, problems };
}

function fieldOf(key: string): Field | null {
  const plain = plainKey(key);
  return FIELDS.find((field) => field === plain) ?? (Object.hasOwn(ALIASES, plain) ? (ALIASES[plain] ?? null) : null);
}

function nearestField(key: string): Field | null {
  const word = nearest(plainKey(key), [...FIELDS, ...Object.keys(ALIASES)]);
  return word === null ? null : fieldOf(word);
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '');
}
