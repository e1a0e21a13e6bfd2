import type { TemplateRef, TemplateTrouble } from '../../../core/spec/launch-template.ts';
import { REASONS_SHOWN } from '../../en/spec/template.ts';
import type { Text } from '../../en.ts';
import { unread } from '../failure/unread.ts';
import { mistakesText } from '../policy/mistakes.ts';

const VERSION = { default: '默认版本', latest: '最新版本' } as const;

const versionWord = (version: TemplateRef['version']): string =>
  typeof version === 'number' ? `版本 ${version}` : VERSION[version];

const named = ({ word, version }: TemplateRef): string =>
  `启动模板 ${word}${version === 'default' ? '' : `（${versionWord(version)}）`}`;

function trouble(preset: string, { template, region, why }: TemplateTrouble): string {
  const unused = `无法使用预设 ${preset}`;
  const ask = '请选择其他预设，或联系策略维护人修改。';
  switch (why.is) {
    case 'noTemplate':
      return `${unused}：${region} 无启动模板 ${template.word}。${ask}`;
    case 'noVersion':
      return `${unused}：${region} 的启动模板 ${template.word} 无${versionWord(template.version)}。${ask}`;
    case 'unread':
      return `${unused}：${named(template)}加载失败。${
        why.failure === null ? '阿里云未及时响应，请稍后重新选择。' : unread(why.failure)
      }`;
    case 'offline':
      return `预设 ${preset} 使用${named(template)}，其内容仅阿里云可知。请在 Slack 中执行 /ecs policy check ${preset}。`;
    case 'refused':
      return [
        `${unused}：启动模板 ${template.word} 版本 ${why.version} 包含无法申请的内容。`,
        ...why.sayings.slice(0, REASONS_SHOWN).map((one) => `– ${mistakesText([one])}`),
        ...(why.sayings.length > REASONS_SHOWN ? [`– 另有 ${why.sayings.length - REASONS_SHOWN} 项`] : []),
        '请在模板的新版本中修改，或联系策略维护人修改预设。',
      ].join('\n');
  }
}

export const templates: Text['templates'] = { named, trouble };
