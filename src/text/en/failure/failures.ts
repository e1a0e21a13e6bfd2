import type { FailureKind } from '../../../core/failure/failure.ts';
import type { FailureCause } from '../../../core/failure/failure-cause.ts';
import { nextSteps } from '../request/next-steps.ts';
import type { FailuresText, FailureText } from './failure-text.ts';

const kinds: Readonly<Record<FailureKind, FailureText>> = {
  throttled: {
    title: 'Alibaba Cloud is limiting our calls',
    cause: 'The account has sent more API calls than Alibaba Cloud allows at the moment.',
    next: 'Wait a minute or two, then ask again. If it keeps happening, have the API rate quota raised in Quota Center.',
  },
  transient: {
    title: 'Alibaba Cloud had a fault',
    cause: 'The service answered that it could not process the call just now.',
    next: 'Ask again in a few minutes. If it goes on, look at the Alibaba Cloud status page.',
  },
  ambiguous: {
    title: 'No usable answer from Alibaba Cloud',
    cause: 'The call was sent, but the answer was lost or could not be read, so it may or may not have taken effect.',
    next: 'Look in the ECS console for the instance by its name or its tag before you ask again.',
  },
  notSent: {
    title: 'Alibaba Cloud cannot be reached',
    cause: 'No connection could be made from the bot to the ECS API, so nothing was sent.',
    next: 'Have the operator of the bot check its network, proxy and DNS. Nothing was bought by this call.',
  },
  inFlight: {
    title: 'Still being worked on',
    cause: 'Alibaba Cloud is still processing the same call.',
    next: 'Look in the ECS console in a few minutes; the instance may appear there.',
  },
  tokenMismatch: {
    title: 'The call was refused as a contradiction',
    cause: 'Its ClientToken had been used before with other parameters. This is a mistake in the bot.',
    next: 'Report it to the operator of the bot with the small print below. The call is not repeated.',
  },
  wrongState: {
    title: 'Not possible in its present state',
    cause: 'The instance was not in a state in which Alibaba Cloud allows this.',
    next: 'Look at the instance in the ECS console; somebody else may have started, stopped or changed it.',
  },
  busy: {
    title: 'The instance is busy',
    cause: 'Another operation is being carried out on the instance or its network.',
    next: 'Wait until the other operation has ended, then try again.',
  },
  alreadyDone: {
    title: 'It was done already',
    cause: 'What was asked for was already so.',
    next: 'There is nothing to do.',
  },
  gone: {
    title: 'The instance is not known',
    cause: 'Alibaba Cloud does not know this instance, or does not know it any more.',
    next: 'Check in the ECS console whether somebody released it.',
  },
  noStock: {
    title: 'Sold out',
    cause:
      'Alibaba Cloud does not sell this instance type with this disk in this zone, or has none left there at the moment.',
    next: 'Ask again with another zone, another instance type or another disk category.',
  },
  underMarket: {
    title: 'The market asks more than your limit',
    cause: 'The price of a spot instance is above the highest price per hour that was set for this request.',
    next: 'Ask again with a higher limit or without one; what it costs at this moment stands in the form.',
  },
  vSwitchFull: {
    title: 'The vSwitch is full',
    cause: 'No private address is left in the vSwitch.',
    next: 'Ask again with another vSwitch in this zone, or have the network team make a larger one.',
  },
  money: {
    title: 'The account cannot pay',
    cause: 'The balance, credit or payment method of the Alibaba Cloud account is not sufficient.',
    next: 'Have whoever manages the account top it up or check its payment method, then ask again.',
  },
  quota: {
    title: 'A quota is used up',
    cause: 'The account has reached one of its limits, for example the vCPUs it may use in this region.',
    next: 'Release what is not needed, or have the quota raised in Quota Center, then ask again.',
  },
  permission: {
    title: 'The bot may not do this',
    cause: "The bot's RAM identity has no permission for this call.",
    next: 'Have the operator of the bot add the permission to its RAM policy, then ask again.',
  },
  account: {
    title: 'The account needs attention',
    cause: 'Alibaba Cloud asks for real-name verification or has stopped the order in its risk control.',
    next: 'Have the owner of the account sign in to the console and finish what is asked for there, then ask again.',
  },
  locked: {
    title: 'The instance is locked',
    cause:
      "Alibaba Cloud's own rules forbid this: a security lock, an overdue payment, release protection or its way of being charged.",
    next: 'Look at the instance in the ECS console, where the reason for the lock is shown, and settle it there.',
  },
  credentials: {
    title: "The bot's credentials are refused",
    cause: "Alibaba Cloud does not accept the bot's AccessKey or token, or the clock of its machine is wrong.",
    next: 'Have the operator of the bot check its credentials and the clock of its machine, then ask again.',
  },
  badInput: {
    title: 'Alibaba Cloud refuses a value',
    cause: 'One of the values of this request does not exist there, or does not fit the others.',
    next: 'Read in the small print what is refused, then ask again with another value.',
  },
  vanished: {
    title: 'The instance has vanished',
    cause: 'Alibaba Cloud had accepted the instance but does not list it any more.',
    next: 'Check in the ECS console and in ActionTrail who released it. The bot does not create it again by itself.',
  },
  reclaimed: {
    title: 'Reclaimed by Alibaba Cloud',
    cause:
      'Alibaba Cloud announced that it reclaims this spot instance, and it is gone: the market price exceeds the maximum, or others need the machines.',
    next: `Ask for another one: ${nextSteps.button.alternatives} lists what is in stock. The bot does not create it again by itself.`,
  },
  deadline: {
    title: 'It takes too long',
    cause: 'The instance did not come to Running in the time the bot allows for it.',
    next: 'Look at it in the ECS console: it may still come up, and it costs money while it exists.',
  },
  doubtful: {
    title: 'Nobody can tell whether it was created',
    cause:
      'The call to create it got no clear answer, and no instance with its tag was found until now. To buy nothing twice, the bot does not send it again.',
    next: 'Look in the ECS console for the name, or for the tag ecs-chatops:request, before you ask again.',
  },
  priceChanged: {
    title: 'The price has changed',
    cause: 'Right before it was to be bought, Alibaba Cloud asked another price than the one that was approved.',
    next: 'It was not bought. Ask for it again, and have the new price approved.',
  },
  lapsed: {
    title: 'The approval is too old',
    cause: 'It could not be bought in the time for which the approval holds, for example because of a freeze.',
    next: 'It was not bought. Ask for it again, and have it approved anew.',
  },
  scriptChanged: {
    title: 'Start script missing or changed',
    cause: 'The policy no longer has the start script that was requested, or has other content under its name.',
    next: 'It wasn’t bought. Request it again with the script as it is now.',
  },
  unknown: {
    title: 'Alibaba Cloud refused it',
    cause: 'It gave a reason which the bot does not know.',
    next: 'The small print holds the reason. Look the code up in the Alibaba Cloud documentation, or show it to the operator of the bot.',
  },
};

