import type { Answer } from "../../bot/index.ts";
import { AppError } from "../../retrieval/index.ts";
import type { ServerAddress } from "../process/address-file.ts";
import type { Answerer } from "./answerer.ts";

/** Asks the server that holds the data folder. */
export function askServer(server: ServerAddress, fetchFrom: typeof fetch): Answerer {
  return {
    ask: async (question) => {
      const response = await post(server, fetchFrom, JSON.stringify(question));
      const body: unknown = await response.json().catch(() => null);
      if (response.ok) return body as Answer;
      throw refused(server.address, response.status, body);
    },
    count: async () => null,
    close: async () => {},
  };
}

async function post({ address, token }: ServerAddress, fetchFrom: typeof fetch, body: string): Promise<Response> {
  try {
    return await fetchFrom(`${address}/api/ask`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body,
    });
  } catch (cause) {
    throw new AppError({
      code: "server.unreachable",
      message: `The data folder is in use, and the server that should answer at ${address} does not. Stop the process that uses the folder and try again.`,
      retryable: true,
      cause,
    });
  }
}

const refusals: Record<string, string> = {
  "question.empty": "The question is empty.",
  "question.too_long": "The question is longer than 2,000 characters.",
  "question.not_text": "The question is not text.",
};

function refused(address: string, status: number, body: unknown): AppError {
  const code = typeof body === "object" && body !== null && "code" in body ? String(body.code) : "server.refused";
  return new AppError({
    code,
    message: refusals[code] ?? `The server at ${address} refused the question (${status} ${code}).`,
  });
}
