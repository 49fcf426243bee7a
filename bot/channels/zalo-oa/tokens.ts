/** What one grant or refresh gives. The refresh token works once; with it both tokens of the pair before die at once. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
}

export interface TokenState {
  /** Null when nothing is stored, or what is stored cannot be opened (see `unreadable`). */
  pair: TokenPair | null;
  /** Counts the stored pairs from 1; 0 when there is none. Whoever replaces a pair names the one that he saw. */
  generation: number;
  refreshedAt: Date | null;
  /** A pair is stored, but it was sealed with another SECRET_KEY. */
  unreadable: boolean;
  /** A refresh was begun at this time and its outcome was never stored: its answer may be lost. */
  unfinishedSince: Date | null;
  /** Why nothing is sent, e.g. `needs_reconnect`. */
  blocked: string | null;
}

/** The one place where an account's tokens are, shared by all processes. */
export interface TokenStore {
  read(): Promise<TokenState>;
  /**
   * Runs `work` while no other process runs one; null when another did for longer than `waitMs`. It may be overtaken
   * when it takes minutes, which the generation below makes harmless.
   */
  exclusively<T>(waitMs: number, work: () => Promise<T>): Promise<{ result: T } | null>;
  /** Notes that the platform is about to be asked to refresh this pair. */
  begin(generation: number): Promise<void>;
  /**
   * Stores the new pair, keeps the one before for diagnosis and lifts `needs_reconnect`. False when the stored pair is
   * no longer the one of `generation`; then nothing was changed.
   */
  replace(pair: TokenPair, generation: number): Promise<boolean>;
  /** Notes that the platform refused to refresh this pair: nothing is sent until somebody connects again. */
  refuse(generation: number, detail: { code: string | null; answerLost: boolean }): Promise<boolean>;
  /** Stores the pair of a new grant and lifts every block and pause. */
  connect(pair: TokenPair): Promise<void>;
}

/** The blocked reason that only a new grant (or a refresh that works after all) lifts. */
export const NEEDS_RECONNECT = "needs_reconnect";
