import { diskWord, isGrowth, type WhichDisk } from '../../core/disk/disk-wish.ts';
import type { DiskRefusal } from '../../core/disk/judge-disks.ts';
import type { GrowthRefusal } from '../../core/disk/judge-growth.ts';
import type { Text } from '../en.ts';
import { all } from './base/listed.ts';
import { unread } from './failure/unread.ts';
import { freeze } from './freeze.ts';
import { policyApprovals } from './policy/approvals.ts';
import { policy } from './policy/policy.ts';
import { options } from './spec/options.ts';
import { DISK, diskName, diskText } from './spec/spec.ts';

const NOTHING = '未做更改。';

const which = (disk: WhichDisk): string => (disk === 'system' ? '系统盘' : diskWord(disk));

function refused(name: string, refusal: DiskRefusal | GrowthRefusal): string {
  switch (refusal.why) {
    case 'noSuchDisk':
      return `${name} ${refusal.dataDisks === 0 ? '无数据盘' : refusal.dataDisks === 1 ? `有 1 块数据盘 ${diskWord(1)}` : `有 ${refusal.dataDisks} 块数据盘 ${diskWord(1)}～${diskWord(refusal.dataDisks)}`}，${refusal.key} 不存在。${NOTHING}云盘见 /ecs show；下一块新数据盘为 ${diskWord(refusal.dataDisks + 1)}。`;
    case 'diskOther':
      return `${name} 的 ${refusal.key} 与此前显示的不同：期间有云盘挂载或卸载。${NOTHING}请查看 /ecs show 后重试。`;
    case 'diskSame':
      return `${name} 的 ${refusal.key} 已为 ${refusal.is} GiB。${NOTHING}`;
    case 'diskSmaller':
      return `${name} 的 ${refusal.key} 是 ${refusal.is} GiB，云盘仅支持扩容。${NOTHING}请填写大于 ${refusal.is} 的容量。`;
    case 'diskTooLarge':
      return `${name} 的 ${refusal.key} 最大为 ${refusal.max.toLocaleString('en')} GiB。${NOTHING}`;
    case 'diskIsThere':
      return `${name} 已有 ${refusal.key}，容量 ${refusal.is} GiB，已有云盘仅支持更改容量：${refusal.key}=${refusal.is + 1} 或更大。${NOTHING}`;
    case 'diskFault':
      return `${refusal.key}：${options.fault(refusal.fault, refusal.given)}${NOTHING}`;
    case 'diskOfSnapshot':
      return `${refusal.key} 使用快照创建，仅新建实例时支持。${NOTHING}请在 ECS 控制台创建并挂载。`;
    case 'diskNotForType':
      return `${name} 的实例规格在此可用区不支持${DISK[refusal.category]}${refusal.fits.length === 0 ? '' : `，支持 ${all(refusal.fits.map((one) => DISK[one]))}`}：${refusal.key} 购买后无法挂载。${NOTHING}`;
    case 'dataDisksTooMany':
      return `1 台实例最多 ${refusal.max} 块数据盘。${NOTHING}`;
    case 'diskPrepaidAlone':
      return `${name} 的 ${refusal.key} 为包年包月：扩容需一次性支付，须单独审批。${NOTHING}请先单独更改 ${refusal.key}，再更改其他云盘。`;
    case 'diskPrepaidNotOurs':
      return `${name} 的 ${refusal.key} 为包年包月，且实例非机器人创建。${NOTHING}请先用 /ecs adopt 接管，再重试。`;
    case 'diskNotInUse':
      return `${name} 的 ${refusal.key} 当前不是使用中（状态：${refusal.status || '未知'}），仅使用中的云盘可扩容。${NOTHING}请稍后重试。`;
    case 'diskKind':
      return `${name} 的 ${refusal.key} 的云盘类型不受支持（${diskName(refusal.category, '')}）。${NOTHING}请在 ECS 控制台扩容。`;
    case 'diskWhileStopped':
      return `${name} 的 ${refusal.key} 为普通云盘，仅支持在实例停止时扩容。${NOTHING}请先用 /ecs stop 停止实例，再重试。`;
    case 'frozen':
      return `创建和启动已冻结（${refusal.freeze.cause === undefined ? refusal.freeze.reason : freeze.causes[refusal.freeze.cause]}），更改云盘也会产生费用。${NOTHING}请在解除冻结后重试。`;
    case 'disksChanged':
      return `检查期间，${name} 的另一次云盘更改已结束。${NOTHING}请先查看 /ecs show，再重试。`;
    case 'disksUnread':
      return refusal.failure === 'late'
        ? `查询 ${name} 的云盘超时。${NOTHING}请 1 分钟后重试。`
        : `查询 ${name} 的云盘失败。${unread(refusal.failure)}${NOTHING}`;
    case 'notByPolicy':
      return `策略不允许：${all(refusal.breaches.map(({ rule, line }) => policy.ruleAt(rule, line)))}。${NOTHING}`;
    case 'diskTagsTooMany':
      return `新数据盘沿用 ${name} 的标签和策略设置的标签，机器人的标签以外最多 ${refusal.max} 个。${NOTHING}请先用 /ecs set 的 tag:key= 去掉部分标签，再重试。`;
    case 'notJudged':
      return `当前无法判断策略是否允许，不予执行。${NOTHING}请 1 分钟后重试。`;
    case 'needsApproval':
      return `${name} 更改后的费用按策略需要审批${refusal.lines.map(policyApprovals.byRule).join('')}，机器人仅支持审批新实例、续费和包年包月云盘。${NOTHING}请联系审批人在 ECS 控制台更改。`;
    case 'overBudget':
      return `${refusal.overdrafts.map(policy.overBudget).join('')}${NOTHING}`;
  }
}

/** Texts about disks that get larger or are attached to an instance. */
export const disk: Text['disk'] = {
  refused,
  step: (change) =>
    isGrowth(change)
      ? `${which(change.which)} ${change.from} → ${change.to} GiB`
      : `新数据盘 ${diskWord(change.which)}，${diskText(change.disk)}${change.disk.keep ? '（释放实例时保留）' : ''}`,
  confirm: (name) => `${name} 的云盘`,
  costs: (perHour, perMonth) => `每小时多 ${perHour}，每月（730 小时）约多 ${perMonth}；实例停止时也计费。`,
  noPrice: '当前查询不到价格，增加的费用未知。',
  priceMoved: '价格与您确认的不同。',
  onlyGrows: '云盘不支持缩容。分区和文件系统不变，扩容后请在实例内扩展。',
  billed: '新数据盘为按量付费，与实例的付费类型无关。挂载后请在实例内格式化并挂载文件系统。',
  grow: '扩容',
  add: '购买并挂载',
  frozen: (reason) => `执行前创建和启动已冻结：${reason}`,
  frozenNext: '请在解除冻结后再次使用 /ecs set。',
  doubtful: '有 1 次请求未收到应答，可能已完成。云盘容量见 /ecs show；未挂载的新数据盘见 ECS 控制台。',
  notAttached: (diskId) => `云盘 ${diskId} 已创建并计费，但未挂载。请在 ECS 控制台挂载或释放。`,
  afterwards: '请在实例内扩展已扩容云盘的分区和文件系统，并格式化和挂载新数据盘。',
};
