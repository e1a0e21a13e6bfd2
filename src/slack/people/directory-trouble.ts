import { type Saying, say } from '../../core/saying.ts';
import type { SlackError } from '../kit/slack-error.ts';

/** Tells the operator why user groups cannot be read, and what to do; null if all can. */
export function groupsTrouble(troubles: ReadonlyMap<string, SlackError>): Saying | null {
  const [first] = troubles.values();
  if (first === undefined) return null;
  const groups = [...troubles].flatMap(([group, { code }]) => (code === first.code ? [group] : [])).toSorted();
  const named = groups.join(', ');
  switch (first.code) {
    case 'missing_scope':
      return say`The user groups of the policy (${named}) cannot be read: the app lacks the scope usergroups:read. Update the app from manifest.yml and reinstall it to the workspace (OAuth & Permissions); the bot need not be started again. Until then nobody counts as their member.`;
    case 'no_such_subteam':
      return say`The policy names user groups that Slack does not know, or that are disabled: ${named}. Mend the policy, or enable them in Slack. Until then nobody counts as their member.`;
    case 'plan_upgrade_required':
      return say`The user groups of the policy (${named}) cannot be read: this workspace's plan has none (plan_upgrade_required). Name people one by one.`;
    default:
      return say`The user groups of the policy (${named}) could not be read (${first.code}). The bot asks again every minute. Until then nobody counts as their member.`;
  }
}

/** Why no membership can be read: without it the bot does nothing for anybody. */
export function peopleTrouble({ code }: SlackError): Saying {
  return code === 'missing_scope'
    ? say`Nobody can use the bot: the app may not ask Slack who is a member, for it lacks the scope users:read. Update the app from manifest.yml and reinstall it to the workspace (OAuth & Permissions); the bot need not be started again.`
    : say`Slack did not say who somebody is (${code}), so that the bot does nothing for them. It asks again at their next try.`;
}
