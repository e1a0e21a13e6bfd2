import { describe, expect, test } from 'vitest';
import { endOfUpdates, updatesEndedOn } from '../../../src/core/spec/image-ends.ts';

describe('how long the system of an image gets updates', () => {
  test.each([
    ['CentOS  7.9 64 bit', '2024-06-30'],
    ['CentOS 6.10 64位', '2020-11-30'],
    ['CentOS Linux 8.5', '2021-12-31'],
    ['CentOS Stream  8 64 bit', '2024-05-31'],
    ['CentOS Stream 9 64 bit', '2027-05-31'],
    ['Ubuntu  14.04 64 bit', '2019-04-25'],
    ['Ubuntu 16.04 64 bit UEFI Edition', '2021-04-30'],
    ['ubuntu_18_04_x64', '2023-05-31'],
    ['Debian  8.11 64 bit', '2020-06-30'],
    ['Debian 9.13', '2022-06-30'],
    ['Debian 10.13', '2024-06-30'],
    ['Windows Server  2012 R2 数据中心版 64位中文版', '2023-10-10'],
    ['Windows Server 2008 R2 Enterprise', '2020-01-14'],
    ['Windows 2012 R2 Datacenter', '2023-10-10'],
    ['Alibaba Cloud Linux  2.1903 LTS 64 bit', '2024-03-31'],
    ['Aliyun Linux  17.1 64 bit', '2018-10-31'],
    ['Red Hat Enterprise Linux 7.9', '2024-06-30'],
    ['openSUSE Leap 15.4 64 bit', '2023-12-07'],
    ['openSUSE  42.3 64 bit', '2019-07-01'],
    ['FreeBSD  12.3 64 bit', '2023-12-31'],
    ['Anolis OS  7.9 RHCK 64 bit', '2024-06-30'],
    ['Alibaba Cloud Linux  3.2104 LTS 64 bit', null],
    ['CentOS 70 of ours', null],
    ['Debian 13.1', null],
    ['Ubuntu 24.04 64 bit', null],
    ['Rocky Linux 9.5', null],
    ['openSUSE 15.6', null],
    [' (CoreOS) ', '2020-05-26'],
    ['golden-web-7', null],
    ['', null],
  ])('%s: %s', (osName, on) => {
    expect(endOfUpdates(osName)).toBe(on);
  });

  test('it has ended when its last day is over', () => {
    const ended = (day: string) => updatesEndedOn('Debian 11.11', Date.parse(day));
    expect([ended('2026-08-31T23:59:59Z'), ended('2026-09-01T00:00:00Z')]).toEqual([null, '2026-08-31']);
    expect(updatesEndedOn('Ubuntu 22.04 64 bit', Date.UTC(2026, 10, 29))).toBe(null);
  });
});
