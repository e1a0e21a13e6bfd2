import { useContext, useState } from 'react';
import type { SlackView, StateValues } from '../../state.ts';
import { api } from '../api.ts';
import { type Element, type Held, holds, mergeValues, withValue } from '../form/values.ts';
import { troubleWith } from '../sentences.ts';
import { SessionContext, useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { Blocks, withIds } from './Blocks.tsx';
import { type ConfirmText, useAsk } from './Confirm.tsx';
import { groupsOf } from './fields/suggestions.ts';
import { type Place, type Surface, SurfaceContext } from './surface.ts';

type BlockList = SlackView['blocks'];

/** The blocks of a message. Holds the picked values; sends every change to the bot, and every press with all values. */
export function MessageBlocks({ channel, ts, blocks }: { channel: string; ts: string; blocks: BlockList }) {
  const { me } = useSession();
  const words = useWords();
  const [values, setValues] = useState<StateValues>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const surface = useSurfaceOf({
    blocks,
    values,
    setValues,
    errors: {},
    tell: async (what, now) => {
      setTrouble(null);
      const sees = await api.action({ user: me.id, channel, message_ts: ts, values: now, ...what });
      if (!sees.ok) setTrouble(troubleWith(words, sees.error));
    },
    viewId: ts,
  });
  return (
    <SurfaceContext value={surface}>
      <Blocks blocks={blocks} />
      {trouble !== null && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
    </SurfaceContext>
  );
}

/** The blocks of the App Home. */
export function HomeBlocks({ view }: { view: SlackView }) {
  const { me, notify } = useSession();
  const words = useWords();
  const [values, setValues] = useState<StateValues>({});
  const surface = useSurfaceOf({
    blocks: view.blocks,
    values,
    setValues,
    errors: {},
    tell: async (what, now) => {
      const sees = await api.action({ user: me.id, view_id: view.id, values: now, ...what });
      if (!sees.ok) notify(troubleWith(words, sees.error));
    },
    viewId: view.id,
  });
  return (
    <SurfaceContext value={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceContext>
  );
}

/** The gallery's blocks: they can be used, but send nothing. */
export function DeafBlocks({ blocks }: { blocks: BlockList }) {
  const [values, setValues] = useState<StateValues>({});
  const surface = useSurfaceOf({ blocks, values, setValues, errors: {}, tell: async () => {}, viewId: null });
  return (
    <SurfaceContext value={surface}>
      <Blocks blocks={blocks} />
    </SurfaceContext>
  );
}

interface Holder {
  readonly blocks: BlockList;
  readonly values: StateValues;
  readonly setValues: (values: StateValues) => void;
  readonly errors: Readonly<Record<string, string>>;
  /** Sends a block action with the present values of the fields. */
  readonly tell: (what: { action_id: string; block_id: string }, values: StateValues) => Promise<void>;
  /** The view that is asked for options; null for none. */
  readonly viewId: string | null;
}

/** Makes a surface from held values and a way to tell the bot. */
export function useSurfaceOf({ blocks, values, setValues, errors, tell, viewId }: Holder): Surface {
  const ask = useAsk();
  // The gallery has no session, and so no player.
  const user = useContext(SessionContext)?.me.id ?? null;
  const present = mergeValues(values, withIds(blocks) as unknown as BlockList);
  const actionOf = (place: Place, element: Element) => ({
    action_id: String(element.action_id),
    block_id: place.blockId,
  });
  return {
    errors,
    held: (blockId, element) => present[blockId]?.[String(element.action_id)],
    async hold(place, element, held) {
      if (place.dispatches && !(await ask(element.confirm as ConfirmText | undefined))) return;
      const next = withValue(present, place.blockId, String(element.action_id), held);
      setValues(next);
      if (place.dispatches) await tell({ ...actionOf(place, element), ...asAction(element, held) }, next);
    },
    async press(place, element, extra) {
      if (!(await ask(element.confirm as ConfirmText | undefined))) return;
      await tell({ ...actionOf(place, element), ...extra }, present);
    },
    async suggest(place, element, value) {
      if (viewId === null || user === null) return groupsOf(element.options, element.option_groups);
      const sees = await api.options({ user, view_id: viewId, value, ...actionOf(place, element) });
      return sees.ok ? groupsOf(sees.options, sees.option_groups) : null;
    },
  };
}

/** The content of an action beside its ids. */
function asAction(element: Element, held: Held): Readonly<Record<string, unknown>> {
  const property = holds(element);
  const value = property === null ? undefined : held[property];
  return property === null || value === null || value === undefined ? {} : { [property]: value };
}
