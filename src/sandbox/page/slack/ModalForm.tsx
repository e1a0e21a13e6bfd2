import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, Dialog, Heading } from 'react-aria-components';
import type { SlackView, StateValues } from '../../state.ts';
import { api } from '../api.ts';
import { Blocks } from '../block-kit/Blocks.tsx';
import { SurfaceContext } from '../block-kit/surface.ts';
import { useSurfaceOf } from '../block-kit/surfaces.tsx';
import { formProblems } from '../form/problems.ts';
import { troubleWith } from '../sentences.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

interface Props {
  readonly view: SlackView;
  readonly values: StateValues;
  readonly setValues: (values: StateValues) => void;
  readonly close: (all: boolean) => void;
  readonly isRoot: boolean;
}

export function ModalForm({ view, values, setValues, close, isRoot }: Props) {
  const { errors, clearError, trouble, setTrouble, busy, submit } = useSubmit(view, values);
  const { me } = useSession();
  const words = useWords();
  const body = useFocusOnOpen();
  const surface = useSurfaceOf({
    blocks: view.blocks,
    values,
    setValues,
    errors,
    viewId: view.id,
    tell: async (what, now) => {
      const sees = await api.action({ user: me.id, view_id: view.id, values: now, ...what });
      setTrouble(sees.ok ? null : troubleWith(words, sees.error));
    },
  });
  const hold: typeof surface.hold = (place, element, held) => {
    // A delayed event about earlier typing corrects nothing, so it keeps the error.
    if (JSON.stringify(held) !== JSON.stringify(surface.held(place.blockId, element))) clearError(place.blockId);
    return surface.hold(place, element, held);
  };
  return (
    <Dialog className="dialog">
      <form className="modal-form" noValidate onSubmit={submit}>
        <header className="modal-head">
          <Heading slot="title">{view.title?.text ?? ''}</Heading>
          <Button className="close-button" aria-label={words.app.close} onPress={() => close(true)}>
            ×
          </Button>
        </header>
        <div className="modal-body" ref={body}>
          {trouble !== null && (
            <p className="trouble" role="alert">
              {trouble}
            </p>
          )}
          <SurfaceContext value={{ ...surface, hold }}>
            <Blocks blocks={view.blocks} />
          </SurfaceContext>
        </div>
        <footer className="modal-foot">
          <Button className="button" onPress={() => close(false)}>
            {view.close?.text ?? (isRoot ? words.form.cancel : words.form.back)}
          </Button>
          {view.submit && (
            <Button className="button primary" type="submit" isPending={busy}>
              {view.submit.text}
              {busy && <span className="spinner light" />}
            </Button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

/** As in Slack, typing can start at once: the first field has the focus. */
function useFocusOnOpen() {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => body.current?.querySelector<HTMLElement>('input, textarea')?.focus(), []);
  return body;
}

/** Checks like Slack's client, sends, and keeps the button busy until the view really changes. */
function useSubmit(view: SlackView, values: StateValues) {
  const { me } = useSession();
  const words = useWords();
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [trouble, setTrouble] = useState<string | null>(null);
  const [sent, setSent] = useState<string | null>(null);
  const form = useRef<HTMLFormElement | null>(null);
  const show = (problems: Readonly<Record<string, string>>) => {
    setErrors(problems);
    requestAnimationFrame(() => {
      const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
      wrong?.focus({ preventScroll: true });
      // In the middle, so that the sentence below the field is visible too.
      wrong?.scrollIntoView({ block: 'center' });
    });
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    form.current = event.currentTarget;
    if (sent === view.hash || !view.submit) return;
    const problems = formProblems(view.blocks, values, words.form);
    if (Object.keys(problems).length > 0) return show(problems);
    setErrors({});
    setTrouble(null);
    setSent(view.hash);
    const sees = await api.submit({ user: me.id, view_id: view.id, values });
    // A view that will close or be replaced stays busy until then, so that a second press does not send it twice.
    if (!sees.ok || sees.errors || sees.response_action === 'push') setSent(null);
    if (sees.errors) show(sees.errors);
    else if (!sees.ok) setTrouble(troubleWith(words, sees.error));
  };
  const clearError = (blockId: string) => setErrors(({ [blockId]: _gone, ...others }) => others);
  return { errors, clearError, trouble, setTrouble, busy: sent === view.hash, submit };
}
