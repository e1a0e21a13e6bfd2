/** What is mutated, and the tests that a mutant is tried against: those of its own room, so that it costs little. */
const ROOMS = {
  core: { source: 'src/core', tests: ['test/core/**/*.test.ts'] },
  usecases: { source: 'src/usecases', tests: ['test/{usecases,lifecycle/power,lifecycle/steps}/**/*.test.ts'] },
  delivery: { source: 'src/slack/delivery', tests: ['test/slack/delivery/*.test.ts'] },
};

const [name = 'core', ...folders] = (process.env.ROOM ?? 'core').split('/');
if (!Object.hasOwn(ROOMS, name))
  throw new Error(`ROOM is one of ${Object.keys(ROOMS).join(', ')}, or a folder of one.`);

/** Chosen by the environment variable `ROOM`: `core`, or a folder of it such as `core/policy`. */
export const room = {
  tests: ROOMS[name].tests,
  mutate: [[ROOMS[name].source, ...folders, '**/*.ts'].join('/')],
  file: [name, ...folders].join('-'),
};
