import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allowed, COMMANDS } from '../../../src/commands/index.ts';
import { LENA, MARCUS } from '../../sandbox/slack/serve.ts';
import { TRANSPORTS } from '../../support/thorough.ts';
import type { Bot } from '../bot.ts';
import type { CommandRows, Row } from './command-row.ts';
import { ROWS } from './command-rows.ts';
import { factsOf, give, INES, type Outcome, PRIYA, STATES, sharedStages, undo } from './command-stage.ts';

// Every command of the list, however it is typed, by whomever, in whatever state its instance is: through the real listener.

const all = COMMANDS.map((command) => {
  const rows = ROWS[command.name];
  if (rows === undefined) throw new Error(`/ecs ${command.name} has no rows in command-rows.ts: say what it does`);
  return { name: command.name, command, rows };
});

const stage = sharedStages();
const stageOf = ({ charge }: CommandRows) => (charge === undefined ? {} : { charge });

/** A person who may do everything without owning anything. */
const mayAll = ({ rights }: CommandRows): string => (rights === 'admin' ? INES : LENA);

test('the rows are those of the commands, no more and no fewer', () => {
  expect(Object.keys(ROWS).toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
  for (const { name, command, rows } of all) {
    const needs = command.usage.replaceAll(/\[[^\]]*\]/g, '').trim();
    if (needs !== '' && needs !== '…') expect(rows.missing, `/ecs ${name} needs ${needs}`).not.toBeNull();
    const actsOn = /<(instance|id or name)( …)?>/.test(command.usage);
    expect(rows.states !== undefined, `/ecs ${name} has a row for each state`).toBe(actsOn);
  }
});

function holds(row: Row, { told, announced, window, before, after }: Outcome): void {
  if (row.says !== undefined) expect(`${told}\n${window}`).toEqual(matching(row.says));
  if (row.announces !== undefined) expect(announced).toContain(row.announces);
  else expect(announced).toBe('');
  if (row.changes === undefined) expect(after).toEqual(before);
  else expect(row.changes(before, after), 'it changes what it says').toBe(true);
}

async function act(bot: Bot, name: string, { typed, after, by, sends }: Row, user: string): Promise<Outcome> {
  if (after !== undefined) await give(bot, after, INES);
  return give(bot, `${name} ${typed}`, by === undefined ? user : INES, sends);
}

const matching = (says: string | RegExp) =>
  typeof says === 'string' ? expect.stringContaining(JSON.stringify(says).slice(1, -1)) : expect.stringMatching(says);

const RIGHT = all.flatMap(({ name, rows }) => rows.right.map((row) => ({ name, typed: row.typed, row, rows })));

describe.each(TRANSPORTS)('over %s', (transport) => {
  test.each(RIGHT)('/ecs $name $typed does what it says', async ({ name, row, rows }) => {
    const bot = await stage(transport, stageOf(rows));
    const outcome = await act(bot, name, row, mayAll(rows));
    holds(row, outcome);
    if (row.changes !== undefined) {
      // Had it not been done, it could be done now: a retried payload is not done for that.
      await undo(bot, outcome);
      const undone = await factsOf(bot);
      await bot.slack.retryAll();
      await bot.idle();
      expect(await factsOf(bot)).toEqual(undone);
    }
    expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

const WRONG = all.flatMap(({ name, rows }) =>
  [...rows.wrong, ...(rows.missing === null ? [] : [rows.missing])].map((row) => ({
    name,
    typed: row.typed,
    row,
    rows,
  })),
);

test.each(WRONG)('/ecs $name $typed changes nothing and says why', async ({ name, row, rows }) => {
  const bot = await stage('socket', stageOf(rows));
  const outcome = await act(bot, name, row, mayAll(rows));
  expect(outcome.after).toEqual(outcome.before);
  holds(row, outcome);
  expect(bot.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

const CELLS = all.flatMap(({ name, rows }) =>
  rows.states === undefined ? [] : STATES.map((state) => ({ name, state, rows, cell: rows.states?.[state] })),
);

test.each(CELLS)('/ecs $name of one that is $state', async ({ name, state, rows, cell }) => {
  if (cell === undefined) throw new Error('it has no row');
  const [says, changes] = cell;
  const bot = await stage('socket', { state, ...stageOf(rows) });
  const [{ typed, sends }] = rows.right;
  const { told, window, before, after } = await give(bot, `${name} ${typed}`, LENA, sends);
  expect(`${told}\n${window}`).toEqual(matching(says));
  expect(JSON.stringify(after) !== JSON.stringify(before)).toBe(changes !== undefined);
});

const PEOPLE = [
  { who: 'its owner', user: LENA, may: ['anyone', 'owner'] },
  { who: 'somebody else', user: MARCUS, may: ['anyone'] },
  { who: 'an admin', user: INES, may: ['anyone', 'owner', 'admin'] },
  { who: 'an outsider', user: PRIYA, may: ['anyone'] },
];
const RIGHTS = PEOPLE.flatMap((person) =>
  all.map(({ name, rows }) => ({ ...person, name, rows, verb: person.may.includes(rows.rights) ? 'may' : 'may not' })),
);

test.each(RIGHTS)('$who $verb use /ecs $name', async ({ user, name, rows, verb }) => {
  const bot = await stage('socket', stageOf(rows));
  const [row] = rows.right;
  const outcome = await act(bot, name, row, user);
  if (verb === 'may' && (user !== PRIYA || rows.outsiders === undefined)) return holds(row, outcome);
  const { told, announced, window, before, after } = outcome;
  expect(after).toEqual(before);
  expect([announced, window]).toEqual(['', '']);
  if (verb === 'may') return expect(told).toContain(rows.outsiders);
  expect(told).toMatch(rows.rights === 'admin' ? /Only admins may/ : /only [^.]*\badmins\b/i);
});

test('what a command says of who may is what is held against it', () => {
  for (const { command, rows } of all) expect(command.who, command.name).toBe(rows.rights);
});

describe('exactly the commands of the list are named', () => {
  const names = COMMANDS.map(({ name }) => name);
  const namedIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);

  test.each([
    ['a member', LENA, false],
    ['an admin', INES, true],
  ] as const)('in the help that %s reads, as far as they may run them', async (_who, user, isAdmin) => {
    const { told } = await give(await stage('socket'), 'help commands', user);
    expect(namedIn(told, /`\/ecs (\w[\w-]*)[^`]*` – /g)).toEqual(allowed(COMMANDS, isAdmin).map(({ name }) => name));
  });

  test('in the usage hint of the manifest', () => {
    const yaml = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'));
    const hint: string = yaml.features.slash_commands[0].usage_hint;
    expect(hint.length).toBeLessThanOrEqual(1000);
    expect(hint.split(' | ').map((one) => one.split(' ')[0])).toEqual(names);
  });

  test('in the table of the documents, each with who may', () => {
    const readme = readFileSync(new URL('../../../docs/using.md', import.meta.url), 'utf8');
    const table = /<!-- commands -->(.*)<!-- \/commands -->/s.exec(readme)?.[1] ?? '';
    expect(namedIn(table, /^\| `\/ecs (\w[\w-]*)/gm)).toEqual(names);
    for (const { name, who } of COMMANDS)
      expect(table).toMatch(new RegExp(`^\\| \`/ecs ${name}\\b.*\\| ${who} \\|`, 'm'));
  });
});