const causes: Readonly<Record<FailureCause, FailureText>> = {
  keyPair: {
    title: 'Key pair not found',
    cause: 'The key pair that was requested isn’t in the region any more, so nobody could log in with it.',
    next: 'It wasn’t bought. Choose another key pair, or add yours with /ecs key, and request it again.',
  },
  certificate: {
    title: 'Certificate not trusted',
    cause:
      'The bot’s machine doesn’t trust the certificate it was shown by Alibaba Cloud’s address, so nothing was sent. A company’s proxy often shows its own.',
    next: 'Have the bot operator set NODE_EXTRA_CA_CERTS to the file with the company’s certificate authority, check the machine’s clock, and restart the bot.',
  },
  proxy: {
    title: 'The proxy doesn’t let the bot through',
    cause: 'The proxy in HTTPS_PROXY refused the connection or didn’t answer, so nothing was sent.',
    next: 'Have the bot operator check HTTPS_PROXY, its user and password, and which addresses the proxy allows.',
  },
  otherAccount: {
    title: 'The bot has credentials of another account',
    cause:
      'The bot’s credentials belong to another Alibaba Cloud account than its database is about, so nothing was sent: there your instances do not exist.',
    next: 'What waits goes on by itself once the account is right. Tell the bot operator; /ecs doctor names both accounts and what to do.',
  },
  unknownAccount: {
    title: 'The account could not be checked',
    cause: 'The bot could not find out to which Alibaba Cloud account its credentials belong, so nothing was sent.',
    next: 'It asks again every few seconds, and what waits goes on by itself. If this stays so, tell the bot operator: /ecs doctor says what to do.',
  },
  accountGivenUp: {
    title: 'Unconfirmed: its account is out of reach',
    cause:
      'An admin has said that nobody can get credentials of the Alibaba Cloud account in which this was begun. Its outcome can’t be found out, and to buy nothing twice, the bot doesn’t send it again.',
    next: 'Have somebody who can sign in to that account look there in the ECS console for the name, or for the tag ecs-chatops:request: it may exist and cost money.',
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
    cause:
      'Right before buying, the bot compares the price with the approved one, but Alibaba Cloud named none. Nothing was bought.',
    next: 'Try again later. If it stays so, see whether the ECS console shows a price for it.',
  },
  mayNotRead: {
    title: 'The bot may not look this up',
    cause:
      'The bot’s RAM user isn’t allowed to read this, and the bot buys and changes nothing that it can’t check first.',
    next: 'Have the bot operator allow it in the RAM policy (/ecs doctor shows what is missing), then try again.',
  },
  noAnswer: {
    title: 'No usable answer from Alibaba Cloud',
    cause: 'The bot asked Alibaba Cloud a question and got no answer it could read. Asking buys and changes nothing.',
    next: 'Try again in a few minutes. If it goes on, look at the Alibaba Cloud status page.',
  },
  unlooked: {
    title: 'Unconfirmed: the bot could not look',
    cause:
      'The order got no clear answer, and the bot’s questions about it failed since. So that nothing is bought twice, the bot doesn’t send it again.',
    next: 'Look in the ECS console for the name, or for the tag ecs-chatops:request, before you ask again: it may exist and cost money.',
  },
  unseen: {
    title: 'The bot could not look at it',
    cause: 'The bot’s questions about this instance failed until its time was over, so its present state isn’t known.',
    next: 'Look at it in the ECS console: it may be on its way, and it costs money while it exists.',
  },
  notPlaced: {
    title: 'Not enough room for all of them',
    cause:
      'Alibaba Cloud had room for some of the instances of this request. This one was not created and costs nothing.',
    next: 'Request the missing ones again later, or with another type or in another zone.',
  },
  neverOrdered: {
    title: 'Not ordered in time',
    cause: 'The order could not be sent in the time the bot allows for it. Nothing was created.',
    next: 'Try again.',
  },
  unpaidOrder: {
    title: 'An order for it is not paid',
    cause:
      'Somebody has placed another order for this instance, for example a renewal in the console, and it is still open. The bot has paid nothing.',
    next: 'Have whoever manages the account pay or cancel it under Orders in the console, then ask again.',
  },
};

export const failures: FailuresText = {
  kinds,
  causes,
  perhapsReclaimed: {
    title: 'Gone, perhaps reclaimed',
    cause:
      'Alibaba Cloud no longer lists this spot instance, and nobody released it through the bot. No announcement was seen: either the market reclaimed it, or somebody released it elsewhere.',
    next: `ActionTrail shows whether somebody released it. ${nextSteps.button.alternatives} lists what is in stock; the bot does not create it again.`,
  },
  retrying: 'The bot goes on trying by itself; there is nothing to do.',
  untilMended: {
    permission:
      'Have the bot operator add it to its RAM policy. The bot keeps trying until then: no need to ask again.',
    credentials: 'Have the bot operator check its credentials and clock. The bot keeps trying: no need to ask again.',
    account: 'Have the account’s owner do what the ECS console asks for. The bot keeps trying: no need to ask again.',
  },
  missing: (action, principal) => `${principal} lacks the permission ${action}.`,
  leftBehind: (ids) =>
    ids.length === 1
      ? `${ids[0]} was created and costs money while it exists: start or release it in the ECS console.`
      : `${ids.join(', ')} were created and cost money while they exist: start or release them in the ECS console.`,
};
