/** The columns of a claim while no process has claimed the row. */
export const NO_CLAIM = { claim_owner: null, claim_until: null } as const;
