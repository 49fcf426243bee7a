import { isAppError } from "../errors.ts";

/** Two people rarely correct one document in the same second; three times in a row somebody holds it. */
const ATTEMPTS = 3;

/** Runs again what failed only because somebody else changed the same document meanwhile. */
export async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const again = isAppError(error) && error.code === "version.changed_meanwhile";
      if (!again || attempt === ATTEMPTS) throw error;
    }
  }
}
