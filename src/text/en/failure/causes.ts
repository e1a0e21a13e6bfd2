import type { FailureCause } from '../../../core/failure/failure-cause.ts';
import type { FailureText } from './failure-text.ts';

export const causes: Readonly<Record<FailureCause, FailureText>> = {
  keyPair: {
    title: 'Key pair not found',
    cause: 'The requested key pair is no longer in the region, or another key has its name now.',
    next: 'It wasn’t bought. Choose another key pair, or add yours with /ecs key, and request it again.',
  },
  certificate: {
    title: 'Certificate not trusted',
    cause:
      'The bot’s machine doesn’t trust the certificate at Alibaba Cloud’s address, so nothing was sent. A company’s proxy often presents its own.',
    next: 'Have the bot operator set NODE_EXTRA_CA_CERTS (in the environment, not in .env) to the file with the company’s certificate authority, check the machine’s clock, and restart the bot.',
  },
  proxy: {
    title: 'The proxy doesn’t let the bot through',
    cause: 'The proxy in HTTPS_PROXY refused the connection or didn’t answer, so nothing was sent.',
    next: 'Have the bot operator check HTTPS_PROXY, its user and password, and which addresses the proxy allows.',
  },
  redisAway: {
    title: 'Bot can’t reach its Redis',
    cause: 'The bot’s replicas share their call rate through Redis, which doesn’t answer, so nothing was sent.',
    next: 'Have the bot operator start Redis or check REDIS_URL.',
  },
  otherAccount: {
    title: 'The bot has credentials of another account',
    cause:
      'The bot’s credentials belong to another Alibaba Cloud account than its database, so nothing was sent: your instances don’t exist there.',
    next: 'Notify the bot operator; /ecs doctor names both accounts and what to do. Waiting requests resume automatically once the account is right.',
  },
  unknownAccount: {
    title: 'Couldn’t check the account',
    cause: 'The bot couldn’t find out which Alibaba Cloud account its credentials belong to, so nothing was sent.',
    next: 'It checks again every few seconds, and waiting requests resume automatically. If this continues, notify the bot operator: /ecs doctor says what to do.',
  },
  accountGivenUp: {
    title: 'Unconfirmed: its account is out of reach',
    cause:
      'An admin confirmed that nobody can get credentials of the Alibaba Cloud account in which this began. Its outcome can’t be checked. The bot won’t send it again, so nothing is bought twice.',
    next: 'Have somebody who can sign in to that account look in its ECS console for the name or the tag ecs-chatops:request: it may exist and cost money.',
  },
  disk: {
    title: 'Disk not available here',
    cause: 'Alibaba Cloud doesn’t offer this disk category with this instance type in this zone.',
    next: 'Choose another disk category: the alternatives show which ones fit.',
  },
  notOpened: {
    title: 'Not opened for the account',
    cause:
      'The Alibaba Cloud account isn’t allowed to use this region, instance type, disk, or feature yet. RAM permissions don’t change that.',
    next: 'Have the account’s owner apply for it in the console, or try again with another choice.',
  },
  image: {
    title: 'Image can’t be used',
    cause: 'The account hasn’t subscribed to this image in the Marketplace, or it is no longer available.',
    next: 'Have the account’s owner subscribe to it, or try again with another image.',
  },
  payMethod: {
    title: 'Billing method not open to the account',
    cause: 'The account can’t pay for this instance this way (pay-as-you-go, spot, or prepaid).',
    next: 'Try again with another billing method, or have the account’s owner ask Alibaba Cloud to open it.',
  },
  noPublicIp: {
    title: 'No public IP left',
    cause: 'Alibaba Cloud has no public IP address left here right now.',
    next: 'Try again later, or without a public IP address.',
  },
  noPrice: {
    title: 'No price to check',
    cause: 'Right before buying, the bot checks the price, but Alibaba Cloud named none. It wasn’t bought.',
    next: 'Try again later. If this continues, see whether the ECS console shows a price for it.',
  },
  mayNotRead: {
    title: 'Bot may not look this up',
    cause:
      'The bot’s RAM user isn’t allowed to look this up, and the bot buys or changes nothing it can’t check first.',
    next: 'Have the bot operator allow it in the RAM policy (/ecs doctor shows what is missing), then try again.',
  },
  noAnswer: {
    title: 'No usable answer from Alibaba Cloud',
    cause:
      'The bot looked something up at Alibaba Cloud and got no usable answer. Looking up buys and changes nothing.',
    next: 'Try again in a few minutes. If it keeps happening, see the Alibaba Cloud status page.',
  },
  unlooked: {
    title: 'Unconfirmed: the bot couldn’t check',
    cause:
      'It was sent, but no clear answer came, and every check since has failed: it may or may not exist. The bot won’t send it again, so nothing is bought twice.',
    next: 'Look in the ECS console for the name or the tag ecs-chatops:request before you try again: it may exist and cost money.',
  },
  unseen: {
    title: 'Couldn’t check the instance',
    cause:
      'Every check of this instance failed until the time the bot allows was over, so its current state is unknown.',
    next: 'Check it in the ECS console: it may be starting, and it costs money while it exists.',
  },
  notPlaced: {
    title: 'Not enough room for all',
    cause: 'Alibaba Cloud had room for only some instances of this request. This one wasn’t created and costs nothing.',
    next: 'Request the missing ones again later, or with another type or zone.',
  },
  neverOrdered: {
    title: 'Not ordered in time',
    cause: 'The order couldn’t be sent in the time the bot allows for it. It wasn’t created.',
    next: 'Try again.',
  },
  needsApproval: {
    title: 'Needs approval at the new price',
    cause:
      'The price has risen since the request. At the price that Alibaba Cloud quotes now, the policy requires approval, and nobody has been asked.',
    next: 'It wasn’t bought. Request it again; it then waits for approval.',
  },
  requesterLeft: {
    title: 'Requester’s account deactivated',
    cause: 'The Slack account of the person who requested this was deactivated before it was bought.',
    next: 'It wasn’t bought. Somebody else can request it.',
  },
  unpaidOrder: {
    title: 'Another order is unpaid',
    cause:
      'Somebody placed another order for this instance, for example a renewal in the console, and it’s still open. The bot has paid nothing.',
    next: 'Have the account’s owner pay or cancel it under Orders in the console, then try again.',
  },
};
