import type { DiskState, MachineState, SandboxState, SlackMessage, SlackView } from '../../src/sandbox/state.ts';

const AT = 1_795_420_800;
const words = (text: string) => ({ type: 'plain_text', text });

export const option = (text: string, value = text, description?: string) => ({
  text: words(text),
  value,
  ...(description === undefined ? {} : { description: words(description) }),
});

export function message(n: number, text: string, more: Partial<SlackMessage> = {}): SlackMessage {
  return { ts: `${AT + n}.000100`, user: 'UBOT', text, _history: [], replies: [], ...more };
}

const disk: DiskState = {
  ...{ id: 'd-2ze0001', region: 'cn-beijing', type: 'data', device: '/dev/xvdb', category: 'cloud_essd', level: 'PL1' },
  ...{ sizeGiB: 100, name: 'logs', encrypted: true, deleteWithInstance: false, status: 'In_use' },
};

/** What a machine is inside that got a bit of everything. */
export const machine: MachineState = {
  login: { keyPairName: 'lena', keyInside: 'lena', password: 'none', imageHasPassword: false },
  script: { bytes: 1204, sha256: 'ab'.repeat(32), firstLine: '#!/bin/bash' },
  ramRoleName: 'EcsWebRole',
  hardened: true,
  tokens: 'required',
  disks: [
    {
      ...disk,
      id: 'd-2ze0000',
      type: 'system',
      device: '/dev/xvda',
      sizeGiB: 40,
      name: '',
      encrypted: false,
      deleteWithInstance: true,
    },
    disk,
  ],
};

/** A card with a thread, as the bot might write it. */
export const card: SlackMessage = message(60, 'web-1 and web-2: Running', {
  edited: { ts: `${AT + 90}.000000` },
  blocks: [
    { type: 'header', block_id: 'h', text: words('2 × ecs.g7.large in Beijing') },
    {
      type: 'section',
      block_id: 's',
      text: { type: 'mrkdwn', text: ':large_green_circle: *Running* — asked by <@U1> in <#C1>' },
      fields: [
        { type: 'mrkdwn', text: '*Image*\n`ubuntu_22_04_x64`' },
        { type: 'mrkdwn', text: '*Name*\nweb &lt;1&gt;' },
        { type: 'mrkdwn', text: '*Zone*\ncn-beijing-h' },
        { type: 'mrkdwn', text: '*Disk*\n40 GiB ESSD PL1' },
      ],
    },
    {
      type: 'actions',
      block_id: 'a',
      elements: [
        { type: 'button', action_id: 'refresh', text: words('Refresh'), value: 'r1', style: 'primary' },
        {
          type: 'button',
          action_id: 'release',
          text: words('Release'),
          value: 'r1',
          style: 'danger',
          confirm: {
            title: words('Release two instances?'),
            text: words('This cannot be undone.'),
            confirm: words('Release'),
            deny: words('Keep'),
            style: 'danger',
          },
        },
        { type: 'overflow', action_id: 'more', options: [option('Show log', 'log'), option('Copy', 'copy')] },
      ],
    },
    {
      type: 'context',
      block_id: 'c',
      elements: [{ type: 'mrkdwn', text: `Updated <!date^${AT}^{date_short} {time}|then>` }],
    },
  ],
  replies: [message(61, 'Pending: *web-1*, *web-2*'), message(62, 'Running: *web-1* `47.93.1.2`, *web-2* `47.93.1.3`')],
});

const input = (block_id: string, label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id,
  label: words(label),
  element: { action_id: 'it', ...element },
  ...more,
});

