import type { Language } from '../core/base/language.ts';

/** A first policy: pay-as-you-go in one region for everybody. Its comments are in the language that it sets. */
export function firstPolicy(region: string, language: Language): string {
  const { who, channels, everybody } = COMMENTS[language];
  return `${who}

${channels}
language: ${language}

${everybody}
create:
  - who: everyone
    channels: any
    charges: [payAsYouGo, spot]

regions: [${region}]

limits:
  maxAmount: 5
`;
}

const COMMENTS: Readonly<Record<Language, Readonly<Record<'who' | 'channels' | 'everybody', string>>>> = {
  en: {
    who: `# Who can create what. The bot applies a new version within seconds. Check it with: npm run policy -- validate policy.yml
# policy.example.yml shows every key, and docs/policy.md explains them.`,
    channels: '# Language of what the bot posts in channels: en, or zh for Simplified Chinese.',
    everybody: `# Everyone in the workspace can create pay-as-you-go and spot instances. Only admins can request prepaid ones, until approvers are named.`,
  },
  zh: {
    who: `# 谁可以创建什么。保存后几秒内生效。检查：npm run policy -- validate policy.yml
# policy.example.yml 列出全部键，说明见 docs/policy.md。`,
    channels: '# 机器人在频道中使用的语言：en 或 zh（简体中文）。',
    everybody: '# 工作区所有成员可创建按量付费和抢占式实例。指定 approvers 前，仅管理员可申请包年包月。',
  },
};
