import type { Site } from '../../core/spec/charge.ts';
import type { PortSaid, SourcesSaid } from '../en/connect.ts';
import type { Text } from '../en.ts';

const SITES: Readonly<Record<Site, string>> = { china: 'aliyun.com', international: 'alibabacloud.com' };

/** With the spaces that it needs beside Chinese. */
function listed({ sources, left, more }: SourcesSaid): string {
  const named = sources.length === 0 ? '' : ` ${sources.join('、')}`;
  const all = left === 0 ? named : `${named} 等 ${sources.length + left} 个地址段`;
  return more ? `${all}${all === '' ? '' : '、'}前缀列表或其他安全组` : `${all}${left === 0 ? ' ' : ''}`;
}

const named = ({ number, version }: PortSaid): string =>
  version === null ? `${number} 端口` : `${number} 端口（${version}）`;

const other = (hasSession: boolean): string => (hasSession ? '请使用终端或会话管理' : '请在 ECS 控制台添加安全组规则');

/** How to log in to an instance. */
export const connect: Text['connect'] = {
  button: '远程连接',
  open: '打开终端',
  openAt: (site: Site): string => `打开终端（${SITES[site]}）`,
  terminalMeans: '终端在浏览器中打开，使用您的 RAM 用户登录；尚无用户请联系账号管理员。',
  whichSite: '请选择您的阿里云账号所属的站点。',
  way: {
    ssh: 'SSH 登录',
    rdp: '远程桌面（RDP）',
    session: '会话管理',
    forward: '通过会话管理使用远程桌面',
  },
  byIpv6: (way: string): string => `${way}（通过 IPv6）`,
  key: (name: string): string => `密钥对 ${name}`,
  keyFile: {
    yours: (name: string): string => `SSH 未找到 ${name} 的私钥时，将 FILE 换成您的私钥文件路径：`,
    notYours: (name: string): string => `${name} 属于他人。使用其私钥时，将 FILE 换成私钥文件的路径：`,
    anybodys: (name: string): string => `SSH 未找到 ${name} 的私钥时，将 FILE 换成私钥文件的路径：`,
  },
  user: (name: string): string => `用户名 ${name}`,
  thenOpen: '然后打开',
  needs: {
    ssh: '使用 SSH 需要安全组对您的 IP 放行 22 端口。该用户无法登录时，请尝试 root 或 ecs-user。',
    rdp: '使用 RDP 需要安全组对您的 IP 放行 3389 端口。',
    session:
      '会话管理无需密钥和开放端口，只需在您的电脑上安装 ali-instance-cli 并使用您自己的凭证，且实例已安装云助手 Agent（阿里云公共镜像已预装）、账号已开启会话管理。',
    ipv6: 'IPv6 地址可从所在 VPC 内访问。从公网访问需要您的网络支持 IPv6，且该地址已开通 IPv6 公网带宽（见专有网络控制台的 IPv6 网关）。',
  },
  obstacle: {
    creating: '实例尚未创建完成。进展见卡片，运行后重新查询。',
    never: '实例未创建，无法连接。原因见卡片。',
    gone: '实例已释放，无法连接。您的实例见 /ecs list。',
    starting: '实例启动中，请 1 分钟后重新查询。',
    stopping: '实例停止中，停止后启动即可连接。',
    stopped: '实例已停止，启动后即可连接。',
    privateOnly: '实例无公网 IP，私网 IP 仅可从所在网络内访问（例如通过 VPN）。其他情况请使用终端或会话管理。',
    noPublicIpv4:
      '实例无公网 IPv4 地址，私网 IP 仅可从所在网络内访问（例如通过 VPN）。其他情况请使用已开通公网带宽的 IPv6 地址，或终端、会话管理。',
    noAddress: '尚未获取到实例的 IP。请使用终端或会话管理。',
    noKey:
      '实例未绑定密钥对，机器人也不设置密码，无法通过 SSH 登录。请使用终端或会话管理，或在 ECS 控制台绑定密钥对后重启。下次创建前请先添加密钥：/ecs key add',
    noPassword: 'Windows 需要 Administrator 的密码，机器人从不设置密码。如未持有，请在 ECS 控制台重置实例密码。',
    rebound: '密钥对是创建后绑定的，重启后生效。SSH 拒绝密钥时请重启实例。',
    unknownLogin: '实例非机器人创建，无法确认其密钥对或密码，请在 ECS 控制台查看。',
    lastSeen: '暂时无法查询阿里云，以下为机器人最近一次查询的结果。',
  },
  withoutSession: {
    privateOnly: '实例无公网 IP，私网 IP 仅可从所在网络内访问（例如通过 VPN）。',
    noPublicIpv4:
      '实例无公网 IPv4 地址，私网 IP 仅可从所在网络内访问（例如通过 VPN）。其他情况请使用已开通公网带宽的 IPv6 地址。',
    noAddress: '尚未获取到实例的 IP，请 1 分钟后重新查询。',
    noKey:
      '实例未绑定密钥对，机器人也不设置密码，无法通过 SSH 登录。请在 ECS 控制台绑定密钥对后重启。下次创建前请先添加密钥：/ecs key add',
  },
  checking: (port: number): string => `正在检查 ${port} 端口和云助手 Agent…`,
  port: {
    world: (port: PortSaid): string => `${named(port)}对所有 IP 开放。`,
    worldBut: (port: PortSaid, but: SourcesSaid, hasSession: boolean): string =>
      `${named(port)}对所有 IP 开放，但拒绝${listed(but).trimEnd()}。被拒绝的来源${other(hasSession)}。`,
    some: (port: PortSaid, who: SourcesSaid, but: SourcesSaid | null, hasSession: boolean): string => {
      const except = but === null ? '' : `，但拒绝${listed(but).trimEnd()}`;
      return `${named(port)}仅对${listed(who)}开放${except}。其他来源${other(hasSession)}。`;
    },
    closed: (port: PortSaid, hasSession: boolean): string =>
      `${named(port)}未开放：安全组未放行。${hasSession ? '请使用终端或会话管理，或' : '请'}在 ECS 控制台为您的 IP 添加规则。`,
    unchecked: (port: PortSaid, hasSession: boolean): string =>
      `未能查询 ${named(port)}的开放范围。无法连接时${other(hasSession)}。`,
  },
  agent: {
    ok: '云助手 Agent 运行正常，版本支持会话管理。',
    old: '云助手 Agent 版本过低，无法使用会话管理。请在 ECS 控制台（云助手）升级。',
    silent:
      '云助手 Agent 未响应，会话管理可能不可用。启动后需等待约 1 分钟；仍未响应请重启实例，或在 ECS 控制台重新安装。',
    missing: '未安装云助手 Agent，无法使用会话管理。请在 ECS 控制台（云助手）安装后重启实例。',
    unchecked: '未能查询会话管理所需的云助手 Agent 状态。',
  },
  checked: (name: string): string => `${name} 的连接检查结果`,
  start: '启动',
  again: '重新查询',
  show: '查看',
  pick: '远程连接…',
  pickShow: '查看…',
  firstOf: (shown, words) => `此处仅可选择前 ${shown} 台，其余请发送命令，例如 /ecs ${words}。`,
  getIn: '连接方式：',
  only: {
    noPassword: '未设置密码，处理方法见“远程连接”',
    inside: '仅限其所在网络内访问，其他方式见“远程连接”',
    somebody: (port: number): string => `申请时 ${port} 端口未对所有 IP 开放，可通过“远程连接”检查`,
  },
  each: '连接方式：/ecs connect 加实例名称。',
};
