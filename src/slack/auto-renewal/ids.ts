/** The callback id of the window that asks to confirm auto-renewal. */
export const AUTO_RENEW_FORM = 'auto_renew';

/** The action id of the button that opens it; its value is the instance's own id. */
export const AUTO_RENEW_ON = 'auto_renew_on';
