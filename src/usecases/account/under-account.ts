import type { Change } from '../../store/store.ts';

/** For a change that was judged by the account of the cloud that the store is about: it must not have become another meanwhile. */
export const underAccount = (id: string | null): Pick<Change, 'underAccount'> =>
  id === null ? {} : { underAccount: id };
