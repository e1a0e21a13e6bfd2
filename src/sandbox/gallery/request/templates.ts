import { say } from '../../../core/saying.ts';
import type { TemplateTrouble } from '../../../core/spec/launch-template.ts';
import type { Draft } from '../../../core/spec/spec.ts';
import { createForm } from '../../../slack/create-form/form.ts';
import { layoutOf } from '../../../slack/create-form/layout.ts';
import type { Text } from '../../../text/en.ts';
import { sampleFailure } from '../samples.ts';
import { costNow, FILLED, META, planOf } from './form.ts';

const { name: _name, amount: _amount, ...HELD } = FILLED;
const FROM: Draft = HELD;

const WHYS: readonly (readonly [name: string, why: TemplateTrouble['why']])[] = [
  ['is gone', { is: 'noTemplate' }],
  ['has lost its version', { is: 'noVersion' }],
  ['could not be loaded', { is: 'unread', failure: sampleFailure('transient') }],
  ['did not come in time', { is: 'unread', failure: null }],
  ['only the cloud knows', { is: 'offline' }],
  [
    'holds what cannot be requested',
    {
      is: 'refused',
      version: 4,
      sayings: [
        say`${'NetworkInterface'}: the bot doesn’t set separate network interfaces. Leave it out.`,
        say`UserData: the launch template’s start script isn’t one of userData. Add its text there, or set script in the preset.`,
      ],
    },
  ],
];

/** The form of a preset with a launch template, and its sentences if the template cannot be used. */
export function templateSamples(text: Text): readonly (readonly [name: string, view: unknown])[] {
  const plan = planOf(FILLED);
  const meta = { ...META, preset: 'web', template: { name: 'web-servers', version: 2 } };
  const layout = layoutOf(['web', 'batch'], FROM, plan, meta);
  const earlier = layoutOf(['web', 'batch'], FROM, plan, { ...meta, template: { ...meta.template, isEarlier: true } });
  const template = { by: 'name', word: 'web-servers', version: 4 } as const;
  return [
    ['create form: from a launch template', createForm({ plan, cost: costNow(plan), meta, layout }, text)],
    [
      'create form: from a launch template whose newest version could not be loaded',
      createForm({ plan, cost: costNow(plan), meta, layout: earlier }, text),
    ],
    ...WHYS.map(([name, why]) => {
      const trouble: TemplateTrouble = { template, region: 'cn-hangzhou', why };
      const lines = [text.commands.argument({ problem: 'template', given: 'web', trouble })];
      const banner = { title: text.modal.startTitle, lines };
      return [
        `create form: the launch template ${name}`,
        createForm({ plan, cost: costNow(plan), meta: META, banner }, text),
      ] as const;
    }),
  ];
}
