import { describe, expect, test } from 'vitest';
import { checkBlocks, checkView } from '../../../src/sandbox/slack/blockkit/check.ts';
import { plain } from './serve.ts';

const cell = (text = 'x') => ({ type: 'raw_text', text });
const row = (cells: number) => Array.from({ length: cells }, () => cell());
const said = (blocks: readonly unknown[]) =>
  checkBlocks(blocks, 'message').map(({ pointer, message }) => `${message} ${pointer}`);
const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }] };

describe('a table', () => {
  test.each<readonly [string, readonly number[], readonly string[]]>([
    ['a shorter row', [2, 1], ['must have 2 cells as the first row has /blocks/0/rows/1']],
    ['a longer row', [2, 2, 3], ['must have 2 cells as the first row has /blocks/0/rows/2']],
    ['rows of one length', [3, 3, 3], []],
  ])('with %s', (_, rows, problems) => {
    expect(said([{ type: 'table', rows: rows.map(row) }])).toEqual(problems);
    expect(said([{ type: 'data_table', caption: 'c', rows: rows.map(row) }])).toEqual(problems);
    const inside = { type: 'container', child_blocks: [{ type: 'table', rows: rows.map(row) }] };
    expect(said([inside])).toHaveLength(problems.length);
  });

  test('has an object for every column that it says something of', () => {
    const table = { type: 'table', rows: [row(2)], column_settings: [null, { align: 'right' }] };
    expect(said([table])).toEqual(['must be an object /blocks/0/column_settings/0']);
  });

  test('holds 10,000 characters', () => {
    const table = (n: number) => [{ type: 'table', rows: Array.from({ length: 4 }, () => [cell('x'.repeat(n / 4))]) }];
    expect(said(table(10_000))).toEqual([]);
    expect(said(table(10_004))).toEqual(['table text must be less than 10001 characters together /blocks']);
  });

  test('of data has a plain header and a row header that is there', () => {
    const table = { type: 'data_table', caption: 'c', rows: [[rich], [cell()]], row_header_column_index: 1 };
    expect(said([table])).toEqual([
      'there is no such column /blocks/0/row_header_column_index',
      'unsupported type: rich_text /blocks/0/rows/0/0/type',
    ]);
  });
});

test('a modal shows something, a home may be cleared', () => {
  const modal = { type: 'modal', title: plain('Empty'), blocks: [] };
  expect(checkView(modal)).toEqual([{ pointer: '/view/blocks', message: 'no less than 1 items allowed' }]);
  expect(checkView({ type: 'home', blocks: [] })).toEqual([]);
  const { blocks: _, ...without } = modal;
  expect(checkView(without)).toEqual([{ pointer: '/view', message: 'missing required field: blocks' }]);
});
