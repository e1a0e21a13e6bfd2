/** What the columns of a claim hold while nobody works on the row. */
export const NO_CLAIM = { claim_owner: null, claim_until: null } as const;
