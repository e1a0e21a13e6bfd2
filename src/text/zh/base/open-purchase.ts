/** To a person who asks for a renewal or a larger prepaid disk while another such request is open. */
export const openPurchase = (name: string, requestId: string): string =>
  `${name} 的续费或云盘扩容申请 ${requestId} 尚未完结，未提交新申请。进展见 /ecs history ${requestId}。该申请完结或在其卡片上撤回后，可重新申请。`;
