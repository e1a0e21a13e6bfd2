import type { OptionField } from '../../../core/option/option-fields.ts';
import type { DataDisk } from '../../../core/option/options.ts';
import type { Unsupported } from '../../../core/option/unsupported-names.ts';
import type { options as en } from '../../en/spec/options.ts';
import { quoted } from '../../quoted.ts';
import { termText } from '../base/term.ts';
import { leaseSpan } from '../lease.ts';
import { DISK } from './spec.ts';

const SHORT_HASH = 8;
const SEPARATORS = '长度为 2～128 个字符，以字母或汉字开头，可包含字母、数字和 : _ . -。';

export const options: typeof en = {
  label: {
    purpose: '用途',
    login: '登录方式',
    script: '启动脚本',
    tags: '标签',
    disks: '数据盘',
    groups: '其他安全组',
    encrypted: '系统盘加密',
    kmskey: '系统盘 KMS 密钥',
    host: '主机名',
    about: '描述',
    traffic: '流量计费方式',
    inbound: '入方向带宽（Mbit/s）',
    ip: '私网 IP',
    ipv6: '每台 IPv6 地址数',
    protect: '实例释放保护',
    lease: '自动释放',
    role: 'RAM 角色',
    resourcegroup: '资源组',
    deploymentset: '部署集',
    deploymentgroup: '部署集分组',
    credit: 'CPU 积分',
    hardening: '安全加固',
    metadata: '实例元数据',
    tokens: '元数据令牌',
    hops: '元数据跳数上限',
    spothours: '抢占式保护时长',
    reclaim: '抢占式回收方式',
    renewperiod: '自动续费周期',
    diskname: '系统盘名称',
    diskabout: '系统盘描述',
  } satisfies Record<OptionField, string>,
  keys: {
    purpose: '用途，供审批人查看',
    login: '密钥对写 key:ines-laptop（或 key=ines-laptop），会话管理写 session，镜像预设密码写 image',
    script: '策略中启动脚本的名称',
    tags: '每个标签写 tag:team=web，或 tags=team=web,env=dev',
    disks:
      '第一块数据盘写 disk2=essd_pl0:100，下一块写 disk3=…：替换预设中的对应数据盘，无则新增；disks=100;200 替换全部；逗号后可加 name=、keep、snapshot=、encrypted、kms=',
    groups: 'group= 之外的安全组 ID，如 sg-1,sg-2，合计最多 5 个',
    encrypted: 'on 或 off，系统盘是否加密',
    kmskey: '配合 encrypted=on：KMS 密钥 ID',
    host: '单台实例的主机名',
    about: '描述，2～256 个字符',
    traffic: '公网流量计费方式：traffic 或 bandwidth',
    inbound: '公网入方向带宽，单位 Mbit/s',
    ip: '单台实例的私网 IP，须在交换机网段内未占用',
    ipv6: '每台实例的 IPv6 地址数，0～10，交换机须已开启 IPv6',
    protect: '按量付费：on 或 off，实例释放保护',
    lease: '按量付费和抢占式：首次运行后多久自动释放，如 8h、3d，或 none',
    role: '策略允许的 RAM 角色',
    resourcegroup: '资源组 ID，rg-…',
    deploymentset: '部署集 ID，ds-…',
    deploymentgroup: '部署集分组，1～7',
    credit: '突发性能型：Standard 或 Unlimited',
    hardening: '公共镜像：Active 或 Deactive',
    metadata: 'on 或 off，实例内程序能否读取元数据',
    tokens: 'required（仅 IMDSv2）或 optional',
    hops: '元数据响应的跳数上限，1～64',
    spothours: '抢占式：0 或 1 小时内不回收',
    reclaim: '抢占式：回收时 Terminate 或 Stop',
    renewperiod: '配合 renew=on：每次自动续费的时长，默认同购买时长，单位须相同，如 1m',
    diskname: '系统盘名称',
    diskabout: '系统盘描述',
  } satisfies Record<OptionField, string>,

  fault: (fault, given) => {
    const it = quoted(given);
    switch (fault.is) {
      case 'notOneOf':
        return `${it}无效，可选值：${fault.words.join('、')}。`;
      case 'number':
        return `${it}无效，应为 ${fault.min}～${fault.max} 的整数。`;
      case 'text':
        return `最多 ${fault.max} 个字符，不可换行。`;
      case 'diskName':
        return `云盘名称无效。${SEPARATORS}`;
      case 'mention':
        return `Slack 未提供${quoted(fault.mention)}的名称。请直接写名称，不要用 @ 或 #。`;
      case 'about':
        return '描述长度为 2～256 个字符，不能以 http:// 或 https:// 开头。';
      case 'login':
        return `${it}不是有效的登录方式。密钥对写 key=名称，会话管理写 login=session，镜像预设密码写 login=image。`;
      case 'keyName':
        return `${it}不是有效的密钥对名称。${SEPARATORS}`;
      case 'keyOnWindows':
        return 'Windows 实例不使用密钥对。会话管理写 login=session，镜像预设密码写 login=image。';
      case 'keyUnknown':
        return `所选地域无密钥对${quoted(given.replace(/^key:/u, ''))}。请先在该地域导入，或选择其他密钥对。`;
      case 'script':
        return fault.names.length === 0
          ? '策略中无启动脚本，可由策略维护人在 userData 下添加。'
          : `策略中无启动脚本${it}，可选：${fault.names.join('、')}。`;
      case 'tagShape':
        return `${quoted(fault.tag)}不是有效的标签，写法：tag:team=web。`;
      case 'tagKey':
        return `${quoted(fault.tag)}的标签键须为 1～128 个可见字符。`;
      case 'tagValue':
        return `${quoted(fault.tag)}的标签值最多 128 个可见字符。`;
      case 'tagReserved':
        return `${quoted(fault.tag)}不可用：“aliyun”、“acs:”、“ecs-chatops:”开头的标签键为保留键，键和值均不能包含网址。`;
      case 'tagTwice':
        return `标签${quoted(fault.tag)}重复，请保留 1 个。`;
      case 'tagsTooMany':
        return `标签超过 ${fault.max} 个。每台实例最多 20 个，机器人占用 3 个。`;
      case 'disksTooMany':
        return `数据盘超过 ${fault.max} 块，请减少数量。`;
      case 'diskShape':
        return `${quoted(fault.disk)}不是有效的数据盘，写法：disk2=essd_pl0:100（类型:GiB）。`;
      case 'diskCategory':
        return `${quoted(fault.disk)}不是有效的云盘类型，例如 essd、essd_pl0、auto、efficiency。`;
      case 'diskOption':
        return `数据盘不支持${quoted(fault.disk)}，可用：name=、about=、keep、snapshot=、encrypted、kms=。`;
      case 'kmsWithoutEncryption':
        return '使用 KMS 密钥须加密云盘，请加上 encrypted。';
      case 'groupShape':
        return `${quoted(fault.group)}不是安全组 ID，写法：sg-1,sg-2。`;
      case 'groupUnknown':
        return `所选地域无可用的安全组${quoted(fault.group)}，请去掉或更换。`;
      case 'groupTwice':
        return `安全组${quoted(fault.group)}重复，请保留 1 个。`;
      case 'groupOtherVpc':
        return `安全组${quoted(fault.group)}不属于交换机所在的专有网络，请选择该专有网络的安全组。`;
      case 'groupsTooMany':
        return `安全组超过 ${fault.max} 个，请减少数量。`;
      case 'needsEncryption':
        return '使用 KMS 密钥须加密系统盘，请加上 encrypted=on。';
      case 'diskSize':
        return `${DISK[fault.category]}数据盘的容量为 ${fault.min}～${fault.max} GiB。`;
      case 'diskNotSold':
        return `所选可用区中，该规格不支持${DISK[fault.category]}，请更换云盘类型或实例规格。`;
      case 'hostLinux':
        return `${it}不是有效的主机名：2～64 个字母、数字、- 和 .，- 和 . 不能在首尾或连续出现。`;
      case 'hostWindows':
        return `${it}不是有效的 Windows 主机名：2～15 个字母、数字和 -，不能全为数字。`;
      case 'hostForSeveral':
        return '多台实例不能共用主机名。请去掉主机名，或仅申请 1 台。';
      case 'ipShape':
        return `${it}不是有效的 IPv4 地址。`;
      case 'ipForSeveral':
        return '多台实例不能共用私网 IP。请去掉私网 IP，或仅申请 1 台。';
      case 'ipOutside':
        return `${it}不在交换机网段 ${fault.cidr} 内。`;
      case 'ipReserved':
        return `${it}为保留地址：${fault.cidr} 的首个和最后 3 个地址不可用。`;
      case 'onlyPublicImages':
        return '安全加固仅支持公共镜像。请去掉 hardening，或选择公共镜像。';
      case 'onlyBurstable':
        return '仅突发性能实例有 CPU 积分，例如 ecs.t6-c1m2.large。请去掉 credit，或选择此类规格。';
      case 'onlyPayAsYouGo':
        return '实例释放保护仅支持按量付费。请写 protect=off，或改为按量付费。';
      case 'lease':
        return `${it}不是有效的时长，写法：8h、3d，或 none。`;
      case 'leaseShort':
        return `${it}过短：自动释放至少为首次运行后 ${leaseSpan(fault.minMs)}。`;
      case 'leaseLong':
        return `${it}过长：自动释放最多为首次运行后 ${leaseSpan(fault.maxMs)}。如需保留至手动释放，请写 none。`;
      case 'onlyHourly':
        return '包年包月实例按购买周期到期，不能设置自动释放。请去掉此项，或改为按量付费或抢占式实例。';
      case 'needsDeploymentSet':
        return '分组须配合部署集，请加上 deploymentset=ds-…。';
      case 'noRole':
        return `账号中无 RAM 角色${it}，请在 RAM 控制台核对名称。`;
      case 'notEcsRole':
        return `RAM 角色${it}不可用于 ECS。请更换角色，或在其信任策略中加入 ecs.aliyuncs.com。`;
      case 'mayNotPassRole':
        return `机器人无权将 RAM 角色${it}授予实例。请更换角色，或由运维人员为其授予 ram:PassRole。`;
      case 'noResourceGroup':
        return `账号中无资源组${it}，请在资源管理控制台核对 ID。`;
      case 'noDeploymentSet':
        return `所选地域无部署集${it}，请在 ECS 控制台核对 ID。`;
      case 'deploymentSetFull':
        return `部署集${it}在所选可用区中无足够余量。请更换可用区或部署集，或减少数量。`;
      case 'ipTaken':
        return `${it}已被占用，请更换私网 IP。`;
      case 'ipv6Off':
        return '交换机未开启 IPv6。请在专有网络控制台开启、更换交换机，或写 ipv6=0。';
      case 'ipv6NotOfType':
        return '该实例规格不支持这么多 IPv6 地址。请更换规格，或减少数量：ipv6=0 表示不分配。';
      case 'refused':
        return `阿里云不接受${it}（${fault.code}）。请更换，或去掉此项。`;
      case 'shape':
        return `${it}格式不正确，例如 ${fault.example}。`;
    }
  },
  /** Things that the bot cannot order, after “The bot doesn’t set”. */
  unsupported: {
    ipv6Addresses: '指定的 IPv6 地址；用 ipv6= 写数量',
    encryptionAlgorithm: '云盘加密算法，由 KMS 密钥决定',
    launchTemplate: '预设之外的启动模板；请使用引用该模板的预设',
    networkInterface: '单独的弹性网卡',
    snapshotPolicy: '自动快照策略、预配置 IOPS 和云盘突发',
    keptSystemDisk: '不随实例释放的系统盘',
    dedicatedHost: '专有宿主机、集群、私有池和休眠',
    hostNames: '逐台指定主机名；单台实例可用 host=',
    loginUser: '登录用户，新实例均以 root 登录',
    classicNetwork: '经典网络，实例均位于专有网络',
    vpc: '专有网络，由交换机决定',
    platform: 'CPU、时钟、DNS、网络、调度和平台安全选项',
    renewalUnit: '自动续费时长的单位，由购买时长决定',
    shortfall: '最少购买数量，由策略中的 partial 决定',
    botsOwn: '由机器人自行决定的参数',
  } satisfies Record<Unsupported, string>,
  secret: {
    password:
      '密码不得经过 Slack，未处理您输入的内容。请删除消息或清空输入框，修改密码，改用密钥对或会话管理登录。若并非密码，去掉该词后的 = 或 :。',
    privateKey: '私钥不得经过 Slack，未处理您输入的内容。该私钥视为已泄露，请重新生成密钥对，仅提供公钥。',
    accessKey:
      'AccessKey 不得经过 Slack，未处理您输入的内容。请在 RAM 控制台禁用该 AccessKey，改为给实例授予 RAM 角色。',
  },

  keyOf: (name, whose) =>
    `密钥对 ${name}（${whose === null ? '所有者未知' : whose === 'yours' ? '您的密钥' : '他人的密钥'}）`,
  noLogin: {
    linux: '未绑定密钥对：仅可使用终端或会话管理登录',
    windows: '未设置密码：请在 ECS 控制台重置密码，或使用会话管理',
  },
  login: (login) => {
    if (login.kind === 'keyPair') return `密钥对 ${login.name}`;
    return login.kind === 'session' ? '会话管理，无密钥' : '镜像预设密码';
  },
  script: (name, sha256) => `${name}（${sha256.slice(0, SHORT_HASH)}）`,
  disk: ({ category, sizeGiB, name, keep, snapshotId, encrypted, kmsKeyId, description }: DataDisk): string =>
    [
      `${DISK[category]}${sizeGiB === null ? '' : ` ${sizeGiB} GiB`}`,
      ...(name === undefined ? [] : [name]),
      ...(description === undefined ? [] : [quoted(description)]),
      ...(snapshotId === undefined ? [] : [`来自快照 ${snapshotId}`]),
      ...(encrypted ? [kmsKeyId === undefined ? '加密' : `使用 ${kmsKeyId} 加密`] : []),
      ...(keep ? ['释放实例后保留'] : []),
    ].join('，'),
  encrypted: (isOn) => (isOn ? '开启' : '关闭'),
  traffic: { PayByTraffic: '按使用流量', PayByBandwidth: '按固定带宽' },
  protect: { on: '开启；自动释放不受影响', off: '关闭' },
  lease: (ms) => (ms === null ? '关闭，保留至手动释放' : `从首次运行起 ${leaseSpan(ms)}`),
  noRole: '无',
  metadata: { enabled: '开启', disabled: '关闭' },
  tokens: { required: '必须（仅 IMDSv2）', optional: '可选' },
  reclaim: { Terminate: '释放', Stop: '节省停机' },
  renewsBy: (term) => `每次 ${termText(term)}`,
  group: (id, group) => (group === undefined ? id : `${id}，分组 ${group}`),
};
