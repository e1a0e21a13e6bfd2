/** The window in which a public key is added, and its fields. */
export const KEY_FORM = 'key_form';
/** The window that asks to confirm the removal of a key. */
export const KEY_REMOVE_FORM = 'key_remove_form';

export const KEY_FIELDS = { publicKey: 'key_public', name: 'key_name' } as const;
