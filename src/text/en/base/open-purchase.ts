/** To a person who asks for a renewal or a larger prepaid disk while another such request is open. */
export const openPurchase = (name: string, requestId: string): string =>
  `${name} already has an open request for a renewal or a larger disk: ${requestId}. Nothing was requested. See it with /ecs history ${requestId}. Once it’s over, or withdrawn on its card, you can request another.`;
