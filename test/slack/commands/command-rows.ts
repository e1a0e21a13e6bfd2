import { RSA } from '../../sandbox/ecs/keys.ts';
import { type CommandRows, LEFT_OVER } from './command-row.ts';
import { INSTANCE_ROWS } from './command-rows-instances.ts';
import { ID } from './command-stage.ts';

/**
 * Every command with its rows. A command that is added needs an entry here or, if it acts on an instance, beside those that do: its
 * rights, one right call, what is wrong, what it says when something is missing, and what it says in each state.
 */
export const ROWS: Readonly<Record<string, CommandRows>> = {
  ...INSTANCE_ROWS,
  create: {
    rights: 'anyone',
    right: [
      { typed: '', says: 'Create instances' },
      { typed: 'type=ecs.g7.large amount=2 name=web', says: /"value":"web"/ },
      { typed: 'last', says: 'Create instances' },
    ],
    wrong: [
      { typed: 'typ=ecs.g7.large', says: 'Did you mean type=' },
      { typed: 'amount=many', says: /amount|Amount|many/ },
      { typed: 'nonsense', says: 'nonsense' },
    ],
    missing: null,
    outsiders: 'You can’t create instances here',
  },
  list: {
    rights: 'anyone',
    right: [
      { typed: '', says: 'web-1' },
      { typed: 'mine', says: 'Your instances' },
      { typed: 'all web', says: 'web-1' },
      { typed: 'cn-hangzhou tag:team=shop', says: 'web-1' },
    ],
    wrong: [
      { typed: 'cn-hangzou', says: 'Did you mean /ecs list cn-hangzhou?' },
      { typed: 'tag:=x', says: 'isn’t a tag' },
      { typed: 'mine all', says: 'give only one of mine, all, or a region' },
    ],
    missing: null,
  },
  key: {
    rights: 'anyone',
    right: [
      { typed: '', says: 'My SSH keys' },
      { typed: 'add', says: 'Add an SSH key' },
      {
        typed: `add lena-laptop ${RSA}`,
        says: 'Imported in cn-hangzhou',
        sends: {
          key_public: { key_public: { type: 'plain_text_input', value: RSA } },
          key_name: { key_name: { type: 'plain_text_input', value: 'lena-laptop' } },
        },
      },
      { typed: 'remove lena-laptop', says: 'You have no key “lena-laptop”' },
    ],
    wrong: [
      { typed: 'lena-laptop', says: '“lena-laptop” isn’t known here' },
      { typed: 'remove lena-laptop now', says: LEFT_OVER },
    ],
    missing: { typed: 'remove', says: '<name>' },
  },
  approvals: {
    rights: 'anyone',
    right: [{ typed: '', says: 'Nothing is waiting for your approval' }],
    wrong: [{ typed: 'web-1', says: LEFT_OVER }],
    missing: null,
  },
  history: {
    rights: 'anyone',
    right: [
      { typed: ID, says: `History of ${ID}` },
      { typed: 'r-7k3mz9q2xa', says: 'History of r-7k3mz9q2xa' },
    ],
    wrong: [
      { typed: 'r-unknown', says: 'r-unknown' },
      { typed: `${ID} ${ID}`, says: LEFT_OVER },
    ],
    missing: { typed: '', says: '/ecs history' },
  },
  policy: {
    rights: 'anyone',
    right: [
      { typed: '', says: 'What you can do here' },
      { typed: 'check type=ecs.g7.large amount=2', says: /allow|may/i },
    ],
    wrong: [
      { typed: 'web-small', says: '/ecs policy check' },
      { typed: 'check typ=x', says: 'Did you mean type=' },
    ],
    missing: { typed: 'check', says: '/ecs policy check' },
    outsiders: 'You can’t create instances here',
  },
  freeze: {
    rights: 'admin',
    right: [
      {
        typed: 'moving the database for 2h',
        announces: 'moving the database',
        changes: (before, after) => before.freeze === null && after.freeze?.reason === 'moving the database',
      },
    ],
    wrong: [
      { typed: 'moving the database for 2x', says: 'isn’t a duration' },
      { typed: 'moving the database for 400d', says: 'isn’t between 1m and 30d' },
    ],
    missing: { typed: '', says: 'Nothing was frozen: add a reason' },
  },
  unfreeze: {
    rights: 'admin',
    right: [
      {
        typed: '',
        after: 'freeze moving the database',
        announces: 'Freeze ended',
        changes: (before, after) => before.freeze !== null && after.freeze === null,
      },
      { typed: '', says: 'Nothing is frozen' },
    ],
    wrong: [{ typed: 'now', after: 'freeze moving the database', says: LEFT_OVER }],
    missing: null,
  },
  doctor: {
    rights: 'anyone',
    right: [{ typed: '', says: 'Database' }],
    wrong: [{ typed: 'web-1', says: LEFT_OVER }],
    missing: null,
  },
  help: {
    rights: 'anyone',
    right: [
      { typed: '', says: 'What /ecs can do' },
      { typed: 'create', says: 'Creating instances' },
      { typed: 'stpo', says: '/ecs stop' },
    ],
    wrong: [],
    missing: null,
  },
};
