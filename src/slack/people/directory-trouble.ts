import type { SlackError } from '../kit/slack-error.ts';

const REINSTALL = 'and reinstall it to the workspace (OAuth & Permissions); the bot need not be started again';
const ASKED_AGAIN = 'The bot asks again every minute. Until then nobody counts as their member.';

/** Why user groups cannot be read, and what to do, for the operator; null when all can. */
export function groupsSentence(troubles: ReadonlyMap<string, SlackError>): string | null {
  const [first] = troubles.values();
  if (first === undefined) return null;
  const groups = [...troubles].flatMap(([group, { code }]) => (code === first.code ? [group] : [])).toSorted();
  const named = groups.join(', ');
  switch (first.code) {
    case 'missing_scope':
      return `The user groups of the policy (${named}) cannot be read: the app lacks the scope usergroups:read. Update the app from manifest.yml ${REINSTALL}. Until then nobody counts as their member.`;
    case 'no_such_subteam':
      return `The policy names user groups that Slack does not know, or that are disabled: ${named}. Mend the policy, or enable them in Slack. Until then nobody counts as their member.`;
    case 'plan_upgrade_required':
      return `The user groups of the policy (${named}) cannot be read: this workspace's plan has none (plan_upgrade_required). Name people one by one.`;
    default:
      return `The user groups of the policy (${named}) could not be read (${first.code}). ${ASKED_AGAIN}`;
  }
}

/** Why nobody's standing can be read: without it the bot does nothing for anybody. */
export function peopleSentence({ code }: SlackError): string {
  return code === 'missing_scope'
    ? `Nobody can use the bot: the app may not ask Slack who is a member, for it lacks the scope users:read. Update the app from manifest.yml ${REINSTALL}.`
    : `Slack did not say who somebody is (${code}), so that the bot does nothing for them. It asks again at their next try.`;
}
