import { type FoundInstance, mayActOn } from '../../core/instance/found-instance.ts';
import { isGrantedToSome, mayActByTag } from '../../core/policy/act-grants.ts';
import type { Authority } from '../../core/policy/authority.ts';
import type { Directory } from '../../core/policy/people.ts';
import { type PolicySource, rulesOf } from '../../core/policy/policy.ts';
import type { ActorHere } from './adopt.ts';

/** Somebody who acts, and where. */
export type Caller = Pick<ActorHere, 'user' | 'team' | 'channel'>;

/** What their rights are judged by. */
export interface ActorDeps {
  readonly authority: Authority;
  readonly policy: PolicySource;
  readonly directory: Pick<Directory, 'known' | 'fresh'>;
}

/**
 * What somebody may do to an instance. For a decision, Slack is asked again who is in a user group where it depends on that;
 * what is only shown, or judged again later, takes what was known.
 */
export async function actorFor(
  { authority, policy, directory }: ActorDeps,
  caller: Caller,
  found: FoundInstance,
  purpose: 'glance' | 'decision',
): Promise<ActorHere> {
  const actor: ActorHere = { ...caller, isAdmin: authority.isAdmin(caller.user) };
  const tags = found.cloud?.tags ?? [];
  const rules = rulesOf({ policy });
  const isOpen = !mayActOn(actor, found) && mayActOn({ ...actor, byTag: true }, found) && isGrantedToSome(rules, tags);
  if (!isOpen) return actor;
  const people = purpose === 'glance' ? directory.known() : await directory.fresh([caller.user]);
  return { ...actor, byTag: mayActByTag(rules, caller.user, tags, people) };
}

/** Whether somebody may act on it. Slack is asked again who is in a user group only where what was known does not let them. */
export async function mayActNow(context: ActorDeps, caller: Caller, found: FoundInstance): Promise<boolean> {
  if (mayActOn(await actorFor(context, caller, found, 'glance'), found)) return true;
  return mayActOn(await actorFor(context, caller, found, 'decision'), found);
}
