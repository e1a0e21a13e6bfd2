import { useState } from 'react';
import { Modal, ModalOverlay } from 'react-aria-components';
import { api } from '../api.ts';
import { type Forms, syncForms } from '../form/values.ts';
import { useSession } from '../session.ts';
import { ModalForm } from './ModalForm.tsx';

/**
 * The played person's open modal. Draws only the top of the stack, but keeps the input below it, and that of other people's
 * views.
 */
export function ModalHost() {
  const { state, me } = useSession();
  const [kept, setKept] = useState<Forms>({});
  const forms = syncForms(kept, Object.values(state.slack.views).flat());
  // Changes state while drawing, so that a field is never drawn with the old view's value.
  if (forms !== kept) setKept(forms);
  const stack = state.slack.views[me.id] ?? [];
  const view = stack.at(-1);
  const form = view && forms[view.id];
  const close = async (all: boolean) => {
    for (const open of all ? [...stack].reverse() : stack.slice(-1)) await api.close({ user: me.id, view_id: open.id });
  };
  return (
    <ModalOverlay className="overlay" isOpen={view !== undefined} onOpenChange={(open) => open || close(false)}>
      <Modal className="modal">
        {view && form && (
          <ModalForm
            key={view.id}
            view={view}
            values={form.values}
            setValues={(values) => setKept((now) => ({ ...now, [view.id]: { hash: view.hash, values } }))}
            close={close}
            isRoot={stack.length === 1}
          />
        )}
      </Modal>
    </ModalOverlay>
  );
}
