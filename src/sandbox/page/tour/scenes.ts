import {
  answered,
  both,
  botIs,
  buttonThere,
  cardThere,
  formOpen,
  refusedWith,
  released,
  running,
  servers,
} from './facts.ts';
import type { Scene } from './scene.ts';

/**
 * The third scene has somebody take the last of one of these. The bot remembers that for a while, so the next round takes another.
 * The first zone has all of them.
 */
export const TAKEN_TYPES = [
  'ecs.c7.large',
  'ecs.g6.large',
  'ecs.c7.xlarge',
  'ecs.g7.xlarge',
  'ecs.g6.xlarge',
  'ecs.g7.2xlarge',
];

/** The tour, in order. Each scene is independent: it creates the server it needs. */
export const SCENES: readonly Scene[] = [
  {
    server: 'web',
    title: { en: 'Create a server and log in', zh: '创建一台服务器并登录' },
    steps: [
      {
        ...{
          as: 'requester',
          at: 'channel',
          acts: [{ act: 'say', text: 'create web-small name={name}' }],
          until: formOpen,
        },
        says: {
          en: 'The form came filled in from a preset. Scroll down to the price: it is there before anything is bought.',
          zh: '表单已按预设填好。向下滚动可看到价格：购买之前就已显示。',
        },
      },
      {
        ...{ as: 'requester', at: 'channel', acts: [{ act: 'submit' }], until: cardThere },
        says: {
          en: 'One card stands for the request from now on. It updates automatically.',
          zh: '申请从此由一张卡片表示，卡片自动更新。',
        },
      },
      {
        ...{
          as: 'requester',
          at: 'card',
          acts: [],
          until: running(1),
        },
        says: {
          en: 'The thread has every step with its time, up to Running and the address.',
          zh: '消息列中有每一步及其时间，直到运行中和 IP。',
        },
      },
      {
        ...{ as: 'requester', at: 'channel', acts: [{ act: 'say', text: 'connect {name}' }], until: answered },
        says: {
          en: 'How to get in, visible only to Lena: the terminal in the browser, and SSH with her key.',
          zh: '登录方式仅申请人可见：浏览器终端，或用自己的密钥 SSH 登录。',
        },
      },
    ],
  },
  {
    server: 'shop',
    title: { en: 'Request approval, and approve', zh: '申请审批并通过' },
    steps: [
      {
        ...{ as: 'requester', at: 'channel', until: formOpen },
        acts: [{ act: 'say', text: 'create web-small charge=prepaid period=1m name={name} purpose="Spring sale"' }],
        says: {
          en: 'Prepaid: a whole month is charged upfront. The form says who must approve, and its button reads Request approval.',
          zh: '包年包月会一次扣除整月费用。表单写明需要谁同意，按钮为“提交审批”。',
        },
      },
      {
        ...{
          as: 'requester',
          at: 'channel',
          acts: [{ act: 'submit' }, { act: 'close' }],
          until: buttonThere('approval_approve'),
        },
        says: {
          en: 'Nothing has been bought. The card says who was asked, and until when.',
          zh: '尚未购买。卡片写明通知了谁、何时超时。',
        },
      },
      {
        ...{ as: 'approver', at: 'dm', acts: [], until: buttonThere('approval_approve') },
        says: {
          en: 'You are Marcus now. He may approve: the request, with its price, is in his direct messages.',
          zh: '您现在是 Marcus。他是审批人：私信中有这个申请和价格。',
        },
      },
      {
        ...{
          as: 'approver',
          at: 'card',
          acts: [{ act: 'press', button: 'approval_approve' }],
          until: running(1),
        },
        says: {
          en: 'Approved: only now it is bought, once. Card and thread say by whom.',
          zh: '审批通过后才购买，且只买一次。卡片和消息列写明由谁同意。',
        },
      },
    ],
  },
  {
    server: 'full',
    title: { en: 'Sold out, and an alternative', zh: '库存不足与替代方案' },
    steps: [
      {
        ...{ as: 'requester', at: 'channel', until: formOpen },
        acts: [
          { act: 'fault', fault: { name: 'no-stock', times: 1 } },
          { act: 'say', text: 'create web-small type={type} name={name}' },
        ],
        says: {
          en: 'Somebody else takes the last machine while Lena fills in the form.',
          zh: '填表时，最后一台被别人买走了。',
        },
      },
      {
        ...{ as: 'requester', at: 'card', acts: [{ act: 'submit' }], until: buttonThere('next_alternatives') },
        says: {
          en: 'Sold out. The card says so, that nothing was bought, and what can be done next.',
          zh: '库存不足。卡片写明未购买，以及下一步可以做什么。',
        },
      },
      {
        ...{
          as: 'requester',
          at: 'channel',
          acts: [{ act: 'press', button: 'next_alternatives' }],
          until: buttonThere('next_take_1'),
        },
        says: {
          en: 'Up to three alternatives that are in stock right now, with their prices.',
          zh: '最多三个当前有库存的替代方案及价格。',
        },
      },
      {
        ...{ as: 'requester', at: 'channel', acts: [{ act: 'press', button: 'next_take_1' }], until: formOpen },
        says: {
          en: 'Taking one opens the form again with that changed.',
          zh: '选择其中一个，表单按新的规格重新打开。',
        },
      },
      {
        ...{ as: 'requester', at: 'card', acts: [{ act: 'submit' }], until: running(1) },
        says: { en: 'It runs, elsewhere or on another type.', zh: '换到其他可用区或规格后，已在运行。' },
      },
    ],
  },
  {
    server: 'safe',
    title: { en: 'The bot is killed in the middle', zh: '机器人中途被强制结束' },
    steps: [
      {
        ...{ as: 'requester', at: 'cloud', until: botIs('stopped') },
        acts: [
          { act: 'say', text: 'create web-small amount=2 name={name}' },
          { act: 'submit' },
          { act: 'bot', order: 'kill' },
        ],
        says: {
          en: 'Two servers were requested, and the bot’s process was killed right after. See the mark at the top left.',
          zh: '申请了两台服务器，随后机器人进程被强制结束。请看左上角的标记。',
        },
      },
      {
        ...{ as: 'requester', at: 'cloud', acts: [{ act: 'bot', order: 'start' }], until: running(2) },
        says: {
          en: 'Started again, it looks first what there is, and never buys twice: exactly two servers run.',
          zh: '重新启动后先查询已有什么，绝不重复购买：正好两台在运行。',
        },
      },
    ],
  },
  {
    server: 'busy',
    title: { en: 'Throttled by Alibaba Cloud', zh: '被阿里云限流' },
    steps: [
      {
        ...{ as: 'requester', at: 'cloud', until: refusedWith('Throttling.User') },
        acts: [
          { act: 'say', text: 'create web-small name={name}' },
          { act: 'submit' },
          { act: 'fault', fault: { name: 'throttle', times: 6 } },
        ],
        says: {
          en: 'Alibaba Cloud refuses six calls as too many: the red lines of the call log. The bot slows down.',
          zh: '阿里云以调用过多为由拒绝了 6 次：见调用记录的红色行。机器人随即降低速度。',
        },
      },
      {
        ...{ as: 'requester', at: 'card', acts: [], until: running(1) },
        says: {
          en: 'It goes on as soon as it may. Nothing was lost, nobody had to do anything.',
          zh: '限流结束后自动继续：没有丢失，也无需处理。',
        },
      },
    ],
  },
  {
    server: 'fleet',
    title: { en: 'Several at once', zh: '一次创建多台' },
    steps: [
      {
        ...{
          as: 'requester',
          at: 'channel',
          acts: [{ act: 'say', text: 'create web-small amount=3 name={name}' }],
          until: formOpen,
        },
        says: { en: 'Three alike: the form shows the price of all together.', zh: '三台相同的服务器：表单显示总价。' },
      },
      {
        ...{ as: 'requester', at: 'card', acts: [{ act: 'submit' }], until: running(3) },
        says: {
          en: 'Bought by one call, shown on one card: all three run, each with its own address.',
          zh: '一次调用购买，一张卡片显示：三台都在运行，各有 IP。',
        },
      },
    ],
  },
  {
    server: 'day',
    title: { en: 'Stop, extend, release', zh: '停止、延期、释放' },
    steps: [
      {
        ...{ as: 'requester', at: 'card', until: running(1) },
        acts: [{ act: 'say', text: 'create web-small name={name}' }, { act: 'submit' }],
        says: { en: 'A server for the days to come.', zh: '先创建一台服务器。' },
      },
      {
        ...{ as: 'requester', at: 'channel', acts: [{ act: 'say', text: 'lease {name} 7d' }], until: answered },
        says: {
          en: 'It gets an end: released automatically in seven days, with warnings before.',
          zh: '设置自动释放：7 天后释放，之前会提醒。',
        },
      },
      {
        ...{ as: 'requester', at: 'channel', acts: [{ act: 'say', text: 'extend {name} 1d' }], until: answered },
        says: { en: 'One more day, by one command.', zh: '一条命令延长一天。' },
      },
      {
        ...{ as: 'requester', at: 'channel', acts: [{ act: 'say', text: 'stop {name}' }], until: formOpen },
        says: {
          en: 'Stopping asks first whether one goes on paying for the capacity.',
          zh: '停止前会询问停机期间是否继续付费。',
        },
      },
      {
        ...{
          as: 'requester',
          at: 'card',
          acts: [{ act: 'submit' }, { act: 'close' }],
          until: both(servers(1, 'Stopped'), buttonThere('power_start')),
        },
        says: { en: 'Stopped. The thread says who requested it.', zh: '已停止。消息列写明由谁操作。' },
      },
      {
        ...{ as: 'requester', at: 'channel', acts: [{ act: 'say', text: 'release {name}' }], until: formOpen },
        says: {
          en: 'Releasing deletes for good, so the name must be typed.',
          zh: '释放后无法恢复，因此需要输入名称确认。',
        },
      },
      {
        ...{ as: 'requester', at: 'card', acts: [{ act: 'submit', named: true }, { act: 'close' }], until: released },
        says: {
          en: 'Gone, and no longer charged. That was the tour: now try it yourself.',
          zh: '已释放，不再计费。导览结束，请自己试一试。',
        },
      },
    ],
  },
];
