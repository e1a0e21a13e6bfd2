/** What is mutated, and the folders of the tests that each mutant of it is tried against. */
const ROOMS = {
  core: { source: 'src/core', tests: ['test/core'] },
  usecases: { source: 'src/usecases', tests: ['test/usecases', 'test/lifecycle/power', 'test/lifecycle/steps'] },
  delivery: { source: 'src/slack/delivery', tests: ['test/slack/delivery'] },
};

/** Folders whose promises are also kept by tests of other rooms. */
const ALSO = {
  'core/account': ['test/lifecycle/account'],
  'core/approval': ['test/usecases/approval'],
  'core/auto-renewal': ['test/slack/auto-renewal'],
  'core/chunk': ['test/lifecycle/purchase'],
  'core/disk': ['test/lifecycle/steps'],
  'core/expiry': ['test/lifecycle/steps'],
  'core/instance': ['test/lifecycle/purchase', 'test/lifecycle/steps', 'test/lifecycle/power'],
  'core/lease': ['test/lifecycle/steps'],
  'core/power': ['test/lifecycle/power'],
  'core/renewal': ['test/lifecycle/steps', 'test/usecases/renewal'],
  'core/request': ['test/usecases', 'test/lifecycle/purchase'],
  'core/spot': ['test/lifecycle/steps'],
};

const chosen = process.env.ROOM ?? 'core';
const [name = '', ...folders] = chosen.split('/');
if (!Object.hasOwn(ROOMS, name))
  throw new Error(`ROOM is one of ${Object.keys(ROOMS).join(', ')}, or a folder of one.`);

/** Chosen by the environment variable `ROOM`: `core`, or a folder of it such as `core/policy`. */
export const room = {
  tests: [...ROOMS[name].tests, ...(ALSO[chosen] ?? [])],
  mutate: [[ROOMS[name].source, ...folders, '**/*.ts'].join('/')],
  file: [name, ...folders].join('-'),
};
