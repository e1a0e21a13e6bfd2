/** Every key of the policy file with the sentence that explains it; the table in the README is held against this list by a test. */
export const POLICY_KEYS = [
  { key: 'admins', sentence: 'Slack user ids of people who may freeze and unfreeze, beside those of `ADMIN_USERS`.' },
  {
    key: 'create',
    sentence:
      'Who may create, and where: a list of `{ who, channels }`, of which one must fit. `who` is `everyone` or a list of user ids; `channels` is `any` or a list of channel ids, with `dm` for direct messages. Left out: everyone, anywhere. An empty list: nobody.',
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
  { key: 'limits.maxAmount', sentence: 'The most instances per request, 1–20.' },
  { key: 'limits.maxVCpu', sentence: 'The most vCPU per request, all its instances together.' },
  {
    key: 'limits.maxBandwidthOut',
    sentence: 'The most public bandwidth per instance in Mbit/s; 0 allows no public addresses.',
  },
  { key: 'limits.maxDiskGiB', sentence: 'The largest system disk per instance in GiB.' },
  {
    key: 'presets',
    sentence:
      'Named sets of what `/ecs create` takes as key=value: `/ecs create web-small amount=2` fills the form from `web-small`. What is typed counts before the preset.',
  },
] as const satisfies readonly { readonly key: string; readonly sentence: string }[];
