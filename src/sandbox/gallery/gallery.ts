import { FAILURE_KINDS } from '../../core/failure/failure.ts';
import { MILESTONES } from '../../core/request/message.ts';
import { requestMessage } from '../../slack/instance/request-answer.ts';
import { renderCard } from '../../slack/request/card.ts';
import { renderDm } from '../../slack/request/dm.ts';
import { renderThread } from '../../slack/request/thread.ts';
import type { Text } from '../../text/en.ts';
import { TEXTS } from '../../text/texts.ts';
import { doctorSamples } from './doctor.ts';
import { freezeSamples } from './freeze.ts';
import { homeSamples } from './home.ts';
import { attributeSamples } from './instance/attribute.ts';
import { autoRenewSamples } from './instance/auto-renew.ts';
import { connectSamples } from './instance/connect.ts';
import { diskSamples } from './instance/disk.ts';
import { instanceSamples } from './instance/instances.ts';
import { keySamples } from './instance/key.ts';
import { leaseSamples } from './instance/lease.ts';
import { powerSamples } from './instance/power.ts';
import { prepaidDiskSamples } from './instance/prepaid-disk.ts';
import { renewalSamples } from './instance/renewal.ts';
import { selectionSamples } from './instance/selection.ts';
import { modalSamples } from './modals.ts';
import { policySamples } from './policy.ts';
import { approvalSamples } from './request/approval.ts';
import { histories } from './request/history.ts';
import { noticeSamples } from './request/notices.ts';
import { paymentCards } from './request/payment.ts';
import { type Sample, type Stage, sampleFailure, sampleNote, sampleState } from './samples.ts';

/** Everything the bot can show, in every state and in both languages; names of Chinese entries say so. */
export const galleryEntries = (): readonly Sample[] => [
  ...entriesIn(TEXTS.en),
  ...entriesIn(TEXTS.zh).map(([name, shown]): Sample => [`${name} (zh)`, shown]),
];

/** All entries in one language, or from another catalogue. */
export const entriesIn = (text: Text): readonly Sample[] => [
  ...modalSamples(text),
  ...homeSamples(text),
  ...freezeSamples(text),
  ...policySamples(text),
  ...approvalSamples(text),
  ...doctorSamples(text),
  ...powerSamples(text),
  ...selectionSamples(text),
  ...attributeSamples(text),
  ...diskSamples(text),
  ...leaseSamples(text),
  ...keySamples(text),
  ...autoRenewSamples(text),
  ...noticeSamples(text),
  ...prepaidDiskSamples(text),
  ...renewalSamples(text),
  ...cards(text),
  ...failureCards(text),
  ...threads(text),
  ...dms(text),
  ...histories(text),
  ...instanceSamples(text),
  ...connectSamples(text),
];

const AMOUNTS = [1, 3, 20, 1000];

const STAGES: readonly (readonly [name: string, stages: readonly Stage[]])[] = [
  ['waiting', ['waiting']],
  ['waiting for the end of a freeze', ['held', 'heldStopped', 'starting', 'running']],
  ['being ordered', ['creating', 'accepted', 'waiting']],
  ['Pending', ['pending']],
  ['Stopped', ['stopped']],
  ['Starting', ['starting']],
  ['at different milestones', ['running', 'starting', 'stopped', 'pending', 'accepted', 'creating', 'waiting']],
  ['with trouble that is retried', ['troubled', 'pending', 'running']],
  ['Running', ['running']],
  ['some failed', ['running', 'failed']],
  ['failed', ['failed']],
];

const instances = (amount: number): string => (amount === 1 ? '1 instance' : `${amount} instances`);

