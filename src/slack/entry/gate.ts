import { refusedEntry } from '../../core/policy/admission.ts';
import type { Membership } from '../../core/policy/people.ts';
import type { Text } from '../../text/en.ts';
import type { AppContext, RequestContext } from '../kit/context.ts';

/** What one person gets to work with, or why they get nothing. */
export type Entry =
  | { readonly context: RequestContext }
  | { readonly refused: Exclude<Membership, 'member'>; readonly text: Text };

/** Well within the three seconds that Slack allows: with what is done afterwards, it has to be acknowledged by then. */
const ASK_MS = 900;

/**
 * The one place where it is decided whether somebody may use the bot at all. Every command, button, form, list and home comes through
 * here; who is not known to be let in is not.
 *
 * @param purpose `glance` for what only shows something or is judged again later: then it may have been found out lately
 * @param isShared whether the payload came from somebody of another workspace, see origin.ts
 */
export async function enter(
  appContext: AppContext,
  user: string,
  purpose: 'glance' | 'decision',
  isShared: boolean,
): Promise<Entry> {
  const { directory, policy, authority, localizer, clock } = appContext;
  const enteredAt = clock.now();
  const people = await directory.memberships([user], purpose === 'glance' ? 'lately' : 'now', ASK_MS);
  const refused = refusedEntry(user, policy.current().policy, authority.admins(), people);
  // Slack contradicts itself about somebody who is a member and came from elsewhere.
  const isOdd = isShared && people.membershipOf(user) !== 'stranger';
  // Their language has come with the answer.
  const text = localizer.textOf(user);
  if (refused === null && !isOdd) return { context: { ...appContext, text, enteredAt } };
  return { refused: refused ?? 'stranger', text };
}
