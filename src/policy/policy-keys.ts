/** Every key of the policy file with the sentence that explains it; the table in docs/policy.md is held against this list by a test. */
export const POLICY_KEYS = [
  {
    key: 'admins',
    sentence: 'Who may freeze and unfreeze, beside the people of `ADMIN_USERS`: a list of people, see `groups`.',
  },
  {
    key: 'create',
    sentence:
      'Who may create, where, and how it may be paid: a list of `{ who, channels, charges }`, of which one must fit. `who` is `everyone` (all full members of the workspace) or a list of people; `channels` is `any` or a list of channel ids, with `dm` for direct messages; `charges` is a list of `payAsYouGo`, `spot` and `prepaid`, and left out all three. Left out: everyone, anywhere, everything. An empty list: nobody.',
  },
  {
    key: 'act',
    sentence:
      'Who may take over, start, stop, restart and release instances that the bot did not create, change them and set their leases, beside the admins: a list of `{ who, tag }`. `who` is `everyone` or a list of people; `tag` is a tag that the instance must have, `team=web`, or its key alone. Whoever may write tags in the account decides with it. Left out: admins only.',
  },
  { key: 'regions', sentence: 'The regions allowed, e.g. `cn-hangzhou` or `ap-*`. Left out: all.' },
  {
    key: 'families',
    sentence:
      'The instance type families allowed, e.g. `g7` or `c*`. A type is allowed when its family stands here or itself stands under `types`. Both left out: all.',
  },
  { key: 'types', sentence: 'The instance types allowed, e.g. `g7.large`, beside those of `families`.' },
  {
    key: 'images',
    sentence:
      'The images allowed: ids, or names and systems as `ubuntu_24_04_*`. Images that others share, or sell, with this account count by their id alone. Left out: all.',
  },
  {
    key: 'networks',
    sentence:
      'The networks that may be picked, by name: `staging: { region: cn-hangzhou, vSwitches: [vsw-…], securityGroups: [sg-…], about: SSH from the office only, default: true, channels: [C07WEBTEAM3] }`. The form then asks for the network by its name, `network=staging` names it in commands and presets, and any other vSwitch or security group is refused. In a zone the vSwitch with the most free addresses is taken, and of several groups the first unless another one is picked. `default` is filled in; `channels` is `any` or a list of channel ids, left out `any`. Left out: every vSwitch and security group of the account.',
  },
  {
    key: 'limits.maxAmount',
    sentence: 'The most instances per request, 1–1000. Left out, and without a file: 20.',
  },
  { key: 'limits.maxVCpu', sentence: 'The most vCPU per request, all its instances together.' },
  {
    key: 'limits.maxBandwidthOut',
    sentence: 'The most public bandwidth per instance in Mbit/s; 0 allows no public addresses.',
  },
  { key: 'limits.maxDiskGiB', sentence: 'The largest disk per instance in GiB, system and data disks alike.' },
  {
    key: 'limits.maxPendingPerPerson',
    sentence:
      'The most requests of one person that may wait for approval at once, renewals included. Left out, and without a file: 20. For admins too.',
  },
  {
    key: 'limits.maxInstancesPerPersonPerDay',
    sentence:
      'The most instances that one person may ask for in 24 hours, however they are paid for. What was denied, withdrawn or not bought does not count. Left out, and without a file: 100, or `maxAmount` where that is more. For admins too.',
  },
  {
    key: 'presets',
    sentence:
      'Named sets of what `/ecs create` takes as key=value: `/ecs create web-small amount=2` fills the form from `web-small`. What is typed counts before the preset: tags are added to those of the preset, `disk2=`, `disk3=` … replace that data disk or are added, `disks=` replaces all of them. The names may be those of the API (`SystemDisk.Size`, `DataDisk: [{Category, Size}]`, `Tag`), of ROS (`DiskMappings`) or of Terraform (`system_disk_category`, `data_disks`) too.',
  },
  {
    key: 'userData',
    sentence:
      'Start scripts by name: `docker: docker.sh` for a file beside the policy, or the script itself as a block of lines. At most 32 KB each, without passwords and keys. A script is bound by its hash to what is approved. When it has changed since, approvers are asked again, and what is approved already waits for it until its deadline and is never bought with another one.',
  },
  {
    key: 'roles',
    sentence:
      'The RAM roles that servers may get: `[EcsReader]`. A role gives everything that runs on the server its rights in the account. Left out, and without a file: none.',
  },
  {
    key: 'login',
    sentence:
      'How people may log in, and how where nothing is said: `{ allowed: [key, session, image], default: session }`. `key` is a key pair, `session` Session Manager without a key, `image` the image’s own password. With `default: key` people log in with their own key pair, and who has none in that region must say how. Left out: all, and none is set.',
  },
  {
    key: 'tags',
    sentence:
      'The tags of what is created: `required` keys, `fixed` tags set on everything (also on what waits for an approval or a freeze while the policy changes; what was requested with another value for such a tag isn’t bought then), and the values that a key may have under `allowed`: `{ required: [team], fixed: { managed: chatops }, allowed: { env: [dev, prod] } }`.',
  },
  {
    key: 'defaults',
    sentence:
      'What an order says where nobody says otherwise, as in a preset: `{ HttpTokens: required, SecurityEnhancementStrategy: Active, ResourceGroupId: rg-… }`. What does not go with an order is left out of it: hardening of an image that is not public, CPU credits of a type without them, a key on Windows, release protection of what is prepaid.',
  },
  {
    key: 'purpose',
    sentence: '`required`: everybody has to say what it is for. Left out: `optional`.',
  },
  {
    key: 'required',
    sentence:
      'What has to be said where: a list of `{ fields, channels }`, e.g. `{ fields: [purpose, script], channels: [C07WEBTEAM3] }`. `channels` is `any` or a list of channel ids, left out `any`. `lease=none` does not count as a lease.',
  },
  {
    key: 'language',
    sentence:
      'What the bot writes into channels, and to people whose language it does not know: `en` or `zh` (Simplified Chinese). Left out: `en`. What somebody alone reads is in the language of their Slack.',
  },
  {
    key: 'partial',
    sentence:
      'What becomes of a request for several instances of which Alibaba Cloud can place only some: `keep` keeps and starts those, and says which were not bought; `refuse` buys none. It holds for each call, of up to a hundred instances. Left out: `keep`.',
  },
  {
    key: 'lease',
    sentence:
      'How long pay-as-you-go and spot instances live from their first Running: `12h`, `7d`, from 1h to 1000d. Alibaba Cloud then releases them automatically, also while the bot is down; the owner is warned two days, two hours and half an hour before. It holds for what is asked for from then on. A request may name another time (`lease=8h`); without an end (`lease=none`) only admins may request one then. Left out: they live until somebody releases them, unless the request names a time.',
  },
  {
    key: 'maxLease',
    sentence:
      'The most that a request may name, and that `/ecs extend` and `/ecs lease` may set from the moment they are used, for admins too. Left out: 1000d.',
  },
  {
    key: 'digest',
    sentence:
      'Which channels read once a week what the instances cost that were asked for in them, and which of those want attention: a list of `{ channel, day, at, zone }`. `day` is `monday` … `sunday` and left out `monday`, `at` a time in quotes and left out `"09:00"`, `zone` a time zone such as `Asia/Shanghai` and left out `UTC`. Invite the bot to private channels. Left out: none.',
  },
  { key: 'currency', sentence: 'Of every amount in the file, by its ISO code: `CNY`. Needed as soon as there is one.' },
  {
    key: 'groups',
    sentence:
      'Names for people: `finance: [U07ABCDEF12, S07ABCDEF12]`. Wherever people are named there may stand user ids (`U…`), Slack user groups (`S…`, which need the scope `usergroups:read`) and these names. Groups hold no other names.',
  },
  { key: 'approvers', sentence: 'Who may agree to what needs approval: a list of people. Left out: the admins.' },
  {
    key: 'approvals',
    sentence:
      'What needs approval: a list of `{ when: { charge, totalAbove }, approvers, from }`. Every entry that fits has to be met. `when` says what it fits, all that stands in it together; left out: everything. `totalAbove` is about the price of the term, or of a month; what has no known price fits. `approvers` is how many have to agree, 1–10 and left out 1; `from` says out of whom, a group or a list of people, and left out `approvers`. What is prepaid needs one approver in any case.',
  },
  {
    key: 'selfApproval',
    sentence: '`true` lets approvers agree to what they themselves asked for. Left out: `false`.',
  },
  {
    key: 'notify',
    sentence:
      'Who is told that something waits: people and channel ids. Left out: everybody who may agree. An empty list: nobody beside the channel it was asked for in. Invite the bot to private channels that are named, or nothing arrives there. Nobody may approve because they are told.',
  },
  {
    key: 'expireAfter',
    sentence: 'A request that nobody decided on ends after this: `30m`, `24h`, `2d`. Left out: `24h`.',
  },
  {
    key: 'remindAfter',
    sentence:
      'People who were told are reminded after this, then after twice, four times as long …; or `never`. Left out: `1h`.',
  },
  { key: 'escalateAfter', sentence: 'After this others are told as well, see `escalateTo`. Left out: never.' },
  {
    key: 'escalateTo',
    sentence: 'Whom to tell then: people and channel ids. Needs `escalateAfter`, as that needs it.',
  },
  {
    key: 'priceTolerance',
    sentence:
      'How far the price may move, up or down, between asking and agreeing: `2%`. When it moves further everybody has to agree again. Left out: not at all.',
  },
  {
    key: 'unknownBalance',
    sentence:
      '`allow` lets what is prepaid be approved while the account’s balance cannot be read. Left out: `refuse`.',
  },
  {
    key: 'budgets',
    sentence:
      'What may be spent in a calendar month (UTC): a list of `{ who, perMonth }`. `who` is `each` for everybody alone, or a group or list of people for all of them together. What exceeds one is refused, and so is what has no known price or one in another currency: it cannot be held against a budget. Prepaid counts in the month in which it is debited, and is held while it waits for approval or to be bought. What is billed by the hour counts for the hours it is known to have existed in the month plus, while it exists, the rest of the month, in each month that it runs on; an order counts for the rest of the month. Released instances count only their hours. Stopped in standard mode it counts on; in economical mode its hours do not count (no price of the disks alone is known), but the rest of the month stays committed, as it may be started. Spot counts at the price when it was asked for. What may exist (doubtful) counts as committed in the month in which it was ordered. Automatic renewals count when they are seen, at the last known price of a term. Adopted instances, traffic and snapshots do not count; renewals that are asked for here do. What has no price, or one in another currency than the budget, is not counted.',
  },
] as const satisfies readonly { readonly key: string; readonly sentence: string }[];
