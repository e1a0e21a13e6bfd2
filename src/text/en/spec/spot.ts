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
      'Spot instances are released about five minutes after the announcement, with what is on their disks, and nobody can stop that. Save now what you need.',
  },
  /** Of those that are gone as was announced. */
  gone: {
    title: (count: number): string => `Alibaba Cloud has reclaimed ${yours(count)}`,
    means: 'Nothing more is charged for what is gone, and the bot does not create it again by itself.',
  },
  /** Of those that are gone without the announcement having been seen. */
  probably: {
    title: (count: number): string => `Alibaba Cloud has probably reclaimed ${yours(count)}`,
    means:
      'Alibaba Cloud no longer lists what is named here, and nobody released it through the bot. The bot did not see an announcement. It does not create anything again by itself.',
  },
  more: (count: number): string => `And ${count} more.`,
};
