import { type FoundInstance, mayActOn } from '../../core/instance/found-instance.ts';
import { isGrantedToSome, mayActByTag } from '../../core/policy/act-grants.ts';
import type { Authority } from '../../core/policy/authority.ts';
import type { Directory } from '../../core/policy/people.ts';
import { type PolicySource, rulesOf } from '../../core/policy/policy.ts';
import type { ActorHere } from './adopt.ts';

/** Somebody who acts, and where. */
export type Caller = Pick<ActorHere, 'user' | 'team' | 'channel'>;

/** The ports by which a person's rights are judged. */
export interface ActorDeps {
  readonly authority: Authority;
  readonly policy: PolicySource;
  readonly directory: Pick<Directory, 'known' | 'fresh'>;
}

/**
 * A person's rights on an instance. For a decision that depends on a user group, Slack is asked for its members again. A glance,
 * which is only shown or judged again later, uses the known members.
 */
export async function actorFor(
  { authority, policy, directory }: ActorDeps,
  { user, team, channel }: Caller,
  found: FoundInstance,
  purpose: 'glance' | 'decision',
): Promise<ActorHere> {
  const actor: ActorHere = { user, team, channel, isAdmin: authority.isAdmin(user) };
  const tags = found.cloud?.tags ?? [];
  const rules = rulesOf({ policy });
  const isOpen = !mayActOn(actor, found) && mayActOn({ ...actor, byTag: true }, found) && isGrantedToSome(rules, tags);
  if (!isOpen) return actor;
  const people = purpose === 'glance' ? directory.known() : await directory.fresh([user]);
  return { ...actor, byTag: mayActByTag(rules, user, tags, people) };
}

/** Whether somebody may act on the instance. Slack is asked for group members again only if the known ones do not allow it. */
export async function mayActNow(context: ActorDeps, caller: Caller, found: FoundInstance): Promise<boolean> {
  if (mayActOn(await actorFor(context, caller, found, 'glance'), found)) return true;
  return mayActOn(await actorFor(context, caller, found, 'decision'), found);
}
