import { type Dict, isDict } from '../../core/base/json.ts';

/** Slack nests less than twenty levels. */
const MAX_DEPTH = 64;

/**
 * Where a payload, even a signed one, lacks a part that Slack's library and the listeners rely on, e.g. `view.state`; null if
 * nowhere. The library does not check, and an error there would end the process. Never holds anything that somebody has written.
 */
export function faultIn(body: unknown): string | null {
  if (!isDict(body)) return 'no object';
  if (isTooDeep(body)) return 'too deep';
  const fault = origin(body) ?? content(body);
  return fault === '' ? 'type' : fault;
}

function content(body: Dict): Fault {
  if (body.event !== undefined) return authorized(body) ?? under('event', eventFault(body.event));
  if (body.command !== undefined) return command(body);
  if (body.type === 'url_verification') return has({ challenge: text })(body);
  if (body.type === undefined) return body.ssl_check === '1' ? null : 'type';
  return (
    has({ user: has({ id: text }) })(body) ??
    interaction(body) ??
    OF_TYPE[String(body.type)]?.(body) ??
    unknownType(body)
  );
}

const unknownType = ({ type }: Dict): Fault =>
  typeof type === 'string' && Object.hasOwn(OF_TYPE, type) ? null : 'type';

/** The path of the fault below the value; empty for the value itself, null for no fault. */
type Fault = string | null;
/** Checks a value against Slack's documented form, as far as the bot reads it. */
type Shape = (value: unknown) => Fault;

const under = (key: string, fault: Fault): Fault => (fault === null ? null : fault === '' ? key : `${key}.${fault}`);
const firstOf = (faults: Iterable<Fault>): Fault => {
  for (const fault of faults) if (fault !== null) return fault;
  return null;
};
const when =
  (is: (value: unknown) => boolean): Shape =>
  (value) =>
    is(value) ? null : '';

const text = when((value) => typeof value === 'string');
const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || value === null ? null : shape(value);
/** Absent, or correct; never null. */
const leftOutOr =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined ? null : shape(value);
const has =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isDict(value) ? firstOf(Object.entries(fields).map(([key, shape]) => under(key, shape(value[key])))) : '';
/** Names no keys, which somebody may have chosen. */
const eachIn =
  (shape: Shape): Shape =>
  (value) =>
    isDict(value) ? firstOf(Object.values(value).map((one) => under('*', shape(one)))) : '';
const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) ? firstOf(value.map((one) => under('*', shape(one)))) : '';

/** The payload's stated origin. */
const origin = has({ team_id: maybe(text), api_app_id: maybe(text), enterprise_id: maybe(text) });

const option = has({ value: text });

/** What a person has typed or picked. Slack sends strings, even for numbers, and null for nothing. */
const ELEMENT = {
  value: maybe(text),
  selected_option: maybe(option),
  selected_options: maybe(listOf(option)),
  ...Object.fromEntries(
    ['user', 'conversation', 'channel', 'date', 'time'].map((what) => [`selected_${what}`, maybe(text)]),
  ),
  ...Object.fromEntries(
    ['users', 'conversations', 'channels'].map((what) => [`selected_${what}`, maybe(listOf(text))]),
  ),
};

const state = has({ values: eachIn(eachIn(has(ELEMENT))) });

const VIEW = { id: text, callback_id: maybe(text), hash: maybe(text), private_metadata: maybe(text) };
const message = has({ ts: maybe(text), thread_ts: maybe(text) });

/** The fields that any interaction may have. */
const interaction = has({
  // The library reads inside these two if they are present.
  view: leftOutOr(has({ ...VIEW, state: maybe(state) })),
  message: maybe(message),
  channel: leftOutOr(has({ id: maybe(text), name: maybe(text) })),
  team: maybe(has({ id: maybe(text) })),
  trigger_id: maybe(text),
  response_url: maybe(text),
});

const blockActions: Shape = has({
  trigger_id: text,
  container: has({
    type: text,
    message_ts: maybe(text),
    thread_ts: maybe(text),
    channel_id: maybe(text),
    view_id: maybe(text),
  }),
  actions: (value) =>
    listOf(has({ ...ELEMENT, action_id: text, type: text, block_id: maybe(text) }))(value) ??
    ((value as readonly unknown[]).length > 0 ? null : ''),
});

const submission = has({ view: has({ ...VIEW, callback_id: text, private_metadata: text, state }) });
const shortcut = has({ callback_id: text, trigger_id: text });

const OF_TYPE: Readonly<Record<string, Shape>> = {
  block_actions: blockActions,
  block_suggestion: has({ action_id: text, block_id: text, value: text }),
  view_submission: submission,
  view_closed: has({ view: has({ id: text, callback_id: text }) }),
  shortcut,
  message_action: shortcut,
};

const command = has(
  Object.fromEntries(
    ['command', 'text', 'user_id', 'team_id', 'channel_id', 'trigger_id', 'response_url'].map((key) => [key, text]),
  ),
);

const authorized = has({ authorizations: maybe(listOf(has({ team_id: maybe(text), enterprise_id: maybe(text) }))) });

/** The library reads inside each of these if it is present, even in events that no listener takes. */
const event = has({
  type: text,
  ...Object.fromEntries(
    ['channel', 'user', 'subteam'].map((key) => [
      key,
      leftOutOr(when((value) => typeof value === 'string' || isDict(value))),
    ]),
  ),
  item: leftOutOr(when(isDict)),
});

function eventFault(value: unknown): Fault {
  const fault = event(value);
  if (fault !== null) return fault;
  switch ((value as Dict).type) {
    case 'app_home_opened':
      return has({ user: text, tab: text, view: maybe(when(isDict)) })(value);
    case 'function_executed':
      return has({ function_execution_id: text })(value);
    default:
      return null;
  }
}

/** Level by level, because recursion would itself fail on too deep a body. */
function isTooDeep(body: Dict): boolean {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}
