import type { Change } from '../../store/store.ts';

/**
 * For a change that was judged by the cloud account that the store is about: the commit conflicts if that account has changed.
 */
export const underAccount = (id: string | null): Pick<Change, 'underAccount'> =>
  id === null ? {} : { underAccount: id };
