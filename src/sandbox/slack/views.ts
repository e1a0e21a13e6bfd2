import type { ViewOutput } from '@slack/bolt';
import { survivingValues } from './fields.ts';
import { type Dict, dict, str } from './json.ts';
import { normaliseBlocks, normaliseText } from './normalise.ts';
import type { OpenView, Values } from './records.ts';
import type { World } from './world.ts';

const STACK_DEPTH = 3;

export type ViewRefusal = 'push_limit_reached' | 'not_found' | 'hash_conflict' | 'duplicate_external_id';

const newHash = (world: World): string => `${Math.floor(world.now() / 1000)}.${world.ids.hex(8)}`;

function makeView(world: World, user: string, view: Dict, below: OpenView | null): OpenView {
  const id = world.ids.id('V');
  const fresh: OpenView = {
    id,
    user,
    type: view.type === 'home' ? 'home' : 'modal',
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    hash: newHash(world),
    definition: {},
    blocks: [],
    values: {},
    offered: new Map(),
    submitting: false,
  };
  redefine(world, fresh, view);
  return fresh;
}

function redefine(world: World, open: OpenView, view: Dict): void {
  const { blocks, ...definition } = view;
  open.definition = dict(normaliseText(definition, world.ids));
  open.blocks = normaliseBlocks(blocks, world.ids);
  open.values = survivingValues(open.blocks, open.values);
  open.hash = newHash(world);
}

const everyView = (world: World): OpenView[] => [...[...world.stacks.values()].flat(), ...world.homes.values()];

const isTaken = (world: World, view: Dict, by: OpenView | null): boolean =>
  Boolean(view.external_id) &&
  everyView(world).some((each) => each !== by && each.definition.external_id === view.external_id);

export const findView = (world: World, match: { id?: string | undefined; externalId?: string | undefined }) =>
  everyView(world).find((each) =>
    match.id === undefined ? each.definition.external_id === match.externalId : each.id === match.id,
  );

export const topView = (world: World, user: string): OpenView | undefined => world.stacks.get(user)?.at(-1);

/** A new modal replaces all open modals of the person. */
export function openView(world: World, user: string, view: Dict): OpenView | ViewRefusal {
  world.stacks.delete(user);
  if (isTaken(world, view, null)) return 'duplicate_external_id';
  const open = makeView(world, user, view, null);
  world.stacks.set(user, [open]);
  world.changed();
  return open;
}

export function pushView(world: World, user: string, view: Dict): OpenView | ViewRefusal {
  const stack = world.stacks.get(user) ?? [];
  const top = stack.at(-1);
  if (top === undefined) return 'not_found';
  if (stack.length >= STACK_DEPTH) return 'push_limit_reached';
  if (isTaken(world, view, null)) return 'duplicate_external_id';
  const open = makeView(world, user, view, top);
  stack.push(open);
  world.changed();
  return open;
}

export function updateView(
  world: World,
  open: OpenView | undefined,
  view: Dict,
  hash: string | undefined,
): OpenView | ViewRefusal {
  if (open === undefined) return 'not_found';
  if (hash !== undefined && hash !== '' && hash !== open.hash) return 'hash_conflict';
  if (isTaken(world, view, open)) return 'duplicate_external_id';
  redefine(world, open, view);
  world.changed();
  return open;
}

export function publishHome(world: World, user: string, view: Dict, hash: string | undefined): OpenView | ViewRefusal {
  const before = world.homes.get(user);
  if (before !== undefined) return updateView(world, before, view, hash);
  if (isTaken(world, view, null)) return 'duplicate_external_id';
  const home = makeView(world, user, view, null);
  world.homes.set(user, home);
  world.changed();
  return home;
}

/** Removes the top modal; the one below, if any, is shown again. */
export function closeTop(world: World, user: string): void {
  const stack = world.stacks.get(user);
  stack?.pop();
  if (stack?.length === 0) world.stacks.delete(user);
  world.changed();
}

export function closeAll(world: World, user: string): readonly OpenView[] {
  const stack = world.stacks.get(user) ?? [];
  world.stacks.delete(user);
  world.changed();
  return stack;
}

const text = (value: unknown): { type: 'plain_text'; text: string; emoji?: boolean } | null => {
  const given = dict(value);
  return typeof given.text === 'string' ? { type: 'plain_text', text: given.text, emoji: given.emoji !== false } : null;
};

/**
 * The view in payloads and answers. Only the client knows the person's input: interactions carry it, answers of the Web API and
 * block_suggestion do not.
 */
export function viewOutput(world: World, view: OpenView, values: Values): ViewOutput {
  const { definition } = view;
  return {
    id: view.id,
    team_id: world.team.id,
    type: view.type,
    blocks: [...view.blocks],
    private_metadata: str(definition.private_metadata) ?? '',
    callback_id: str(definition.callback_id) ?? '',
    state: { values: structuredClone(values) as unknown as ViewOutput['state']['values'] },
    hash: view.hash,
    title: text(definition.title) ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: definition.clear_on_close === true,
    notify_on_close: definition.notify_on_close === true,
    close: text(definition.close),
    submit: text(definition.submit),
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: world.app.id,
    external_id: str(definition.external_id) ?? '',
    app_installed_team_id: world.team.id,
    bot_id: world.app.botId,
  };
}
