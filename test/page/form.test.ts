import { describe, expect, test } from 'vitest';
import { formProblems } from '../../src/sandbox/page/form/problems.ts';
import { mergeValues, syncForms, withValue } from '../../src/sandbox/page/form/values.ts';
import { en } from '../../src/sandbox/page/words/en.ts';
import type { SlackView } from '../../src/sandbox/state.ts';

const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
const input = (block_id: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id,
  label: { type: 'plain_text', text: block_id },
  element: { action_id: 'it', ...element },
  ...more,
});
const name = (initial?: string) =>
  input('name', { type: 'plain_text_input', ...(initial === undefined ? {} : { initial_value: initial }) });
const image = (blockId: string, initial?: string) =>
  input(blockId, { type: 'external_select', ...(initial === undefined ? {} : { initial_option: option(initial) }) });
const view = (id: string, hash: string, blocks: SlackView['blocks'], values = {}): SlackView => ({
  id,
  hash,
  type: 'modal',
  callback_id: '',
  private_metadata: '',
  blocks,
  state: { values },
});

describe('when a view changes under a person’s hands', () => {
  test('what they typed survives in a field that kept both ids, and its new initial value is ignored', () => {
    const typed = withValue(mergeValues({}, [name('old')]), 'name', 'it', { type: 'plain_text_input', value: 'typed' });
    expect(mergeValues(typed, [name('new')])).toEqual({ name: { it: { type: 'plain_text_input', value: 'typed' } } });
  });

  test('an untouched or emptied field keeps what it held too', () => {
    expect(mergeValues(mergeValues({}, [name('old')]), [name('new')]).name?.it?.value).toBe('old');
    const emptied = { name: { it: { type: 'plain_text_input', value: null } } };
    expect(mergeValues(emptied, [name('new')]).name?.it?.value).toBeNull();
  });

  test('a field whose block_id, action_id or kind changed starts from its initial value', () => {
    const chosen = mergeValues({}, [image('image|beijing', 'ubuntu')]);
    expect(mergeValues(chosen, [image('image|shanghai')])).toEqual({
      'image|shanghai': { it: { type: 'external_select', selected_option: null } },
    });
    const renamed = { ...name('b'), element: { type: 'plain_text_input', action_id: 'other', initial_value: 'b' } };
    expect(mergeValues(mergeValues({}, [name('a')]), [renamed]).name).toEqual({
      other: { type: 'plain_text_input', value: 'b' },
    });
    const other = input('name', { type: 'number_input', initial_value: '3' });
    expect(mergeValues(mergeValues({}, [name('a')]), [other]).name?.it?.value).toBe('3');
  });

  test('a field that vanished and came back starts afresh', () => {
    const typed = { name: { it: { type: 'plain_text_input', value: 'typed' } } };
    expect(mergeValues(mergeValues(typed, []), [name('again')]).name?.it?.value).toBe('again');
  });
});

test('elements in sections and actions hold values too, buttons do not', () => {
  const blocks = [
    {
      type: 'section',
      block_id: 's',
      accessory: { type: 'static_select', action_id: 'a', initial_option: option('x') },
    },
    {
      type: 'actions',
      block_id: 'b',
      elements: [
        { type: 'button', action_id: 'go' },
        { type: 'datepicker', action_id: 'd' },
      ],
    },
  ];
  expect(mergeValues({}, blocks)).toEqual({
    s: { a: { type: 'static_select', selected_option: option('x') } },
    b: { d: { type: 'datepicker', selected_date: null } },
  });
});

test('a modal below another keeps its fields; a closed one is forgotten; nothing new is the same object', () => {
  const below = view('V1', 'h1', [name()]);
  const first = syncForms({}, [below]);
  const typed = { V1: { hash: 'h1', values: { name: { it: { type: 'plain_text_input', value: 'mine' } } } } };
  expect(first.V1?.values.name?.it?.value).toBeNull();
  const stacked = syncForms(typed, [below, view('V2', 'h2', [])]);
  expect(stacked.V1?.values.name?.it?.value).toBe('mine');
  expect(syncForms(stacked, [below, view('V2', 'h2', [])])).toBe(stacked);
  expect(Object.keys(syncForms(stacked, [below]))).toEqual(['V1']);
});

test('an update of an open modal keeps what was typed in it, not what Slack last knew', () => {
  const typed = { V1: { hash: 'h1', values: { name: { it: { type: 'plain_text_input', value: 'mine' } } } } };
  const updated = syncForms(typed, [view('V1', 'h2', [name('theirs')])]);
  expect(updated.V1).toEqual({ hash: 'h2', values: typed.V1.values });
});

test('after a reload the choices that Slack still knows are shown, and an empty one does not hide an initial value', () => {
  const known = {
    image: { it: { type: 'external_select', selected_option: option('debian') } },
    name: { it: { type: 'plain_text_input', value: null } },
  };
  const forms = syncForms({}, [view('V1', 'h', [image('image', 'ubuntu'), name('web')], known)]);
  expect(forms.V1?.values.image?.it?.selected_option).toEqual(option('debian'));
  expect(forms.V1?.values.name?.it?.value).toBe('web');
});

describe('before a submit leaves the client', () => {
  const problem = (element: object, value: unknown, more: object = {}) => {
    const block = input('b', element, more);
    const key = (element as { type: string }).type.includes('select') ? 'selected_option' : 'value';
    return (
      formProblems([block], { b: { it: { type: (element as { type: string }).type, [key]: value } } }, en.form).b ??
      null
    );
  };

  test('required fields must be filled, optional ones need not', () => {
    expect(problem({ type: 'plain_text_input' }, null)).toBe('Please complete this required field.');
    expect(problem({ type: 'external_select' }, null)).toBe('Please complete this required field.');
    expect(problem({ type: 'plain_text_input' }, null, { optional: true })).toBeNull();
    expect(problem({ type: 'external_select' }, option('x'))).toBeNull();
  });

  test('lengths and numbers are checked, bounds included', () => {
    const text = { type: 'plain_text_input', min_length: 2, max_length: 3 };
    expect(problem(text, 'a')).toBe('Please enter at least 2 characters.');
    expect(problem(text, 'ab')).toBeNull();
    expect(problem(text, 'abcd')).toBe('Please enter at most 3 characters.');
    const number = { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '20' };
    expect(problem(number, '0')).toBe('Please enter a number of at least 1.');
    expect(problem(number, '20')).toBeNull();
    expect(problem(number, '21')).toBe('Please enter a number of at most 20.');
    expect(problem(number, '1.5')).toBe('Please enter a whole number.');
    expect(problem(number, 'abc')).toBe('Please enter a whole number.');
  });

  test('addresses must look like addresses', () => {
    expect(problem({ type: 'email_text_input' }, 'a@b')).toBe('Please enter a valid email address.');
    expect(problem({ type: 'email_text_input' }, 'a@b.example')).toBeNull();
    expect(problem({ type: 'url_text_input' }, 'b.example')).toBe('Please enter a valid URL.');
    expect(problem({ type: 'url_text_input' }, 'https://b.example')).toBeNull();
  });
});
