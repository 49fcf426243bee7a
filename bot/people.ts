import { AppError, type Database } from "../retrieval/index.ts";
import { deleteConversationsOf } from "./store/conversations.ts";
import { markRemoved, type PersonRow, selectPeople } from "./store/people.ts";
import { deleteTurnsOf } from "./store/turns.ts";

export interface People {
  /** Enrolled people, oldest first; with `removed` also those whose enrolment was ended. */
  list(options?: { removed?: boolean }): Promise<PersonRow[]>;
  /** Makes them a stranger again. @throws AppError `person.not_enrolled` */
  remove(id: number): Promise<void>;
}

export function createPeople({ db }: { db: Database }): People {
  return {
    list: (options) => selectPeople(db, options),
    remove: (id) =>
      db.transaction(async (tx) => {
        const key = await markRemoved(tx, id);
        if (key === null) {
          throw new AppError({
            code: "person.not_enrolled",
            message: `Nobody enrolled has the id ${id}. List the people to see their ids.`,
          });
        }
        // Nothing leans on them or is sent there any more; the log of answers stays.
        await deleteConversationsOf(tx, key, null);
        await deleteTurnsOf(tx, key);
      }),
  };
}
