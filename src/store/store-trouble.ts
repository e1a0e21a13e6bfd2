import { StoreUnavailable } from './store.ts';

/**
 * The meaning of a database error, for a person. Only its code is read. Messages contain SQL, values, addresses and
 * sometimes passwords, so neither they nor the error itself are passed on.
 */
const SENTENCES: readonly (readonly [code: RegExp, sentence: string])[] = [
  [/^(SQLITE_FULL|53100)/, 'its disk is full. Free some space; work goes on by itself.'],
  [/^SQLITE_(BUSY|LOCKED)/, 'another program holds it locked. Close that program; work goes on by itself.'],
  [/^(SQLITE_READONLY|25006)/, 'it may only be read. Make it writable for this process.'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'its file is damaged. Stop the bot and restore the file from a backup.'],
  [/^SQLITE_(IOERR|CANTOPEN|PERM|NOLFS)/, 'its disk does not answer as it should. Check the disk and its permissions.'],
  [/^(28P01|28000)/, 'the server refuses the user or password. Check DATABASE_URL.'],
  [/^3D000/, 'the server has no database of that name. Create it, or correct DATABASE_URL.'],
  [/^42501/, 'the user lacks the right to do this. Grant it the database, or name another user in DATABASE_URL.'],
  [/^53300/, 'the server has no connection left to give. Raise max_connections or close other clients.'],
  [/^(57P0|08)/, 'the server is stopping or starting, or the connection broke. Work goes on by itself.'],
  [/^UNKNOWN_SCHEMA/, 'a newer ecs-chatops has changed its schema. Stop this one, and run that version.'],
  [/^57014/, 'the server took too long to answer. Look at its load; work goes on by itself.'],
  [/^(ENOTFOUND|EAI_AGAIN)/, 'the name of the server is not known. Check the host in DATABASE_URL and the DNS.'],
  [
    /^(ECONN|ETIMEDOUT|EHOST|ENET|EPIPE|ENOENT)/,
    'the server cannot be reached. Check that it runs, and its address in DATABASE_URL.',
  ],
  [/^(SQLITE_|[0-9A-Z]{5}$)/, 'the database refuses the statement.'],
];

/** The code of a database or socket error; null for none. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : null;
}

/** The second half of a sentence, in lower case; ends with the code if there is one. */
export function explainStoreError(error: unknown): string {
  const code = codeOf(error);
  if (code === null) return 'the connection to it broke or did not answer in time. Work goes on by itself.';
  const sentence =
    SENTENCES.find(([pattern]) => pattern.test(code))?.[1] ?? 'the database does not answer as it should.';
  return `${sentence} (${code})`;
}

/** `disk`: a sentence about the disk, which says more than the code. */
export const unavailable = (error: unknown, disk: string | null = null): StoreUnavailable =>
  error instanceof StoreUnavailable
    ? error
    : new StoreUnavailable(`The store cannot be used: ${disk ?? explainStoreError(error)}`);
