/** `on` is the last day with free security updates. */
type End = readonly [system: string, on: string];

/**
 * When operating systems lose their updates, for all systems that the cloud's images or custom images may still contain.
 * Sources: wiki.centos.org/About/Product and blog.centos.org (CentOS, Stream), ubuntu.com/about/release-cycle (standard
 * support), wiki.debian.org/LTS (with LTS), learn.microsoft.com/lifecycle (extended support),
 * access.redhat.com/support/policy/updates/errata, www.suse.com/lifecycle and en.opensuse.org/Lifetime,
 * www.freebsd.org/security/unsupported, the ECS guide's "End of support for operating systems" (Alibaba Cloud Linux, Anolis
 * OS).
 */
const ENDS: readonly End[] = [
  ['centos 5', '2017-03-31'],
  ['centos 6', '2020-11-30'],
  ['centos 7', '2024-06-30'],
  ['centos 8', '2021-12-31'],
  ['centos stream 8', '2024-05-31'],
  ['centos stream 9', '2027-05-31'],
  ['ubuntu 12 04', '2017-04-28'],
  ['ubuntu 14 04', '2019-04-25'],
  ['ubuntu 16 04', '2021-04-30'],
  ['ubuntu 18 04', '2023-05-31'],
  ['ubuntu 20 04', '2025-05-31'],
  ['ubuntu 22 04', '2027-04-30'],
  ['debian 7', '2018-05-31'],
  ['debian 8', '2020-06-30'],
  ['debian 9', '2022-06-30'],
  ['debian 10', '2024-06-30'],
  ['debian 11', '2026-08-31'],
  ['debian 12', '2028-06-30'],
  ['windows server 2003', '2015-07-14'],
  ['windows server 2008', '2020-01-14'],
  ['windows server 2012', '2023-10-10'],
  ['windows server 2016', '2027-01-12'],
  ['windows server 2019', '2029-01-09'],
  ['red hat enterprise linux 6', '2020-11-30'],
  ['red hat enterprise linux 7', '2024-06-30'],
  ['suse linux enterprise server 11', '2019-03-31'],
  ['suse linux enterprise server 12', '2024-10-31'],
  ['opensuse 13', '2017-01-17'],
  ['opensuse 42', '2019-07-01'],
  ['opensuse 15 1', '2021-02-02'],
  ['opensuse 15 2', '2022-01-04'],
  ['opensuse 15 3', '2022-12-31'],
  ['opensuse 15 4', '2023-12-07'],
  ['opensuse 15 5', '2024-12-31'],
  ['freebsd 11', '2021-09-30'],
  ['freebsd 12', '2023-12-31'],
  ['freebsd 13', '2026-04-30'],
  ['coreos', '2020-05-26'],
  ['aliyun linux 17', '2018-10-31'],
  ['aliyun linux 2', '2024-03-31'],
  ['anolis os 7', '2024-06-30'],
];

/** Other spellings at the beginning of a name. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:alibaba cloud|alibaba|alinux) linux|^alinux/u, 'aliyun linux'],
  [/^rhel\b/u, 'red hat enterprise linux'],
  [/^sles?\b/u, 'suse linux enterprise server'],
  [/^opensuse leap/u, 'opensuse'],
  [/^(?:microsoft )?windows (?:server )?(?=20)/u, 'windows server '],
  [/^centos linux/u, 'centos'],
];

/** `CentOS  7.9 64 bit` as `centos 7 9 64 bit`. */
const plainName = (osName: string): string => {
  const words = osName
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim();
  return SPELLINGS.reduce((name, [spelling, ours]) => name.replace(spelling, ours), words);
};

/** The last day with updates for an image's system (`2024-06-30`); null when unknown. */
export function endOfUpdates(osName: string): string | null {
  const name = `${plainName(osName)} `;
  return ENDS.find(([system]) => name.startsWith(`${system} `))?.[1] ?? null;
}

/** The same, but null unless that day has passed. */
export function updatesEndedOn(osName: string, now: number): string | null {
  const on = endOfUpdates(osName);
  return on !== null && now > Date.parse(`${on}T23:59:59Z`) ? on : null;
}
