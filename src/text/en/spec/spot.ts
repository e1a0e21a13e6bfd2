const yours = (count: number): string => (count === 1 ? 'your spot instance' : `${count} of your spot instances`);

/** About spot instances that the market reclaims. */
export const spot = {
  /** On the card, at the instance. */
  reclaiming: 'Alibaba Cloud is reclaiming it',
  /** To the owner, about those that still exist. */
  soon: {
    title: (count: number): string => `Alibaba Cloud is reclaiming ${yours(count)}`,
    /** Before a moment. */
    seen: 'announcement seen',
    means: (): string =>
      'Spot instances are released about five minutes after the announcement, with the data on their disks. This can’t be stopped. Save what you need now.',
  },
  /** About those that are gone as announced. */
  gone: {
    title: (count: number): string => `Alibaba Cloud has reclaimed ${yours(count)}`,
    means: (): string => 'Released instances are no longer charged. The bot doesn’t create them again.',
  },
  /** About those that are gone, although no announcement was seen. */
  probably: {
    title: (count: number): string => `No longer listed, perhaps reclaimed: ${yours(count)}`,
    means: (count: number): string =>
      count === 1
        ? 'Alibaba Cloud no longer lists it, and nobody released it through the bot. The bot saw no announcement, so either the market reclaimed it or somebody released it elsewhere. The bot doesn’t create it again.'
        : 'Alibaba Cloud no longer lists the instances named here, and nobody released them through the bot. The bot saw no announcement, so either the market reclaimed them or somebody released them elsewhere. The bot doesn’t create them again.',
  },
  /** In place of a warning that was sent. */
  over: {
    title: 'This reclaim warning no longer applies',
    means: 'What it named was released otherwise, or still exists. See your instances: /ecs list mine',
  },
  more: (count: number): string => `And ${count} more.`,
};
