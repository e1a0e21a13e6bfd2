import { StoreUnavailable } from './store.ts';

/**
 * The meaning of a database error, for a person. Only its code is read. Messages contain SQL, values, addresses and
 * sometimes passwords, so neither they nor the error itself are passed on.
 */
const SENTENCES: readonly (readonly [code: RegExp, sentence: string])[] = [
  [/^(SQLITE_FULL|53100)/, 'its disk is full. Free some space. The bot then resumes automatically.'],
  [/^SQLITE_(BUSY|LOCKED)/, 'another program has locked it. Close that program. The bot then resumes automatically.'],
  [/^(SQLITE_READONLY|25006)/, 'it is read-only. Make it writable for the bot’s user.'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'its file is damaged. Stop the bot and restore the file from a backup.'],
  [/^SQLITE_(IOERR|CANTOPEN|PERM|NOLFS)/, 'its disk reports errors. Check the disk and its permissions.'],
  [/^(28P01|28000)/, 'the server refuses the user or password. Check DATABASE_URL.'],
  [/^3D000/, 'the server has no database of that name. Create it, or correct DATABASE_URL.'],
  [/^42501/, 'the user lacks the right to do this. Grant it the database, or name another user in DATABASE_URL.'],
  [/^53300/, 'the server has too many connections. Raise max_connections or close other clients.'],
  [
    /^(57P0|08)/,
    'the server is stopping or starting, or the connection broke. The bot retries automatically; there is nothing to do.',
  ],
  [/^UNKNOWN_SCHEMA/, 'a newer ecs-chatops has changed its schema. Stop this one, and run that version.'],
  [/^57014/, 'the server took too long to answer. Check its load. The bot retries automatically.'],
  [/^(ENOTFOUND|EAI_AGAIN)/, 'the host name of the server is unknown. Check it in DATABASE_URL, and the DNS.'],
  [
    /^(ECONN|ETIMEDOUT|EHOST|ENET|EPIPE|ENOENT)/,
    'the server cannot be reached. Check that it runs, and its address in DATABASE_URL.',
  ],
  [/^(SQLITE_|[0-9A-Z]{5}$)/, 'the database refuses a statement.'],
];

/** The code of a database or socket error; null for none. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : null;
}

/** The second half of a sentence, in lower case; ends with the code if there is one. */
export function explainStoreError(error: unknown): string {
  const code = codeOf(error);
  if (code === null)
    return 'the connection to it broke or did not answer in time. The bot retries automatically; there is nothing to do.';
  const sentence =
    SENTENCES.find(([pattern]) => pattern.test(code))?.[1] ?? 'the database does not answer as it should.';
  return `${sentence} (${code})`;
}

/** `disk`: a sentence about the disk, which says more than the code. */
export const unavailable = (error: unknown, disk: string | null = null): StoreUnavailable =>
  error instanceof StoreUnavailable
    ? error
    : new StoreUnavailable(`The store cannot be used: ${disk ?? explainStoreError(error)}`);
