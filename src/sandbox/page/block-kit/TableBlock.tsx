import type { TableBlock as Table } from '@slack/types';
import { placed } from '../placed.ts';
import { SCROLLS } from '../scrolls.ts';
import { RichText } from './RichText.tsx';

type Cell = Table['rows'][number][number];

/** The first row is the head, as in Slack. */
export function TableBlock({ block }: { block: Table }) {
  const [head = [], ...rows] = block.rows;
  const look = (column: number) => ({
    textAlign: block.column_settings?.[column]?.align ?? ('left' as const),
    whiteSpace: block.column_settings?.[column]?.is_wrapped ? ('normal' as const) : ('nowrap' as const),
  });
  return (
    <div className="table-scroll" {...SCROLLS}>
      <table className="table">
        <thead>
          <tr>
            {placed(head, (cell, key, column) => (
              <th key={key} scope="col" style={look(column)}>
                <CellView cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {placed(rows, (row, rowKey) => (
            <tr key={rowKey}>
              {placed(row, (cell, key, column) => (
                <td key={key} style={look(column)}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellView({ cell }: { cell: Cell }) {
  if (cell.type === 'rich_text') return <RichText block={cell} />;
  return 'text' in cell && cell.text !== undefined ? cell.text : String((cell as { value?: unknown }).value ?? '');
}
