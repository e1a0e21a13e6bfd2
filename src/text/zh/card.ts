import type { CardText } from '../en/card.ts';

export const card: CardText = {
  title: (amount, type, zone) => `${amount} × ${type}，可用区 ${zone}`,
  facts: {
    name: '名称',
    names: (first, last) => `${first} … ${last}`,
    image: '镜像',
    network: '网络',
    networkIs: (vSwitch, group) => `${vSwitch}，安全组 ${group}`,
    disk: '系统盘',
    diskIs: (sizeGiB, category) => `${sizeGiB} GiB ${category}`,
    bandwidth: '公网带宽',
    bandwidthIs: (mbit) => (mbit === 0 ? '无（不分配公网 IP）' : `${mbit} Mbit/s`),
    region: '地域',
    regionIs: (region, zone) => `${region}，可用区 ${zone}`,
  },
  askedBy: '申请人：',
  request: '申请',
  ended: '结束时间：',
  updatesItself: '此卡片会自动更新，每一步都会写在它的消息列里。',
  progress: ({ total, reached, stopped, released, failed }) => {
    const running = reached - stopped - released;
    const underWay = total - reached - failed;
    const ofTotal = (count: number): string =>
      count === total ? (total === 1 ? '' : `全部 ${total} 台`) : `${count}/${total} 台`;
    return [
      running > 0 || (reached === 0 && failed === 0) ? `${ofTotal(running)}运行中` : '',
      stopped > 0 ? `${ofTotal(stopped)}已停止` : '',
      released > 0 ? `${ofTotal(released)}已释放` : '',
      failed > 0 ? `${ofTotal(failed)}失败` : '',
      underWay > 0 ? `${underWay} 台进行中` : '',
    ]
      .filter((part) => part !== '')
      .join('，');
  },
  standing: {
    waiting: '排队中',
    held: '等待冻结结束',
    heldStopped: '已停止：创建完成，冻结结束后启动',
    creating: '正在下单',
    accepted: '已下单',
    Pending: '创建中',
    Stopped: '已停止：创建完成，即将启动',
    Starting: '启动中',
    Running: '运行中',
    Stopping: '停止中',
    heldHalted: '已停止，冻结结束后启动',
    halted: '已停止',
    released: '已释放',
    failed: '失败',
    withdrawn: '已撤回',
  },
  privateAddress: '私网',
  troubled: (title) => `${title}；正在重试`,
  whatToDo: '处理方法：',
  milestone: {
    ordered: '已下单',
    pending: '创建中',
    stopped: '已停止',
    address: '公网 IP',
    held: '等待中',
    restarting: '重启中',
    starting: '启动中',
    running: '运行中',
    stopping: '停止中',
    halted: '已停止',
    releasing: '释放中',
    released: '已释放',
    leased: '租期',
    leaseTroubled: '租期的结束时间未能设置',
    leaseEnding: '租期即将结束',
    leaseEnded: '租期结束，已释放',
    slow: '耗时比平常长',
    troubled: '延迟',
    failed: '失败',
  },
  milestoneMeans: {
    pending: '已受理，阿里云正在创建',
    stopped: '创建完成，即将启动',
    released: '实例已永久删除，不再计费',
    slow: '机器人会继续跟进，无需任何操作',
  },
  dm: {
    allRunning: (amount) => (amount === 1 ? '您的实例正在运行' : `您的 ${amount} 台实例全部正在运行`),
    noneRunning: (amount) => (amount === 1 ? '您的实例创建失败' : `您的 ${amount} 台实例都没有运行`),
    someRunning: (running, amount) => `您的 ${amount} 台实例中有 ${running} 台正在运行`,
  },
  cardElsewhere: '我无法在您提交申请的地方发消息，因此卡片放在这里。',
  inviteMe: '如果希望下次的卡片发在那里，请邀请我加入',
};