function cards(text: Text): Sample[] {
  const byStage = STAGES.flatMap(([name, stages]) =>
    AMOUNTS.map((amount): Sample => {
      const { request, instances: rows } = sampleState(amount, stages);
      return [`card: ${name}, ${instances(amount)}`, renderCard(request, rows, text).blocks];
    }),
  );
  const elsewhere = sampleState(1, ['pending']);
  const shown = [1, 3, 300].map((amount): Sample => {
    const named = sampleState(amount, ['running', 'failed', 'running']);
    return [
      `answer: show, a request for ${amount}`,
      requestMessage(named, 'https://sandbox.slack.com/archives/C1/p1', text).blocks,
    ];
  });
  return [
    ...byStage,
    ...shown,
    ...paymentCards(text),
    [
      'card: the price was not known',
      renderCard({ ...elsewhere.request, quote: null }, elsewhere.instances, text).blocks,
    ],
    ['card: of a version that asked for no price', withoutPrice(text)],
    [
      'card: posted to the requester because the channel is closed to the bot',
      renderCard(elsewhere.request, elsewhere.instances, text, 'D07SAMPLE01').blocks,
    ],
    ...(['archived', 'restricted', 'refused', 'shared'] as const).map(
      (closed): Sample => [
        `card: posted to the requester, for the channel is closed: ${closed}`,
        renderCard(elsewhere.request, elsewhere.instances, text, 'D07SAMPLE01', closed).blocks,
      ],
    ),
    ['card: 20 instances that failed in different ways', manyFailures(20, text)],
    ['card: 1000 instances that failed in different ways', manyFailures(1000, text)],
  ];
}

function withoutPrice(text: Text) {
  const { request, instances } = sampleState(1, ['running']);
  const { quote: _quote, ...earlier } = request;
  return renderCard(earlier, instances, text).blocks;
}

function manyFailures(amount: number, text: Text) {
  const { request, instances } = sampleState(amount, ['failed'], FAILURE_KINDS.map(sampleFailure));
  return renderCard(request, instances, text).blocks;
}

const failureCards = (text: Text): Sample[] =>
  FAILURE_KINDS.flatMap((kind): Sample[] => {
    const failure = sampleFailure(kind);
    const failed = sampleState(3, ['running', 'failed', 'failed'], [failure]);
    const retried = sampleState(1, ['troubled'], [failure]);
    return [
      [`card: failed with ${kind}`, renderCard(failed.request, failed.instances, text).blocks],
      [`card: retried after ${kind}`, renderCard(retried.request, retried.instances, text).blocks],
    ];
  });

function threads(text: Text): Sample[] {
  // Changes have their own samples, see attribute.ts.
  const perMilestone = MILESTONES.filter((one) => one !== 'changed').flatMap((milestone) =>
    AMOUNTS.map((amount): Sample => {
      const failure =
        milestone === 'failed' || milestone === 'troubled'
          ? sampleFailure('noStock')
          : milestone === 'leaseTroubled'
            ? sampleFailure('permission')
            : null;
      const notes = Array.from({ length: amount }, (_, i) => sampleNote(milestone, i + 1, amount, failure));
      return [`thread: ${milestone}, ${instances(amount)}`, renderThread(notes, text).blocks];
    }),
  );
  const mixed = MILESTONES.map((milestone, i) =>
    sampleNote(milestone, i + 1, 20, milestone === 'failed' ? sampleFailure('quota') : null),
  );
  const perKind = FAILURE_KINDS.map(
    (kind): Sample => [
      `thread: failed with ${kind}`,
      renderThread([sampleNote('failed', 1, 1, sampleFailure(kind))], text).blocks,
    ],
  );
  const entered = AMOUNTS.map((amount): Sample => {
    const notes = Array.from({ length: amount }, (_, i) => sampleNote('running', i + 1, amount));
    const { instances: rows } = sampleState(amount, ['running']);
    const now = {
      instances: rows,
      region: 'cn-beijing',
      site: 'international',
      image: null,
      opens: 'unchecked',
    } as const;
    return [`thread: running, with how to get in, ${instances(amount)}`, renderThread(notes, text, now).blocks];
  });
  return [
    ...perMilestone,
    ...entered,
    ['thread: many milestones at once', renderThread(mixed, text).blocks],
    ...perKind,
  ];
}

function dms(text: Text): Sample[] {
  const ends = [
    ['all running', ['running']],
    ['some failed', ['running', 'failed']],
    ['all failed', ['failed']],
  ] as const;
  return ends.flatMap(([name, stages]) =>
    AMOUNTS.map((amount): Sample => {
      const { request, instances: rows } = sampleState(amount, stages);
      return [`direct message: ${name}, ${instances(amount)}`, renderDm(request, rows, text).blocks];
    }),
  );
}
