import { inEnglish } from '../../../core/saying.ts';
import type { TemplateRef, TemplateTrouble } from '../../../core/spec/launch-template.ts';
import { unread } from './modal.ts';

const versionWord = (version: TemplateRef['version']): string =>
  typeof version === 'number' ? `version ${version}` : `${version} version`;

/** With its version, unless that is the default. */
const named = ({ word, version }: TemplateRef): string =>
  `launch template ${word}${version === 'default' ? '' : `, ${versionWord(version)}`}`;

/** The instructions stand below the reasons, and Slack cuts long texts. */
export const REASONS_SHOWN = 10;

/** Why a preset's launch template filled in nothing. */
function trouble(preset: string, { template, region, why }: TemplateTrouble): string {
  const unused = `Preset ${preset} can’t be used`;
  const ask = 'Choose another preset, or ask the policy maintainer to change this one.';
  switch (why.is) {
    case 'noTemplate':
      return `${unused}: there is no launch template ${template.word} in ${region}. ${ask}`;
    case 'noVersion':
      return `${unused}: launch template ${template.word} in ${region} has no ${versionWord(template.version)}. ${ask}`;
    case 'unread':
      return `${unused}: couldn’t load ${named(template)}. ${
        why.failure === null ? 'Alibaba Cloud didn’t answer in time. Choose it again in a moment.' : unread(why.failure)
      }`;
    case 'offline':
      return `Preset ${preset} starts from ${named(template)}, and only Alibaba Cloud knows its settings. Run /ecs policy check ${preset} in Slack.`;
    case 'refused':
      return [
        `${unused}: launch template ${template.word}, version ${why.version}, contains what can’t be requested.`,
        ...why.sayings.slice(0, REASONS_SHOWN).map((one) => `– ${inEnglish(one)}`),
        ...(why.sayings.length > REASONS_SHOWN ? [`– and ${why.sayings.length - REASONS_SHOWN} more`] : []),
        'Change this in a new version of the template, or ask the policy maintainer to change the preset.',
      ].join('\n');
  }
}

export const templates = { named, trouble };
