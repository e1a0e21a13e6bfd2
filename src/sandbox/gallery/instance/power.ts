import { FAILURE_KINDS } from '../../../core/failure/failure.ts';
import { adoption } from '../../../core/instance/adopt.ts';
import type { CloudInstance } from '../../../core/instance/cloud-instance.ts';
import type { FoundInstance } from '../../../core/instance/found-instance.ts';
import { type Instance, STATUSES, type Status } from '../../../core/instance/instance.ts';
import { onlyThese } from '../../../core/policy/authority.ts';
import type { PowerRefusal } from '../../../core/power/order-power.ts';
import { POWERS, type Power, type PowerOrder, type StoppedMode } from '../../../core/power/power.ts';
import type { Milestone, Note } from '../../../core/request/message.ts';
import { actionsFor } from '../../../slack/instance/actions.ts';
import { ownersOnlyAnswer } from '../../../slack/instance/instance-answers.ts';
import { actions, plain, section } from '../../../slack/kit/blocks.ts';
import { orderedAnswer, powerRefusedAnswer, takenOverAnswer } from '../../../slack/power/answers.ts';
import { powerForm, powerNote } from '../../../slack/power/modals.ts';
import { renderCard } from '../../../slack/request/card.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import { type Sample, sampleFailure, sampleFreeze, sampleInstance, sampleNote, sampleRequest } from '../samples.ts';
import { sampleCloud } from './instances.ts';

const AT = Date.UTC(2026, 10, 24, 16, 5, 0);
const BY = 'U07LENAHOF1';

const CHANNEL = 'C07WEBTEAM3';
const authority = onlyThese(['U07INESCAR5']);
const FOREIGN: FoundInstance = { cloud: sampleCloud({ name: 'shop-7' }), own: null };

const known = (own: Instance): FoundInstance => ({ cloud: null, own, why: 'late' });

const orderOf = (what: Power, stoppedMode: StoppedMode | null = null): PowerOrder => ({
  what,
  stoppedMode,
  by: BY,
  at: AT,
  down: false,
  acted: null,
});

const WANTED = { start: 'running', restart: 'running', stop: 'stopped', release: 'released' } as const;

function instanceUnder(order: PowerOrder, fields: Partial<Instance> = {}): Instance {
  const running = sampleInstance(sampleRequest(1), 1, 'running');
  return { ...running, wanted: WANTED[order.what], order, outcome: null, ...fields };
}

const REFUSALS: readonly PowerRefusal[] = [
  { why: 'notYours', requester: 'U07MARCOKA3' },
  { why: 'notTheBots' },
  { why: 'notCreatedYet' },
  { why: 'neverCreated' },
  { why: 'doubtful' },
  { why: 'gone', released: { by: BY, at: AT } },
  { why: 'gone', released: null },
  { why: 'otherAccount', account: '1968132000120001' },
  { why: 'beingReleased', by: BY, at: AT },
  { why: 'same', order: orderOf('stop') },
  { why: 'same', order: null },
  { why: 'already', status: 'Running' },
  { why: 'already', status: 'Stopped' },
  { why: 'locked', locks: ['security'] },
  { why: 'locked', locks: ['financial', 'recycling'] },
  { why: 'prepaid', expiresAt: AT },
  { why: 'prepaid', expiresAt: null },
  { why: 'protected' },
  { why: 'noEconomicalMode', mode: 'notPayAsYouGo' },
  { why: 'noEconomicalMode', mode: 'noVpc' },
  { why: 'noEconomicalMode', mode: 'localDisks' },
];

/** Everything about starting, stopping, restarting and releasing: windows, answers, cards, thread and buttons. */
export function powerSamples(text: Text): readonly Sample[] {
  return [...windows(text), ...answers(text), ...cards(text), ...threads(text), ...buttons(text)];
}

function windows(text: Text): readonly Sample[] {
  const instance = instanceUnder(orderOf('start'));
  const spot: Instance = {
    ...instance,
    spec: { ...instance.spec, charge: { kind: 'spot', limitMicros: null } },
  };
  const prepaid: Instance = {
    ...instance,
    spec: {
      ...instance.spec,
      charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false },
    },
  };
  const long: Instance = { ...instance, spec: { ...instance.spec, name: 'w'.repeat(128) } };
  return [
    ['window: stop', powerForm(known(instance), 'stop', CHANNEL, text)],
    ['window: stop, spot', powerForm(known(spot), 'stop', CHANNEL, text)],
    ['window: stop, prepaid', powerForm(known(prepaid), 'stop', CHANNEL, text)],
    ['window: restart', powerForm(known(instance), 'restart', CHANNEL, text)],
    ['window: release', powerForm(known(instance), 'release', CHANNEL, text)],
    ['window: release, the longest name', powerForm(known(long), 'release', CHANNEL, text)],
    ['window: release, of what is taken over with it', powerForm(FOREIGN, 'release', CHANNEL, text)],
    ['window: an order is being checked', powerNote('release', [section(plain(text.power.form.checking))], text)],
  ];
}

