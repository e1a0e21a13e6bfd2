/** Whether the id is a person's, which stands for their direct messages with the bot. */
export const isUserId = (id: string): boolean => /^[UW][A-Z0-9]+$/.test(id);

/** Whether the id is of a channel that can be mentioned; conversations between people (`D…`) cannot. */
export const isChannelId = (id: string): boolean => /^[CG][A-Z0-9]+$/.test(id);

/** The block at the top of a window that tells which field holds a secret; it stays until the window is drawn again. */
export const SECRET_NOTE = 'secret';
