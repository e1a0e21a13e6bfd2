import type { Text } from '../en.ts';
import { quoted } from '../quoted.ts';

/** What `/ecs help` shows beside the commands' own lines. */
export const help: Text['help'] = {
  groups: { create: '创建', look: '查看', run: '启停', keep: '延期和移交', money: '审批和费用' },
  everyday: {
    create: '打开创建实例的表单',
    approvals: '查看待您审批的申请',
    list: '列出您的实例；list all 列出全部实例',
    show: '查看实例详情',
    connect: '查看登录方式',
    start: '启动实例',
    stop: '停止实例；在弹窗中选择停机期间是否继续计费',
    restart: '重启实例',
    release: '永久释放实例；执行前须在弹窗中输入实例名称',
    extend: '自动释放推迟 7 天',
    set: '变更所有者',
    renew: '为包年包月实例续费；弹窗先显示费用',
    policy: '查看您在此处的权限和各类申请的审批人',
  },
  more: '更多主题…',
  everydayTitle: '常用命令',
  orType: '也可输入主题、命令或参数：',
  nothingAbout: (given) => `无关于${quoted(given)}的帮助，可在下方选择主题。`,
  topics: {
    create: { title: '创建实例', words: '创建 新建 表单 预设 示例' },
    parameters: { title: 'key=value 参数', words: '参数 字段 填写' },
    options: { title: '更多 key=value 参数', words: '更多参数 高级 选项' },
    look: { title: '查找和登录实例', words: '查找 查看 登录 连接' },
    run: { title: '启动、停止、重启和释放', words: '启动 停止 重启 释放 多台 启停' },
    keep: { title: '延期、更改和变更所有者', words: '延期 更改 改名 重命名 所有者 移交 接管' },
    money: { title: '包年包月实例', words: '包年包月 续费 费用 付费' },
    approvals: { title: '审批和策略', words: '审批 策略 同意 拒绝 规则' },
    keys: { title: 'SSH 密钥', words: '密钥 公钥 密钥对' },
    admin: { title: '冻结和检查', words: '冻结 解除冻结 检查 管理员 运维' },
    commands: { title: '全部命令', words: '全部 命令 所有' },
  },
  kinds: {
    machine: '实例',
    network: '网络',
    disks: '云盘',
    access: '登录和权限',
    billing: '付费和释放',
  },
};
