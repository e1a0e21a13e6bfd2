import { hasHidden } from '../base/legible.ts';
import type { Failure } from '../failure/failure.ts';
import type { KeyChoice } from '../option/key-pair.ts';
import type { PublicKey } from './public-key.ts';

/** A person's public key. The bot imports it into every region in which they want a server. */
export interface OwnKey extends PublicKey {
  /** The name of its key pair in every region; unique among all people. */
  readonly name: string;
  /** Slack user id. */
  readonly owner: string;
  /** Every write compares and raises it; from 1. */
  readonly version: number;
  /** Regions in which it was imported, or was about to be: stored before the call. */
  readonly regions: readonly string[];
  /** When its removal began; from then on it is not imported anywhere. Null otherwise. */
  readonly removingAt: number | null;
  /** Null once its owner knows the result of adding it, or why it is not removed everywhere. */
  readonly unseen: KeyUnseen | null;
}

/** An unfinished addition or removal. The process that began it may have died. */
export interface KeyUnseen {
  /** When the lifecycle continues it unless it is finished, milliseconds UTC. */
  readonly dueAt: number;
  /** How often the lifecycle has continued it. */
  readonly tries: number;
}

/** What became of a key in a region. */
export type Brought =
  | { readonly region: string; readonly is: 'imported' | 'there' }
  /** The region has another key pair with its name. */
  | { readonly region: string; readonly is: 'taken' }
  | { readonly region: string; readonly is: 'failed'; readonly failure: Failure }
  /** It was removed meanwhile. */
  | { readonly region: string; readonly is: 'gone' };

/** A key pair in one region. */
export interface KeyPairSeen extends KeyChoice {
  /** MD5 in hexadecimal, without colons. */
  readonly fingerprint: string;
}

/** A region holds 500 key pairs for everybody together. */
export const MAX_KEYS = 10;

export type KeyNameFault = 'missing' | 'malformed';

const NAME = /^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u;

/** Whether the cloud accepts it as the name of a key pair: 2-128 characters, a letter first. */
export function keyNameFault(name: string): KeyNameFault | null {
  if (name === '') return 'missing';
  return NAME.test(name) && !/^https?:/iu.test(name) && !hasHidden(name) ? null : 'malformed';
}

/** A name from the comment of a key: `ines@laptop.local` gives `ines-laptop`; empty if no name can be made. */
export function nameOfComment(comment: string): string {
  const [user = '', host = ''] = comment.split('@', 2);
  const name = [user, host.split('.')[0] ?? '']
    .map((part) => part.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[^\p{L}]+|[-.]+$/gu, ''))
    .filter((part) => part !== '')
    .join('-')
    .slice(0, 64);
  return keyNameFault(name) === null ? name : '';
}

/** Whether a key pair in a region is this key, imported by the bot or by hand. Another person's pair never counts. */
export const isSameKey = (key: Pick<OwnKey, 'owner' | 'fingerprint'>, pair: KeyPairSeen): boolean =>
  pair.fingerprint === key.fingerprint && (pair.owner === null || pair.owner === key.owner);

/** The cloud writes fingerprints with or without colons. */
export const bareFingerprint = (text: string): string => text.replaceAll(':', '').toLowerCase();

/** As `ssh-keygen -l -E md5` writes it. */
export const withColons = (fingerprint: string): string => fingerprint.match(/.{1,2}/gu)?.join(':') ?? '';
