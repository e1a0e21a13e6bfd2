/** Every key of the policy file with its explanation; a test compares the table in docs/policy.md with this list. */
export const POLICY_KEYS = [
  {
    key: 'admins',
    sentence: 'Who can freeze and unfreeze, in addition to `ADMIN_USERS`: a list of people, see `groups`.',
  },
  {
    key: 'create',
    sentence:
      'Who can create instances, where, and with which billing method: a list of `{ who, channels, charges }`. A request must match one entry. `who` is `everyone` (all full members of the workspace) or a list of people. `channels` is `any` or a list of channel IDs, with `dm` for direct messages. `charges` is a list of `payAsYouGo`, `spot`, and `prepaid`; default: all three. Default: everyone, anywhere, every billing method. An empty list: nobody.',
  },
  {
    key: 'act',
    sentence:
      'Who, in addition to the admins, can adopt, start, stop, restart, release, and change instances that the bot didn’t create, and set when they auto-release: a list of `{ who, tag }`. `who` is `everyone` or a list of people. `tag` is a tag that the instance must have: `team=web`, or the key alone. Anyone who can write tags in the account can therefore grant this. Default: admins only.',
  },
  { key: 'regions', sentence: 'The allowed regions, such as `cn-hangzhou` or `ap-*`. Default: all.' },
  {
    key: 'families',
    sentence:
      'The allowed instance type families, such as `g7` or `c*`. A type is allowed if its family is listed here or the type itself is listed under `types`. Default, if both are missing: all.',
  },
  { key: 'types', sentence: 'The allowed instance types, such as `g7.large`, in addition to those of `families`.' },
  {
    key: 'images',
    sentence:
      'The allowed images: IDs, or names and systems such as `ubuntu_24_04_*`. Images that other accounts share or sell match by ID only. Default: all.',
  },
  {
    key: 'networks',
    sentence:
      'The networks that can be chosen, by name: `staging: { region: cn-hangzhou, vSwitches: [vsw-…], securityGroups: [sg-…], about: SSH from the office only, default: true, channels: [C07WEBTEAM3] }`. The form then asks for a network by name, `network=staging` names it in commands and presets, and every other vSwitch and security group is refused. In a zone the bot takes the vSwitch with the most free addresses, and the first security group unless another one is chosen. `default: true` fills it in. `channels` is `any` or a list of channel IDs; default: `any`. Default: every vSwitch and security group of the account.',
  },
  {
    key: 'limits.maxAmount',
    sentence: 'The most instances per request, 1–1000. Default, also without a file: 20.',
  },
  { key: 'limits.maxVCpu', sentence: 'The most vCPUs per request, for all its instances together.' },
  {
    key: 'limits.maxBandwidthOut',
    sentence: 'The most public bandwidth per instance, in Mbit/s. 0 allows no public IP addresses.',
  },
  { key: 'limits.maxDiskGiB', sentence: 'The largest disk, in GiB: system disks and data disks alike.' },
  {
    key: 'limits.maxPendingPerPerson',
    sentence:
      'How many requests of one person can wait for approval at once, renewals included. Default, also without a file: 20. Applies to admins too.',
  },
  {
    key: 'limits.maxInstancesPerPersonPerDay',
    sentence:
      'How many instances one person can request in 24 hours, with any billing method. Instances that were denied, withdrawn, or not bought do not count. Default, also without a file: 100, or `maxAmount` if that is more. Applies to admins too.',
  },
  {
    key: 'presets',
    sentence:
      'Named sets of what `/ecs create` takes as key=value: `/ecs create web-small amount=2` fills the form from `web-small`. Typed values win over the preset’s: tags are added to its tags, `disk2=`, `disk3=`, … replace or add one data disk, and `disks=` replaces all of them. Names can also be those of the API (`SystemDisk.Size`, `DataDisk: [{Category, Size}]`, `Tag`), of ROS (`DiskMappings`), or of Terraform (`system_disk_category`, `data_disks`). `launchTemplate: web-servers` starts a preset from a [launch template](policy.md#launch-templates) of the account.',
  },
  {
    key: 'userData',
    sentence:
      'Start scripts by name: `docker: docker.sh` for a file beside the policy, or the script itself as a block of lines. At most 32 KB each, without passwords or keys. Approvals are bound to the script’s hash: if the script changes while a request waits for approval, the approvers are asked again. A request that is already approved waits until its deadline for the approved script and is never bought with another one.',
  },
  {
    key: 'roles',
    sentence:
      'The RAM roles that instances can get: `[EcsReader]`. Everything that runs on an instance has its role’s permissions in the account. Default, also without a file: none.',
  },
  {
    key: 'kmsKeys',
    sentence:
      'The KMS keys that can encrypt disks, of new instances and disks added later: a list of key IDs. Disks encrypted without a key of their own use the account’s service key. Default, also without a file: all.',
  },
  {
    key: 'login',
    sentence:
      'How people can log in, and the default: `{ allowed: [key, session, image], default: session }`. `key` is a key pair, `session` is Session Manager without a key, `image` is the image’s own password. With `default: key` people use their own key pair, and anyone without one in that region must choose. Default: all three are allowed and none is filled in.',
  },
  {
    key: 'tags',
    sentence:
      'The tags of new instances: `required` keys, `fixed` tags that are set on every instance (also if the policy changes while a request waits for approval, for the end of a freeze, or for stock; a request with another value for such a tag is then not bought), and under `allowed` the values that a key can have: `{ required: [team], fixed: { managed: chatops }, allowed: { env: [dev, prod] } }`.',
  },
  {
    key: 'defaults',
    sentence:
      'What a request gets unless it says otherwise, in the words of a preset: `{ HttpTokens: required, SecurityEnhancementStrategy: Active, ResourceGroupId: rg-… }`. A default that doesn’t fit a request is left out: security hardening of an image that isn’t public, CPU credits of a type without them, a key pair on Windows, release protection of a prepaid instance, a host name or private IP of several, security groups of another region or VPC, IPv6 where the vSwitch or type has none, a KMS key for a disk that isn’t encrypted, more inbound bandwidth than Alibaba Cloud allows.',
  },
  {
    key: 'purpose',
    sentence: '`required`: every request must say what it is for. Default: `optional`.',
  },
  {
    key: 'required',
    sentence:
      'Which fields a request must fill in, and where: a list of `{ fields, channels }`, such as `{ fields: [purpose, script], channels: [C07WEBTEAM3] }`. `channels` is `any` or a list of channel IDs; default: `any`. `lease=none` does not fill in `lease`. A field that a request can’t have isn’t required of it, such as `lease` of prepaid instances or `host` of several.',
  },
  {
    key: 'language',
    sentence:
      'The language of what the bot posts in channels, and of messages to people whose language it doesn’t know: `en` or `zh` (Simplified Chinese). Default: `en`. What only one person sees is in the language of their Slack.',
  },
  {
    key: 'partial',
    sentence:
      'What happens if Alibaba Cloud can place only some of a request’s instances: `keep` keeps and starts them and says which were not bought; `refuse` buys none. Applies to each call, of up to 100 instances. Default: `keep`.',
  },
  {
    key: 'lease',
    sentence:
      'How long pay-as-you-go and spot instances live after they first run: `12h`, `7d`, from 1h to 1000d. Alibaba Cloud then auto-releases them, even if the bot is down; the owner is warned two days, two hours, and half an hour before. Applies to requests from then on. A request can name another time (`lease=8h`); only admins can request instances that never auto-release (`lease=none`). Default: instances live until someone releases them, unless the request names a time.',
  },
  {
    key: 'maxLease',
    sentence:
      'The latest auto-release that can be set: by a request, counted from when the instance first runs; by `/ecs extend` and `/ecs lease`, counted from then. Applies to admins too. Default: 1000d.',
  },
  {
    key: 'digest',
    sentence:
      'Which channels get a weekly summary of what the instances that were requested in them cost and which ones need attention: a list of `{ channel, day, at, zone }`. `day` is `monday` … `sunday`; default: `monday`. `at` is a time in quotes; default: `"09:00"`. `zone` is a time zone such as `Asia/Shanghai`; default: `UTC`. Invite the bot to private channels. Default: none.',
  },
  {
    key: 'currency',
    sentence: 'The currency of every amount in the file, as an ISO code: `CNY`. Required if there is an amount.',
  },
  {
    key: 'groups',
    sentence:
      'Names for people: `finance: [U07ABCDEF12, S07ABCDEF12]`. A list of people can hold user IDs (`U…`), Slack user groups (`S…`, which need the scope `usergroups:read`), and these names. A group can’t hold the name of another group.',
  },
  { key: 'approvers', sentence: 'Who can approve requests: a list of people. Default: the admins.' },
  {
    key: 'approvals',
    sentence:
      'Which requests need approval: a list of `{ when: { charge, totalAbove }, approvers, from }`. Every entry that matches a request must be met. `when` says which requests match: all its conditions together; default: every request. `totalAbove` is compared with the price of the period, or of a month; a request without a known price matches. `approvers` is how many people must approve, 1–10; default: 1. `from` says who counts, a group or a list of people; default: `approvers`. Prepaid requests always need at least one approval.',
  },
  {
    key: 'selfApproval',
    sentence: '`true` lets approvers approve their own requests. Default: `false`.',
  },
  {
    key: 'notify',
    sentence:
      'Who is notified of a request that needs approval: people and channel IDs. Default: everyone who can approve it. An empty list: only the channel of the request. Invite the bot to private channels that are listed, or nothing arrives there. A notification does not let anyone approve.',
  },
  {
    key: 'expireAfter',
    sentence: 'A request without a decision expires after this: `30m`, `24h`, `2d`. Default: `24h`.',
  },
  {
    key: 'remindAfter',
    sentence:
      'People who were notified are reminded after this, then after twice, four times as long, and so on; `never` turns reminders off. Default: `1h`.',
  },
  { key: 'escalateAfter', sentence: 'After this the people of `escalateTo` are notified too. Default: never.' },
  {
    key: 'escalateTo',
    sentence: 'Whom to notify then: people and channel IDs. `escalateAfter` and `escalateTo` need each other.',
  },
  {
    key: 'priceTolerance',
    sentence:
      'How far the price can move, up or down, between request and approval: `2%`. If it moves further, everyone must approve again. Default: not at all.',
  },
  {
    key: 'unknownBalance',
    sentence:
      '`allow` lets people approve prepaid requests while the account’s balance can’t be loaded. Default: `refuse`.',
  },
  {
    key: 'budgets',
    sentence:
      'How much can be spent in a calendar month (UTC): a list of `{ who, perMonth }`. `who` is `each` for every person separately, or a group or list of people for all of them together. A request that exceeds a budget is refused, and so is one without a known price or in another currency, which can’t be compared with a budget. Prepaid instances count in the month of the charge, and are reserved while they wait for approval or purchase. Instances that are billed by the hour count with the hours they are known to have existed in the month and, while they exist, with the rest of the month, in every month that they run on; a request counts for the rest of the month. Released instances count with their hours only. Instances that are stopped in standard mode keep counting. In economical mode their hours do not count (no price of the disks alone is known), but the rest of the month stays committed, because they can be started again. Spot instances count at the price at the time of the request. Unconfirmed instances count as committed in the month of the request. Automatic renewals count once the bot sees them, at the last known price of a renewal or, before there is one, of the period. Adopted instances, traffic, and snapshots do not count; renewals that are requested here do. An existing instance without a known price, or with one in another currency, is not counted.',
  },
] as const satisfies readonly { readonly key: string; readonly sentence: string }[];
