import { refusedEntry } from '../../core/policy/admission.ts';
import type { Membership } from '../../core/policy/people.ts';
import type { Text } from '../../text/en.ts';
import type { AppContext, RequestContext } from '../kit/context.ts';

/** A person's context, or why they get none. */
export type Entry =
  | { readonly context: RequestContext }
  | { readonly refused: Exclude<Membership, 'member'>; readonly text: Text };

/** Well within Slack's three seconds, because acknowledging comes after this and more. */
const ASK_MS = 900;

/**
 * The one place that decides whether somebody may use the bot at all. Every command, button, form, list and home comes through
 * here; a person who is not known to be allowed is refused.
 *
 * @param purpose `glance` for something that is only shown or judged again later: then a recent membership is enough
 * @param isShared whether a person of another workspace sent the payload, see origin.ts
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
  // Slack contradicts itself: a member of this workspace who came from another.
  const isOdd = isShared && people.membershipOf(user) !== 'stranger';
  // Slack's answer included their language.
  const text = localizer.textOf(user);
  if (refused === null && !isOdd) return { context: { ...appContext, text, enteredAt } };
  return { refused: refused ?? 'stranger', text };
}
