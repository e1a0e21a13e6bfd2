import { checkView } from '../blockkit/check.ts';
import { asMessages } from '../blockkit/problem.ts';
import { type Dict, isDict } from '../json.ts';
import type { OpenView } from '../records.ts';
import type { Trigger } from '../triggers.ts';
import { findView, openView, publishHome, pushView, updateView, type ViewRefusal, viewOutput } from '../views.ts';
import { personOf } from '../world.ts';
import { type Call, done, MALFORMED, type Method, missingField, type Reply, refuse } from './method.ts';

const VIEW_LIMIT_BYTES = 250_000;

/** The checked view; a refusal if Slack would not take it. Also used for views in a `response_action`. */
export function checkedView(given: unknown): Dict | Reply {
  if (given === undefined) return missingField('view');
  if (given === MALFORMED || !isDict(given)) return refuse('invalid_arguments', said(['must be a valid view']));
  if (Buffer.byteLength(JSON.stringify(given)) > VIEW_LIMIT_BYTES) return refuse('view_too_large');
  const problems = checkView(given);
  return problems.length > 0 ? refuse('invalid_arguments', said(asMessages(problems))) : given;
}

export const isRefusedView = (view: Dict | Reply): view is Reply => view.ok === false;

const said = (messages: readonly string[]): Dict => ({
  response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
});

const answer = ({ world }: Call, view: OpenView | ViewRefusal): Reply =>
  typeof view === 'string' ? refuse(view) : done({ view: viewOutput(world, view, {}) });

/** Opening and pushing: both exchange a trigger, and only for a view that Slack would take. */
function withTrigger(open: (call: Call, trigger: Trigger, view: Dict) => OpenView | ViewRefusal) {
  return (call: Call): Reply => {
    const { world, args, faults, method } = call;
    const triggerId = args.text('trigger_id');
    if (triggerId === undefined) return missingField('trigger_id');
    const view = checkedView(args.json('view'));
    if (isRefusedView(view)) return view;
    if (view.type !== 'modal') return refuse('invalid_arguments', said(['must be a modal [json-pointer:/view/type]']));
    if (faults.take('slack-expired-trigger', method) !== null) return refuse('expired_trigger_id');
    const trigger = world.triggers.exchange(triggerId);
    return typeof trigger === 'string' ? refuse(trigger) : answer(call, open(call, trigger, view));
  };
}

/** Only onto the trigger's own modal, while it is open. */
function push({ world }: Call, trigger: Trigger, view: Dict): OpenView | ViewRefusal {
  const from = world.stacks.get(trigger.user)?.some((each) => each.id === trigger.view) ?? false;
  return from ? pushView(world, trigger.user, view) : 'not_found';
}

function update(call: Call): Reply {
  const { world, args } = call;
  const id = args.text('view_id');
  const externalId = args.text('external_id');
  if (id === undefined && externalId === undefined) return missingField('view_id');
  const view = checkedView(args.json('view'));
  if (isRefusedView(view)) return view;
  const open = findView(world, { id, externalId });
  if (open !== undefined && open.type !== view.type) {
    return refuse('invalid_arguments', said([`must be a ${open.type} [json-pointer:/view/type]`]));
  }
  return answer(call, updateView(world, open, view, args.text('hash')));
}

function publish(call: Call): Reply {
  const { world, args } = call;
  const user = args.text('user_id');
  if (user === undefined) return missingField('user_id');
  const view = checkedView(args.json('view'));
  if (isRefusedView(view)) return view;
  if (view.type !== 'home') return refuse('invalid_arguments', said(['must be a home tab [json-pointer:/view/type]']));
  if (personOf(world, user) === undefined) return refuse('user_not_found');
  return answer(call, publishHome(world, user, view, args.text('hash')));
}

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': { tier: 4, scopes: [], run: withTrigger((call, { user }, view) => openView(call.world, user, view)) },
  'views.push': { tier: 4, scopes: [], run: withTrigger(push) },
  'views.update': { tier: 4, scopes: [], run: update },
  'views.publish': { tier: 4, scopes: [], run: publish },
};
