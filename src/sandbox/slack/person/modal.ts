import type { PersonSees, StateValues } from '../../ports.ts';
import { type Dict, dict, isDict } from '../json.ts';
import { closedPayload, submissionPayload } from '../payloads.ts';
import type { Person } from '../people.ts';
import type { OpenView } from '../records.ts';
import { closeAll, closeTop, pushView, topView, updateView } from '../views.ts';
import { checkedView, isRefusedView } from '../web/views.ts';
import { personOf, type World } from '../world.ts';
import { clientErrors } from './checks.ts';
import { type Client, FINE, interactive, sees } from './client.ts';
import { fillIn } from './values.ts';

/** The modal on top of the person's stack if it is the meant one, otherwise the problem. */
function openModal(world: World, user: string, viewId: string): { person: Person; view: OpenView } | PersonSees {
  const person = personOf(world, user);
  if (person === undefined) return sees('user_not_found');
  const view = topView(world, user);
  if (view?.id === viewId) return { person, view };
  const below = world.stacks.get(user)?.some((each) => each.id === viewId) ?? false;
  return sees(below ? 'view_not_on_top' : 'view_not_open');
}

export async function submit(
  client: Client,
  input: { readonly user: string; readonly view_id: string; readonly values: StateValues },
): Promise<PersonSees> {
  const { world } = client;
  const found = openModal(world, input.user, input.view_id);
  if ('ok' in found) return found;
  const { person, view } = found;
  // The client shows a spinner instead of the button until the app has answered.
  if (view.submitting) return sees('already_submitting');
  if (!isDict(view.definition.submit)) return sees('view_has_no_submit');
  const complaint = fillIn(view, input.values);
  if (complaint !== null) return sees(complaint);
  world.changed();
  const errors = clientErrors(view.blocks, view.values);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  view.submitting = true;
  try {
    const dispatched = await client.dispatch(interactive(submissionPayload(world, person, view), true));
    return dispatched.ok ? applyAnswer(world, view, dispatched.body) : sees(dispatched.error);
  } finally {
    view.submitting = false;
    world.changed();
  }
}

/** Carries out the app's answer to a submission. An empty answer closes this modal. */
function applyAnswer(world: World, view: OpenView, body: Dict | null): PersonSees {
  const action = body?.response_action;
  const isOpen = world.stacks.get(view.user)?.includes(view) ?? false;
  if (body === null || action === undefined) {
    if (isOpen) closeTop(world, view.user);
    return FINE;
  }
  if (action === 'clear') {
    closeAll(world, view.user);
    return { ok: true, response_action: 'clear' };
  }
  if (action === 'errors') return fieldErrors(view, dict(body.errors));
  if (action !== 'update' && action !== 'push') return sees(`invalid_response_action: ${String(action)}`);
  const next = checkedView(body.view);
  if (isRefusedView(next)) return sees(wordsOf(next));
  const result = action === 'push' ? pushView(world, view.user, next) : updateView(world, view, next, undefined);
  return typeof result === 'string' ? sees(result) : { ok: true, response_action: action };
}

/** Slack shows errors only under input blocks; with any other key it shows its general complaint. */
function fieldErrors(view: OpenView, given: Dict): PersonSees {
  const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  const entries = Object.entries(given);
  const stranger = entries.find(([key, value]) => !inputs.has(key) || typeof value !== 'string');
  if (entries.length === 0 || stranger !== undefined) {
    return sees(`invalid_response_errors: ${stranger?.[0] ?? 'none'} is not an input block`, {
      response_action: 'errors',
    });
  }
  const errors = Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
  return { ok: false, response_action: 'errors', errors };
}

const wordsOf = (refusal: Dict): string =>
  [refusal.error, ...((dict(refusal.response_metadata).messages as readonly string[] | undefined) ?? [])].join(' ');

/** Closes by the button or the cross. The app is told only if the view asked for it. */
export async function closeView(
  client: Client,
  input: { readonly user: string; readonly view_id: string },
): Promise<PersonSees> {
  const { world } = client;
  const found = openModal(world, input.user, input.view_id);
  if ('ok' in found) return found;
  const { person, view } = found;
  const clears = view.definition.clear_on_close === true;
  const gone = clears ? closeAll(world, person.id) : [view];
  if (!clears) closeTop(world, person.id);
  const told = [...gone].reverse().filter((each) => each.definition.notify_on_close === true);
  const payloads = told.map((each) => closedPayload(world, person, each, clears));
  await Promise.all(payloads.map((payload) => client.dispatch(interactive(payload, false))));
  return FINE;
}
