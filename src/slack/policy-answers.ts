import type { Asker } from '../core/grants.ts';
import { factsOf } from '../core/policy-facts.ts';
import { judgePolicy } from '../core/policy-judge.ts';
import type { Order } from '../core/presets.ts';
import type { Text } from '../text/en.ts';
import { planAllowed, rulesOf } from './allowed.ts';
import { plain, section } from './blocks.ts';
import type { FormPlan } from './form-plan.ts';
import type { Answer } from './help-message.ts';
import { loadLists } from './open-form.ts';
import { policyMessage, words } from './policy-message.ts';
import type { Room } from './room.ts';

type Where = Asker & { readonly channel: string };

/** What the policy allows somebody here. */
export const policyAnswer = ({ policy, authority, directory, text }: Room, where: Where): Answer =>
  policyMessage(
    {
      ...where,
      people: directory.known(),
      inForce: policy.current(),
      admins: authority.admins(),
      trouble: authority.isAdmin(where.user) ? policy.trouble() : null,
    },
    text,
  );

/** What the policy says of an order, read against the cloud's lists as the form would read it. */
export async function verdictAnswer(room: Room, where: Where, { draft, problems }: Order): Promise<Answer> {
  const trouble = await loadLists(room, where, draft);
  if (trouble !== null) return answer([trouble]);
  const plan = planAllowed(room, draft, where);
  return answer([...problems.map(room.text.commands.argument), ...verdictLines(room, where, plan)]);
}

/** Pure beside the room's policy and text: the verdict with each rule that fired, and what was asked about. */
export function verdictLines(
  room: Pick<Room, 'policy' | 'directory'> & { readonly text: Pick<Text, 'policy' | 'modal'> },
  where: Asker,
  plan: FormPlan,
): readonly string[] {
  const { policy: text, modal } = room.text;
  const { breaches, open } = judgePolicy(factsOf(plan.draft, plan.lists, where), rulesOf(room), room.directory.known());
  const ofFields = plan.problems.map((problem) => modal.fieldLine(modal.label[problem.field], modal.problem(problem)));
  const others = breaches
    .filter(({ field }) => !plan.problems.some((problem) => problem.field === field))
    .map((breach) => text.refusal(breach, breach.given));
  const unsaid = open
    .filter(({ field }) => !plan.problems.some((problem) => problem.field === field))
    .map(({ rule, line }) => text.open(rule, line));
  const refused = breaches.length > 0 || plan.problems.some(({ problem }) => problem === 'notAllowed');
  const unclear = ofFields.length + unsaid.length > 0;
  const title = refused ? `⛔ ${text.refused}` : unclear ? `❔ ${text.cannotSay}` : `✅ ${text.allowed}`;
  return [
    title,
    ...[...others, ...ofFields, ...unsaid].map((line) => `• ${line}`),
    `${text.asked}: ${words(plan.draft)}`,
  ];
}

const answer = (lines: readonly string[]): Answer => ({
  text: lines[0] ?? '',
  blocks: [section(plain(lines.join('\n')))],
});
