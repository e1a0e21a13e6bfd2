import type { Result } from '../base/result.ts';
import type { Failure } from '../failure/failure.ts';
import { mayExist } from '../instance/create-calls.ts';
import type { Instance } from '../instance/instance.ts';

/** How the account of the credentials compares with the account of the store. */
export type AccountStatus =
  | { readonly is: 'ours'; readonly account: StoredAccount }
  /** `stored` null: the store has instances, but no recorded account. */
  | { readonly is: 'other'; readonly stored: string | null; readonly actual: string }
  /** The account of the credentials is not known yet. Null: the store cannot be read. */
  | { readonly is: 'unknown'; readonly failure: Failure | null };

/** The account that the store belongs to. */
export interface StoredAccount {
  readonly id: string;
  /** The first account of the store. Rows without an account of their own belong to it. */
  readonly first: string;
}

/** Checked right before every call and look. */
export interface AccountGate {
  /** @throws StoreUnavailable */
  status(): Promise<AccountStatus>;
}

/** `new`: the store has no account yet, and this one is to be recorded. */
export type Judged = AccountStatus | { readonly is: 'new'; readonly account: string };

/**
 * @param found the account of the credentials, as the cloud says
 * @param isPristine whether the store contains nothing that exists in any account
 */
export function judgeAccount(
  stored: StoredAccount | null,
  found: Result<string, Failure>,
  isPristine: boolean,
): Judged {
  if (!found.ok) return { is: 'unknown', failure: found.error };
  if (stored === null && !isPristine) return { is: 'other', stored: null, actual: found.value };
  if (stored === null) return { is: 'new', account: found.value };
  if (stored.id === found.value) return { is: 'ours', account: stored };
  return { is: 'other', stored: stored.id, actual: found.value };
}

/**
 * The account of a row, if it is another one than the current account; else null. An admin may have moved the store to
 * another account. There the instance is not found, which proves nothing. The row records its account before the first
 * call. Times of looks and answers are no evidence, since an answer may come after the move.
 */
export function leftIn(row: Instance, account: StoredAccount | null): string | null {
  if (account === null || !mayExist(row)) return null;
  const owner = row.account ?? account.first;
  return owner === account.id ? null : owner;
}

export const isLeftBehind = (row: Instance, account: StoredAccount): boolean => leftIn(row, account) !== null;

/**
 * Whether the row's work in its account is unfinished and may have created something: the instance itself, or a disk
 * ordered for it.
 */
export const mayBeUnderWay = (row: Instance): boolean => (row.outcome === null || ordersDisk(row)) && mayExist(row);

const ordersDisk = ({ attributes }: Instance): boolean =>
  attributes?.left.some(({ is }) => is === 'grow' || is === 'addDisk') ?? false;

/** Why the account of the credentials is unknown. */
export const troubleOf = (failure: Failure | null): 'store' | 'credentials' | 'way' => {
  if (failure === null) return 'store';
  return failure.kind === 'credentials' ? 'credentials' : 'way';
};

const WHAT_TO_CHECK = {
  store: 'Bring the database back.',
  credentials: 'Check that the AccessKey or the role exists and is enabled, and what ALIBABA_CLOUD_CREDENTIALS names.',
  way: 'Check that sts.aliyuncs.com can be reached, or set STS_ENDPOINT.',
};

/** For the log, `/readyz` and the operator; null when the account is right. */
export function accountSentence(status: AccountStatus): string | null {
  switch (status.is) {
    case 'ours':
      return null;
    case 'other': {
      const stored = status.stored ?? 'the account of its instances, which is not written down';
      return (
        `The credentials belong to the Alibaba Cloud account ${status.actual}, and the bot's database is about ${stored}: nothing is looked at, ` +
        `bought or changed. Give the bot credentials of ${status.stored ?? 'that account'}, or a database of its own for ${status.actual}; ` +
        `if the bot is to go on there with this one, an admin says /ecs unfreeze account ${status.actual}.`
      );
    }
    case 'unknown':
      if (status.failure === null)
        return 'The database cannot be read, so it is not known which Alibaba Cloud account it is about: nothing is looked at, bought or changed until it can.';
      return (
        `Which Alibaba Cloud account the credentials belong to is not known (${status.failure.code ?? status.failure.detail}): ` +
        `nothing is looked at, bought or changed until STS has answered GetCallerIdentity. ${WHAT_TO_CHECK[troubleOf(status.failure)]}`
      );
  }
}