/** A form such as `/ecs create` opens. */
export function form(hash: string, region: string | null = null): SlackView {
  return {
    id: 'V1',
    hash,
    type: 'modal',
    callback_id: 'create',
    private_metadata: '',
    title: words('Create instances'),
    submit: words('Create'),
    close: words('Cancel'),
    blocks: [
      input(
        'name',
        'Name',
        { type: 'plain_text_input', min_length: 2, placeholder: words('web') },
        { hint: words('2-128') },
      ),
      input(
        'region',
        'Region',
        { type: 'static_select', options: [option('Beijing', 'cn-beijing'), option('Shanghai', 'cn-shanghai')] },
        { dispatch_action: true },
      ),
      input(`image|${region}`, 'Image', { type: 'external_select', min_query_length: 0 }),
      input('amount', 'Amount', {
        type: 'number_input',
        is_decimal_allowed: false,
        min_value: '1',
        max_value: '20',
        initial_value: '1',
      }),
      input('disk', 'Disk', { type: 'radio_buttons', options: [option('ESSD', 'essd'), option('SSD', 'ssd')] }),
      input(
        'tags',
        'Labels',
        { type: 'multi_static_select', options: [option('red'), option('blue')] },
        { optional: true },
      ),
      input(
        'extras',
        'Extras',
        { type: 'checkboxes', options: [option('Backups'), option('Monitoring')] },
        { optional: true },
      ),
      input('until', 'Release on', { type: 'datepicker' }, { optional: true }),
    ],
    state: { values: {} },
  };
}

export function fixture(): SandboxState {
  return {
    version: 1,
    bot: 'running',
    scale: 1,
    faults: [],
    users: [
      { id: 'U1', name: 'Rita', role: 'requester' },
      { id: 'U2', name: 'Anton', role: 'approver' },
      { id: 'U3', name: 'Ada', role: 'admin' },
      { id: 'U4', name: 'Otto', role: 'outsider' },
    ],
    slack: {
      connected: true,
      shortcuts: [],
      calls: {},
      views: {},
      home: {},
      ephemeral: [{ ts: `${AT + 70}.000200`, channel: 'C1', user: 'U1', text: 'Only *you* may read `this`.' }],
      channels: [
        { id: 'C1', name: 'platform', is_im: false, messages: [message(0, 'Hello <!here> & <b>all</b>'), card] },
        { id: 'C2', name: 'random', is_im: false, messages: [] },
        { id: 'D1', name: 'U1', is_im: true, messages: [message(80, 'Your instances are ready, Rita.')] },
        { id: 'D2', name: 'U2', is_im: true, messages: [message(81, 'Anton, please decide.')] },
      ],
    },
    ecs: {
      balance: { minor: 987_654, currency: 'CNY', text: '9,876.54' },
      looseDisks: [{ ...disk, id: 'd-2ze0009', device: '', name: 'left-over', status: 'Available' }],
      keyPairs: [
        { name: 'lena', region: 'cn-beijing', fingerPrint: '0f'.repeat(16), tags: [{ key: 'owner', value: 'U1' }] },
      ],
      calls: { CreateInstance: 2, DescribeInstances: 5, StartInstances: 1 },
      instances: [
        {
          InstanceId: 'i-2ze0001',
          InstanceName: 'web-1',
          Status: 'Running',
          InstanceType: 'ecs.g7.large',
          ZoneId: 'cn-beijing-h',
          PublicIpAddress: { IpAddress: ['47.93.1.2'] },
          VpcAttributes: { PrivateIpAddress: { IpAddress: ['192.168.0.10'] } },
          HostName: 'web-1.example',
          ImageId: 'ubuntu_24_04_x64_20G_alibase_20260916.vhd',
          DeletionProtection: true,
          InternetMaxBandwidthOut: 5,
          InternetChargeType: 'PayByTraffic',
          Tags: { Tag: [{ TagKey: 'team', TagValue: 'web' }] },
          _machine: machine,
        },
        {
          InstanceId: 'i-2ze0002',
          InstanceName: 'web-2',
          Status: 'Pending',
          InstanceType: 'ecs.g7.large',
          ZoneId: 'cn-beijing-h',
        },
      ],
      log: [
        {
          at: AT * 1000,
          action: 'CreateInstance',
          region: 'cn-beijing',
          status: 200,
          code: null,
          params: { InstanceName: 'web-1' },
        },
        {
          at: AT * 1000 + 50,
          action: 'StartInstances',
          region: 'cn-beijing',
          status: 400,
          code: 'IncorrectInstanceStatus',
          params: {},
        },
      ],
    },
  };
}
