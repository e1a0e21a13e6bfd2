import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../core/base/clock.ts';
import type { Log } from '../core/base/log.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { NO_POLICY, type PolicyInForce, type PolicySource } from '../core/policy/policy.ts';
import { inEnglish, type Saying, say } from '../core/saying.ts';
import { readPolicy, withLine } from './read-policy.ts';
import { filesNamedIn, POLICY_MAX_LENGTH, type PolicyFiles, SNIPPET_MAX_BYTES } from './read-user-data.ts';

/** Where the policy's file is. `required`: somebody named the file, so it must exist. */
interface PolicyFile {
  readonly path: string;
  readonly required: boolean;
}

export interface PolicyWatch extends PolicySource {
  /** Called when another version has come into force. */
  onChange(listener: () => void): void;
  stop(): void;
}

interface PolicyWatchOptions {
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY_MS = 1_000;
/** A longer file is refused for its length, which its beginning shows. */
const SNIPPET_READ_BYTES = 2 * SNIPPET_MAX_BYTES;
/** A character takes at most four bytes. */
const POLICY_READ_BYTES = 4 * POLICY_MAX_LENGTH + 1;
const NO_FILE: PolicyInForce = { policy: NO_POLICY, hash: null };

/** The result of a look at the file; `absent` is fine if the file is not required. */
type Look =
  | { readonly is: 'absent' }
  | { readonly is: 'unreadable'; readonly code: string }
  | { readonly is: 'text'; readonly text: string; readonly files: PolicyFiles; readonly hash: string };

/**
 * Reads the policy, and keeps looking at its file. A version comes into force once it is unchanged for one look, so that a
 * half-written one never counts. A version with mistakes, or a missing file, is logged and changes nothing. The file is read and
 * not watched, because editors and mounted volumes replace files instead of writing them. Fails with the mistakes.
 *
 * @param file null for no policy at all
 */
export async function openPolicy(
  file: PolicyFile | null,
  options: PolicyWatchOptions,
): Promise<Result<PolicyWatch, readonly string[]>> {
  if (file === null) return ok({ current: () => NO_FILE, trouble: () => null, onChange: () => {}, stop: () => {} });
  const look = looksAt(file.path);
  const first = await look();
  if (first.is === 'unreadable') return fail([inEnglish(unreadable(file.path, first.code))]);
  if (first.is === 'absent' && file.required)
    return fail([`POLICY_FILE is ${file.path}, and there is no such file. Write it, or set POLICY_FILE=off.`]);
  const inForce = first.is === 'text' ? read(first) : ok(NO_FILE);
  if (!inForce.ok) return fail(inForce.error.map((mistake) => `${file.path}, ${inEnglish(mistake)}`));
  return ok(watch(file, { look, first, inForce: inForce.value }, options));
}

function watch(
  file: PolicyFile,
  begun: { readonly look: () => Promise<Look>; readonly first: Look; readonly inForce: PolicyInForce },
  { clock, log }: PolicyWatchOptions,
): PolicyWatch {
  let { inForce } = begun;
  let seen = versionOf(begun.first);
  let judged = seen;
  let trouble: readonly Saying[] | null = null;
  const listeners: (() => void)[] = [];
  let stopped = false;
  let cancel = clock.after(LOOK_EVERY_MS, next);

  function next(): void {
    void begun.look().then((found) => {
      if (stopped) return;
      const version = versionOf(found);
      if (version === seen && version !== judged) {
        judged = version;
        judge(found);
      }
      seen = version;
      cancel = clock.after(LOOK_EVERY_MS, next);
    });
  }

  function judge(found: Look): void {
    if (found.is !== 'text') {
      // An optional file was never read: its absence changes nothing.
      if (found.is === 'absent' && inForce.hash === null) trouble = null;
      else
        refuse([
          found.is === 'absent'
            ? say`${file.path} no longer exists. Put it back, or set POLICY_FILE to another file.`
            : unreadable(file.path, found.code),
        ]);
      return;
    }
    if (found.hash === inForce.hash) {
      trouble = null;
      log.info({ policy: found.hash }, 'the policy file holds again what is in force');
      return;
    }
    const answer = read(found);
    if (!answer.ok) {
      refuse(answer.error);
      return;
    }
    const before = inForce.hash;
    inForce = answer.value;
    trouble = null;
    log.info({ before, policy: inForce.hash }, 'a new policy is in force');
    for (const listener of listeners) listener();
  }

  function refuse(mistakes: readonly Saying[]): void {
    trouble = mistakes;
    log.error(
      { file: file.path, mistakes: mistakes.map(inEnglish), inForce: inForce.hash },
      'the policy file is not used: the last good one stays in force',
    );
  }

  return {
    current: () => inForce,
    trouble: () => trouble,
    onChange: (listener) => void listeners.push(listener),
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function read({ text, files, hash }: Look & { readonly is: 'text' }): Result<PolicyInForce, readonly Saying[]> {
  const policy = readPolicy(text, files);
  return policy.ok ? ok({ policy: policy.value, hash }) : fail(policy.error.map(withLine));
}

/**
 * Reads a policy file repeatedly. The names in a text are searched only once, because parsing a large one takes seconds, in which the
 * bot does nothing else.
 */
function looksAt(path: string): () => Promise<Look> {
  let known: { readonly text: string; readonly names: readonly string[] } | null = null;
  return async () => {
    try {
      const text = await beginningOf(path, POLICY_READ_BYTES);
      if (known?.text !== text) known = { text, names: filesNamedIn(text) };
      const files = await filesBeside(path, known.names);
      return { is: 'text', text, files, hash: hashOf(text, files) };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      return code === 'ENOENT' ? { is: 'absent' } : { is: 'unreadable', code };
    }
  };
}

/** The first `bytes` of a file, without a character that is cut at their end. */
async function beginningOf(path: string, bytes: number): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { end: bytes - 1 })) parts.push(part as Buffer);
  const read = Buffer.concat(parts);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(read, { stream: read.length === bytes });
}

/** Reads the files that the policy names: a changed script makes another version of the policy. */
export async function filesBeside(path: string, names: readonly string[]): Promise<PolicyFiles> {
  const read = async (file: string): Promise<readonly [string, string | null]> => {
    try {
      return [file, await beginningOf(join(dirname(path), file), SNIPPET_READ_BYTES)];
    } catch {
      return [file, null];
    }
  };
  return new Map(await Promise.all(names.map(read)));
}

function hashOf(text: string, files: PolicyFiles): string {
  const hash = createHash('sha256').update(text);
  for (const [file, content] of files) hash.update(JSON.stringify([file, content]));
  return hash.digest('hex');
}

const versionOf = (found: Look): string => (found.is === 'text' ? found.hash : found.is === 'absent' ? '' : found.code);

const unreadable = (path: string, code: string): Saying =>
  say`${path} can’t be read (${code}). Give the bot’s user read access, or set POLICY_FILE to another file.`;
