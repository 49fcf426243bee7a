/** The tokens that a day has. Held outside, so that all processes count together. */
export interface TokenBudget {
  /** Takes so many of today's; false when there are not so many left. */
  take(tokens: number): Promise<boolean>;
  /** Gives back what was taken too much; a negative number takes what was used beyond. */
  give(tokens: number): Promise<void>;
}

export function unlimitedBudget(): TokenBudget {
  return { take: async () => true, give: async () => {} };
}

/** So many and no more, counted in this process. */
export function budgetOf(most: number): TokenBudget {
  let left = most;
  return {
    take: async (tokens) => {
      if (tokens > left) return false;
      left -= tokens;
      return true;
    },
    give: async (tokens) => {
      left += tokens;
    },
  };
}

/**
 * Most tokens that a text can come to. Vietnamese comes to a token for 2 to 3 characters with present tokenisers and
 * about one for each with older ones; what was not used is given back.
 */
export const mostTokens = (characters: number): number => Math.ceil(characters / 1.5);
