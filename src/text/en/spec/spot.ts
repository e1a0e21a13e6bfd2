const yours = (count: number): string => (count === 1 ? 'your spot instance' : `${count} of your spot instances`);

/** Of spot instances that the market reclaims. */
export const spot = {
  /** On the card, at the instance. */
  reclaiming: 'Alibaba Cloud is reclaiming it',
  /** To the owner. Of those that are still there: */
  soon: {
    title: (count: number): string => `Alibaba Cloud is reclaiming ${yours(count)}`,
    /** Before a moment. */
    seen: 'announcement seen',
    means:
      'Spot instances are released about five minutes after the announcement, with the data on their disks. This can’t be stopped. Save what you need now.',
  },
  /** Of those that are gone as was announced. */
  gone: {
    title: (count: number): string => `Alibaba Cloud has reclaimed ${yours(count)}`,
    means: 'Released instances are no longer charged. The bot doesn’t create them again.',
  },
  /** Of those that are gone without the announcement having been seen. */
  probably: {
    title: (count: number): string => `No longer listed, perhaps reclaimed: ${yours(count)}`,
    means:
      'Alibaba Cloud no longer lists the instances named here, and nobody released them through the bot. The bot saw no announcement, so either the market reclaimed them or somebody released them elsewhere. It doesn’t create them again.',
  },
  more: (count: number): string => `And ${count} more.`,
};
