import type { SandboxState, SlackView, StateValues } from '../../state.ts';
import { api, type Suggested } from '../api.ts';
import { groupsOf } from '../block-kit/fields/suggestions.ts';
import { chosenIn, type Element, heldWith, mergeValues, valueIn, withValue } from '../form/values.ts';
import { buttonFor, openView } from './facts.ts';
import type { Act } from './scene.ts';

/** The stage of the tour: it reads the state and waits for facts, never for time. */
export interface Stage {
  readonly user: string;
  readonly channel: string;
  /** The scene's server. */
  readonly name: string;
  readonly type: string;
  readonly state: () => SandboxState;
  /** Resolves to the found value as soon as the state shows it; rejects when the tour lets go. */
  readonly until: <T>(find: (state: SandboxState) => T | null) => Promise<T>;
}

const spoken = (text: string, { name, type }: Stage): string => text.replace('{name}', name).replace('{type}', type);

/** Performs one act as a person would, through the same call as a click. */
export async function perform(act: Act, stage: Stage): Promise<void> {
  const { user, channel, state, until } = stage;
  switch (act.act) {
    case 'say':
      await closeViews(stage);
      return done(await api.slash({ user, channel, command: '/ecs', text: spoken(act.text, stage) }));
    case 'submit':
      return submit(stage, act.named === true);
    case 'close':
      return closeViews(stage);
    case 'press': {
      const {
        actionId,
        blockId,
        channel: where,
        ts,
        value,
      } = await until((now) => buttonFor(now, user, stage.name, act.button));
      const pressed = { action_id: actionId, block_id: blockId, ...(value === undefined ? {} : { value }) };
      return done(await api.action({ user, channel: where, message_ts: ts, values: {}, ...pressed }));
    }
    case 'fault':
      return done(await api.addFault(act.fault));
    case 'bot':
      // Somebody has started or killed it meanwhile, as this act would.
      if (state().bot === (act.order === 'kill' ? 'stopped' : 'running')) return;
      return done(await api.bot(act.order));
  }
}

function done({ ok, error }: Suggested): void {
  if (!ok) throw new Error(error ?? 'refused');
}

async function closeViews({ user, state }: Stage): Promise<void> {
  for (const view of [...(state().slack.views[user] ?? [])].reverse()) await api.close({ user, view_id: view.id });
}

/**
 * The form may be redrawn meanwhile, so that the simulator refuses a submission of the old one: then it is filled in and sent
 * again.
 */
async function submit(stage: Stage, named: boolean): Promise<void> {
  const { user, until } = stage;
  let before = '';
  for (;;) {
    const view = await until((now) => {
      const open = openView(now, user);
      return open?.submit && open.hash !== before ? open : null;
    });
    before = view.hash;
    const sees = await api.submit({ user, view_id: view.id, values: await filledIn(view, stage, named) });
    if (sees.ok) return;
    if (sees.errors === undefined && !sees.error?.startsWith('unknown_field')) done(sees);
  }
}

interface Input {
  readonly type: string;
  readonly block_id: string;
  readonly optional?: boolean;
  readonly element: Element & { readonly action_id: string };
}

async function filledIn(view: SlackView, { user, name }: Stage, named: boolean): Promise<StateValues> {
  let values = mergeValues(chosenIn(view.state.values), view.blocks);
  const inputs = (view.blocks as readonly object[] as readonly Input[]).filter(({ type }) => type === 'input');
  for (const { block_id, optional, element } of inputs) {
    const isEmpty = !valueIn(values[block_id]?.[element.action_id], element);
    if (!isEmpty || optional === true) continue;
    const given = element.type === 'plain_text_input' ? (named ? name : null) : await firstOffered();
    if (given !== null) values = withValue(values, block_id, element.action_id, heldWith(element, given));

    async function firstOffered() {
      const asked = { user, view_id: view.id, block_id, action_id: element.action_id, value: '' };
      const sees = await api.options(asked);
      const options = groupsOf(sees.options, sees.option_groups).flatMap((group) => group.options);
      return options.find(({ text }) => !/sold out|售罄|无库存/i.test(text.text)) ?? options[0] ?? null;
    }
  }
  return values;
}
