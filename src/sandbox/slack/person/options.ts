import type { OptionsInput, PersonSees } from '../../ports.ts';
import { checkOptionsAnswer } from '../blockkit/check.ts';
import { asMessages } from '../blockkit/problem.ts';
import { fieldsOf } from '../fields.ts';
import { type Dict, dicts, num } from '../json.ts';
import { normaliseText } from '../normalise.ts';
import { suggestionPayload } from '../payloads.ts';
import { findView } from '../views.ts';
import { personOf } from '../world.ts';
import { type Client, interactive, sees } from './client.ts';
import { fieldKey } from './values.ts';

type Offer = PersonSees & { options?: readonly Dict[]; option_groups?: readonly Dict[] };

/** The choices of an external list for the typed text. */
export async function options({ world, dispatch }: Client, input: OptionsInput): Promise<Offer> {
  const person = personOf(world, input.user);
  const view = findView(world, { id: input.view_id });
  if (person === undefined) return sees('user_not_found');
  if (view === undefined || view.user !== person.id) return sees('view_not_open');
  const field = fieldsOf(view.blocks).find(
    (each) => each.actionId === input.action_id && each.block.block_id === input.block_id,
  );
  if (field === undefined || !field.type.endsWith('external_select')) return sees('unknown_field');
  if (input.value.length < (num(field.element.min_query_length) ?? 3)) return { ok: true, options: [] };
  const asked = { blockId: input.block_id, actionId: input.action_id, value: input.value };
  const dispatched = await dispatch(interactive(suggestionPayload(world, person, view, asked), true));
  if (!dispatched.ok) return sees(dispatched.error);
  const answer = dispatched.body ?? { options: [] };
  const problems = checkOptionsAnswer(answer);
  if (problems.length > 0) return sees(`invalid_options: ${asMessages(problems).join('; ')}`);
  const shown = normaliseText(answer, world.ids) as Dict;
  const groups = Array.isArray(shown.option_groups) ? dicts(shown.option_groups) : null;
  const flat = groups === null ? dicts(shown.options) : groups.flatMap((group) => dicts(group.options));
  view.offered.set(fieldKey(input.block_id, input.action_id), flat);
  return groups === null ? { ok: true, options: flat } : { ok: true, option_groups: groups };
}
