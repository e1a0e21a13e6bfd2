export const modal = {};
