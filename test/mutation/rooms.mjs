const LIFECYCLE = ['test/lifecycle/', 'test/lifecycle/steps/', 'test/lifecycle/purchase/'];
/** What is told to approvers and in notices, through the outbox. */
const TOLD = ['test/slack/approval/outbox-', 'test/slack/approval/grouped-', 'test/slack/notices/'];

/**
 * What is mutated, and how the paths of the tests begin that each mutant of it is tried against. If only the folder of a noun
 * is mutated, those in `also` that begin with that noun are tried too.
 */
const ROOMS = {
  core: { source: 'src/core', tests: ['test/core/'], also: ['test/usecases/', ...LIFECYCLE] },
  usecases: { source: 'src/usecases', tests: ['test/usecases/'], also: ['test/slack/', ...LIFECYCLE] },
  delivery: { source: 'src/slack/delivery', tests: ['test/slack/delivery/', ...TOLD], also: [] },
};

const [name = '', ...folders] = (process.env.ROOM ?? 'core').split('/');
if (!Object.hasOwn(ROOMS, name))
  throw new Error(`ROOM is one of ${Object.keys(ROOMS).join(', ')}, or a folder of one.`);
const { source, tests, also } = ROOMS[name];
const [noun] = folders;

const ofRoom = noun === undefined ? tests : [...tests, ...also.map((at) => at + noun)];

/**
 * Chosen by the environment variable `ROOM`: `core`, or a folder of it such as `core/policy`. `TESTS` names other beginnings of
 * paths, with commas: what quick tests notice first, a second run without it does not try again.
 */
export const room = {
  tests: process.env.TESTS?.split(',') ?? ofRoom,
  mutate: [[source, ...folders, '**/*.ts'].join('/')],
  file: [name, ...folders].join('-'),
};
