import type { Answer, Question } from "../../bot/index.ts";
import { isAppError } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import { findServer } from "../process/address-file.ts";
import type { Surroundings } from "./command.ts";
import { askServer } from "./remote.ts";

/** Something that answers: the program itself, or the server that already holds the data folder. */
export interface Answerer {
  ask(question: Question, channel: string): Promise<Answer>;
  /** Documents held; null when it cannot be told. */
  count(): Promise<number | null>;
  close(): Promise<void>;
}

/** The embedded database admits one process; when the server has it, the server is asked. */
export async function openAnswerer(config: Config, { open, fetch }: Surroundings): Promise<Answerer> {
  try {
    return await open(config);
  } catch (error) {
    const server = isAppError(error) && error.code === "database.locked" ? findServer(config.dataDir) : null;
    if (server === null) throw error;
    return askServer(server, fetch);
  }
}
