import type { PersonSees, SlackSimulator, SlackView, StateValues } from './ports.ts';

/** Uses the create form like a person, by labels and not by ids. For the bench and for tests. */
export interface Player {
  /** Types `/ecs create <words>`, fills empty fields with the first thing offered, and submits. */
  create(words: string): Promise<PersonSees>;
  /** Types `/ecs create <words>` and resolves to the form once it can be filled in. */
  openForm(words: string): Promise<SlackView>;
}

interface InputBlock {
  readonly type: string;
  readonly block_id: string;
  readonly optional?: boolean;
  readonly dispatch_action?: boolean;
  readonly element: { readonly type: string; readonly action_id: string };
}

type Option = { readonly value: string; readonly text: { readonly text: string } };

const PATIENCE_MS = 15_000;
const GLANCE_MS = 400;
/** The form waits up to two seconds for lists before it shows the effect of a choice. */
const REDRAWN_MS = 3000;
const MAX_LOOKS = 10;
const MAX_TRIES = 5;

/** @param patienceMs how long the person waits for the form before giving up */
export function makePlayer(slack: SlackSimulator, user: string, channel: string, patienceMs = PATIENCE_MS): Player {
  const top = (): SlackView | null => slack.state().views[user]?.at(-1) ?? null;

  async function openForm(words: string): Promise<SlackView> {
    // A window whose answer was lost stays open: its request may be stored already.
    const before = new Set(slack.state().views[user]?.map(({ id }) => id));
    const opened = (): SlackView | null => {
      const view = top();
      return view !== null && !before.has(view.id) && inputs(view).length > 0 ? view : null;
    };
    const sees = await slack.slash({ user, channel, command: '/ecs', text: `create ${words}` });
    if (!sees.ok) throw new Error(`/ecs create was answered with ${sees.error}`);
    return until(slack, opened, 'the form to open', patienceMs);
  }

  /** @param refused the errors of the submission by field: something else is picked there */
  async function fill(refused: Readonly<Record<string, string>> = {}): Promise<StateValues> {
    for (const id of Object.keys(refused)) {
      // First picks the field that this one must fit again, so that the form follows it and offers fitting choices.
      const all = selects();
      const at = all.findIndex(({ block_id }) => block_id === id);
      const followed = all.slice(0, Math.max(at, 0)).findLast(({ dispatch_action }) => dispatch_action === true);
      if (followed !== undefined) await pickAgain(followed.block_id);
      await pickAgain(id);
    }
    for (;;) {
      const view = top();
      const empty = view && inputs(view).find((block) => !block.optional && isEmpty(view, block));
      if (!view || !empty) return view?.state.values ?? {};
      await pickFirst(view, empty);
    }
  }

  const selects = (): readonly InputBlock[] => inputs(top()).filter(({ element }) => element.type.endsWith('_select'));

  async function pickAgain(id: string): Promise<void> {
    const view = top();
    const block = selects().find(({ block_id }) => block_id === id);
    if (view && block) await pickFirst(view, block);
  }

  async function pickFirst(view: SlackView, block: InputBlock): Promise<void> {
    const { block_id, element } = block;
    const where = { user, view_id: view.id, block_id, action_id: element.action_id };
    const offered = await slack.options({ ...where, value: '' });
    const options = (offered.options ?? []) as readonly Option[];
    const now = (view.state.values[block_id]?.[element.action_id]?.selected_option as Option | undefined)?.value;
    const inStock = options.filter((option) => !/sold out/i.test(option.text.text));
    const chosen = inStock.find(({ value }) => value !== now) ?? inStock[0];
    if (chosen === undefined) throw new Error(`Nothing is offered for ${block_id}`);
    const picked = { type: element.type, selected_option: chosen };
    const values = { ...view.state.values, [block_id]: { [element.action_id]: picked } };
    await slack.action({ ...where, selected_option: chosen, values });
    if (block.dispatch_action) await stillForm();
  }

  /** A choice may redraw the form, several times if the price follows: waits until it stands still. */
  async function stillForm(firstLookMs = GLANCE_MS): Promise<void> {
    for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
      const hash = top()?.hash;
      const patienceMs = looks === 0 ? firstLookMs : GLANCE_MS;
      const moved = await until(slack, () => top()?.hash !== hash || null, 'a change', patienceMs).catch(() => false);
      if (!moved) return;
    }
  }

  return {
    openForm,
    async create(words) {
      const { id } = await openForm(words);
      const submit = async (refused?: Readonly<Record<string, string>>) =>
        slack.submit({ user, view_id: id, values: await fill(refused) });
      let sees = await submit();
      // A redraw may empty fields that no longer fit, or come after the submission. Then the empty fields are filled in, the
      // refused ones get another value, and the form is submitted again.
      for (let tries = 1; tries < MAX_TRIES && canBeMended(sees); tries += 1) {
        await stillForm(REDRAWN_MS);
        sees = await submit(sees.errors);
      }
      return sees;
    },
  };
}

const canBeMended = ({ ok, error, errors }: PersonSees): boolean =>
  !ok && (errors !== undefined || error?.startsWith('unknown_field') === true);

function inputs(view: SlackView | null): readonly InputBlock[] {
  return ((view?.blocks ?? []) as readonly unknown[] as readonly InputBlock[]).filter(
    (block) => block.type === 'input',
  );
}

function isEmpty(view: SlackView, { block_id, element }: InputBlock): boolean {
  const state = view.state.values[block_id]?.[element.action_id];
  if (element.type.endsWith('_select')) return !state?.selected_option;
  return !state?.value;
}

/** Waits for a fact of the simulator's state; looks again at each of its changes. */
export function until<T>(
  source: { onChange(listener: () => void): () => void },
  fact: () => T | null,
  what: string,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = fact();
      if (found === null) return;
      done();
      resolve(found);
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error(`Waited ${patienceMs} ms in vain for ${what}`));
    }, patienceMs);
    const stop = source.onChange(look);
    function done(): void {
      clearTimeout(timer);
      stop();
    }
    look();
  });
}
