import type { ActionsBlock as Actions } from '@slack/types';
import { ElementView } from './ElementView.tsx';

export function ActionsBlock({ block, blockId }: { block: Actions; blockId: string }) {
  return (
    <div className="actions">
      {block.elements.map((element, at) => (
        <ElementView
          key={'action_id' in element ? (element.action_id ?? at) : at}
          element={element}
          blockId={blockId}
          label=""
        />
      ))}
    </div>
  );
}
