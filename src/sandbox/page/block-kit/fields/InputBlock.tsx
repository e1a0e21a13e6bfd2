import type { InputBlock as Input } from '@slack/types';
import { ElementView } from '../ElementView.tsx';

/** A labelled field. Both ids are the element's key: a field with other ids is another field and starts afresh. */
export function InputBlock({ block, blockId }: { block: Input; blockId: string }) {
  return (
    <ElementView
      key={`${blockId} ${block.element.action_id}`}
      element={block.element}
      blockId={blockId}
      label={block.label.text}
      input={{
        dispatches: block.dispatch_action === true,
        hint: block.hint?.text ?? null,
        optional: block.optional === true,
      }}
    />
  );
}