function answers(text: Text): readonly Sample[] {
  const request = sampleRequest(1);
  const others = POWERS.map((what): Sample => {
    const stoppedMode = what === 'stop' ? 'StopCharging' : null;
    const instance = instanceUnder(orderOf(what, stoppedMode));
    const freeze = what === 'start' ? sampleFreeze() : null;
    const replaces = what === 'release' ? 'restart' : null;
    const taken = { is: 'taken', instance, request, replaces, freeze } as const;
    return [`answer: ${what} is taken`, orderedAnswer(taken, what, BY, text).blocks];
  });
  const instance = instanceUnder(orderOf('stop'));
  const inMessages = {
    is: 'taken',
    instance,
    request: { ...request, channel: BY },
    replaces: null,
    freeze: null,
  } as const;
  const refused = REFUSALS.map(
    (refusal, index): Sample => [
      `answer: refused, ${refusal.why} (${index + 1})`,
      powerRefusedAnswer(instance, refusal.why === 'already' ? 'stop' : 'release', refusal, text).blocks,
    ],
  );
  const ends = (['unknown', 'storeDown', 'busy'] as const).map(
    (is): Sample => [`answer: an order, ${is}`, orderedAnswer({ is }, 'stop', BY, text).blocks],
  );
  return [
    ...others,
    ['answer: taken, told in direct messages', orderedAnswer(inMessages, 'stop', BY, text).blocks],
    [
      'answer: taken, told in the direct messages of another',
      orderedAnswer(inMessages, 'stop', 'U07INESCAR5', text).blocks,
    ],
    ...refused,
    ...ends,
    [`answer: somebody else’s instance`, ownersOnlyAnswer({ text, authority }, 'stop', known(instance)).blocks],
    ['answer: what the bot did not create', ownersOnlyAnswer({ text, authority }, 'stop', FOREIGN).blocks],
    ...(['adopted', 'known'] as const).map(
      (is): Sample => [`answer: taking over, ${is}`, takenOverAnswer({ is, instance, request }, BY, text).blocks],
    ),
    [
      'answer: taking over, one that was taken over before',
      takenOverAnswer({ is: 'known', instance: { ...instance, adopted: true }, request }, BY, text).blocks,
    ],
    [
      'answer: taking over, refused',
      takenOverAnswer({ is: 'refused', refusal: { why: 'notTheBots' }, instance }, BY, text).blocks,
    ],
  ];
}

function cards(text: Text): readonly Sample[] {
  const request = sampleRequest(1, { state: 'finished', finishedAt: AT });
  const card = (name: string, instance: Instance): Sample => [
    `card: ${name}`,
    renderCard(request, [instance], text).blocks,
  ];
  const at = (status: Status): Partial<Instance> => ({ observed: { status, at: AT } });
  const underWay = POWERS.map((what) => card(`${what} under way`, instanceUnder(orderOf(what), at('Stopping'))));
  const failed = POWERS.map((what) =>
    card(
      `${what} failed`,
      instanceUnder(orderOf(what), { ...at('Running'), outcome: 'failed', failure: sampleFailure('deadline') }),
    ),
  );
  const stopped = (['KeepCharging', 'StopCharging'] as const).map((mode) =>
    card(`stopped, ${mode}`, instanceUnder(orderOf('stop', mode), { ...at('Stopped'), outcome: 'reached' })),
  );
  const held = instanceUnder(orderOf('start'), { ...at('Stopped'), heldBy: sampleFreeze() });
  const released = instanceUnder(orderOf('release'), { ...at('Running'), outcome: 'reached', publicIp: null });
  const adopted = (over: Partial<CloudInstance>): Sample => {
    const by = { by: BY, team: 'T1', channel: CHANNEL, at: AT };
    const made = adoption({ cloud: sampleCloud(over), requestId: 'r-7k3mz9q2xa', ...by });
    return [`card: taken over, ${made.instance.wanted}`, renderCard(made.request, [made.instance], text).blocks];
  };
  return [
    ...underWay,
    ...failed,
    ...stopped,
    card('a start that waits', held),
    card('released', released),
    adopted({}),
    adopted({ status: 'Stopped', publicIp: null, chargeKind: 'prepaid' }),
  ];
}

function threads(text: Text): readonly Sample[] {
  const note = (milestone: Milestone, order: PowerOrder, over: Partial<Note> = {}): Note => ({
    ...sampleNote(milestone, 1, 1),
    order,
    ...over,
  });
  const thread = (name: string, ...notes: readonly Note[]): Sample => [
    `thread: ${name}`,
    renderThread(notes, text).blocks,
  ];
  const failed = FAILURE_KINDS.flatMap((kind) =>
    POWERS.map((what) =>
      thread(`${what} failed with ${kind}`, note('failed', orderOf(what), { failure: sampleFailure(kind) })),
    ),
  );
  const code = (what: string) => ({ failure: { ...sampleFailure('locked'), code: what } });
  const [start, stop, restart, release] = [
    orderOf('start'),
    orderOf('stop', 'StopCharging'),
    orderOf('restart'),
    orderOf('release'),
  ];
  return [
    thread('taken over', { ...sampleNote('adopted', 1, 1), by: BY }, note('ordered', stop)),
    thread('stop', note('ordered', stop), note('stopping', stop), note('halted', stop)),
    thread(
      'start, instead of a stop',
      note('ordered', start, { replaces: 'stop' }),
      note('starting', start),
      note('running', start),
    ),
    thread('restart', note('ordered', restart), note('restarting', restart), note('running', restart)),
    thread('release', note('ordered', release), note('releasing', release), note('released', release)),
    thread(
      'two orders at once',
      note('ordered', stop),
      note('stopping', stop),
      note('ordered', release),
      note('releasing', release),
    ),
    thread('release of what is protected', note('failed', release, code('InvalidOperation.DeletionProtection'))),
    thread('release of what is prepaid', note('failed', release, code('ChargeTypeViolation'))),
    ...failed,
  ];
}

function buttons(text: Text): readonly Sample[] {
  const ofOwn = STATUSES.map((status): Sample => {
    const instance = instanceUnder(orderOf('start'), { outcome: 'reached', observed: { status, at: AT } });
    return [`buttons: of an instance that is ${status}`, [actions('power', actionsFor(known(instance), true, text))]];
  });
  return [...ofOwn, ['buttons: of what the bot did not create', [actions('power', actionsFor(FOREIGN, true, text))]]];
}
