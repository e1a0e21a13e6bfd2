import { hasHidden } from '../base/legible.ts';
import type { Failure } from '../failure/failure.ts';
import type { KeyChoice } from '../option/key-pair.ts';
import type { PublicKey } from './public-key.ts';

/** A person's public key that the bot brings into every region in which they want a server. */
export interface OwnKey extends PublicKey {
  /** What its key pair is called in every region; no two people's keys have one name. */
  readonly name: string;
  /** Slack user id. */
  readonly owner: string;
  /** Compared and raised by every write, from 1. */
  readonly version: number;
  /** Where it was imported, or was about to be: written before the call. */
  readonly regions: readonly string[];
  /** Milliseconds UTC. */
  readonly addedAt: number;
  /** Since when it is being removed: it is brought nowhere any more. */
  readonly removingAt: number | null;
  /** Null once its owner has been told what came of adding it. */
  readonly adding: Adding | null;
}

/** A key is being added: who has begun it may have died. */
export interface Adding {
  /** When it is taken up by the lifecycle unless it is over by then, milliseconds UTC. */
  readonly dueAt: number;
  /** How often it was taken up. */
  readonly tries: number;
}

/** What became of a key in a region. */
export type Brought =
  | { readonly region: string; readonly is: 'imported' | 'there' }
  /** Another key pair has its name there. */
  | { readonly region: string; readonly is: 'taken' }
  | { readonly region: string; readonly is: 'failed'; readonly failure: Failure }
  /** It was removed meanwhile. */
  | { readonly region: string; readonly is: 'gone' };

/** A key pair as one region has it. */
export interface KeyPairSeen extends KeyChoice {
  /** MD5 in hexadecimal, without colons. */
  readonly fingerprint: string;
}

/** A region takes 500 of all people. */
export const MAX_KEYS = 10;

export type KeyNameFault = 'missing' | 'malformed';

const NAME = /^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u;

/** Whether the cloud takes it as the name of a key pair: 2-128 characters, a letter first. */
export function keyNameFault(name: string): KeyNameFault | null {
  if (name === '') return 'missing';
  return NAME.test(name) && !/^https?:/iu.test(name) && !hasHidden(name) ? null : 'malformed';
}

/** A name from what is behind a key: `ines@laptop.local` is `ines-laptop`; empty where it makes none. */
export function nameOfComment(comment: string): string {
  const [user = '', host = ''] = comment.split('@', 2);
  const name = [user, host.split('.')[0] ?? '']
    .map((part) => part.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[^\p{L}]+|[-.]+$/gu, ''))
    .filter((part) => part !== '')
    .join('-')
    .slice(0, 64);
  return keyNameFault(name) === null ? name : '';
}

/** Whether a region already has this key as a pair, imported by the bot or by hand. Somebody else's pair never counts. */
export const isSameKey = (key: Pick<OwnKey, 'owner' | 'fingerprint'>, pair: KeyPairSeen): boolean =>
  pair.fingerprint === key.fingerprint && (pair.owner === null || pair.owner === key.owner);

/** The cloud writes it with colons or without. */
export const bareFingerprint = (text: string): string => text.replaceAll(':', '').toLowerCase();

/** As `ssh-keygen -l -E md5` writes it. */
export const withColons = (fingerprint: string): string => fingerprint.match(/.{1,2}/gu)?.join(':') ?? '';
