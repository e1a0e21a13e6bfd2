import type { PersonExcess } from '../../../core/policy/person-limits.ts';
import type { Text } from '../../en.ts';

export const limits: Text['limits'] = {
  title: {
    maxPendingPerPerson: '每人等待审批的申请数',
    maxInstancesPerPersonPerDay: '每人 24 小时内申请的实例数',
  },
  exceeded({ limit, max, has, more }: PersonExcess): string {
    if (limit === 'maxPendingPerPerson')
      return `您有 ${has} 个申请等待审批，每人最多 ${max} 个。请等待审批完成，或在卡片上撤回 1 个；申请列表见机器人主页。`;
    const raise = '也可联系管理员在策略中调高 limits.maxInstancesPerPersonPerDay';
    if (more > max) return `每人 24 小时内最多申请 ${max} 台实例，本次为 ${more} 台。请最多申请 ${max} 台，${raise}。`;
    const left = Math.max(0, max - has);
    const next = left === 0 ? '请明天重试' : `请最多申请 ${left} 台，或明天重试`;
    return `您在过去 24 小时内已申请 ${has} 台实例，每人最多 ${max} 台，不能再申请 ${more} 台。${next}，${raise}。`;
  },
};
