import { describe, expect, test } from "vitest";
import { readConfig, silenceTracing } from "../../server/config.ts";

const KEY = "sk-a-key-of-test-server-models";

describe("the settings of the models", () => {
  const faults = (environment: Record<string, string>) => {
    try {
      readConfig(environment);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  test("are read into what each part needs", () => {
    const config = readConfig({
      ...{ OPENAI_BASE_URL: "https://models.example/v1/", OPENAI_API_KEY: KEY, CHAT_MODEL: "m", EMBEDDING_MODEL: "e" },
      ...{ MODEL_TIMEOUT_SECONDS: "8", MODEL_DAILY_TOKENS: "100000", EMBEDDING_PASSAGE_PREFIX: "passage: " },
    });
    expect(config.chatModel).toEqual({
      ...{
        baseUrl: "https://models.example/v1",
        apiKey: KEY,
        model: "m",
        timeoutSeconds: 8,
        concurrency: 4,
        retries: 2,
      },
      ...{ breakerFailures: 5, breakerSeconds: 30, dailyTokens: 100_000 },
    });
    expect(config.embedding).toMatchObject({
      baseUrl: "https://models.example/v1",
      apiKey: KEY,
      passagePrefix: "passage:",
    });
    expect(config.secrets).toContain(KEY);
    expect(config.shown.OPENAI_API_KEY).toBe("***");
  });

  test.each([
    [{ CHAT_MODEL: "m" }, "OPENAI_BASE_URL must be set with CHAT_MODEL: it says where the texts go"],
    [{ CHAT_MODEL: "m", EMBEDDING_MODEL: "e" }, "with CHAT_MODEL and EMBEDDING_MODEL"],
    [{ OPENAI_BASE_URL: "models.example" }, "OPENAI_BASE_URL=models.example must be an address"],
    [
      { OPENAI_BASE_URL: "https://u:secret@models.example/v1" },
      "OPENAI_BASE_URL must be an address such as https://models.example/v1, without a user or a password",
    ],
    [{ MODEL_TIMEOUT_SECONDS: "0" }, "MODEL_TIMEOUT_SECONDS=0 must be a whole number from 1 to 120"],
    [{ EMBEDDING_ENCODING: "int8" }, "EMBEDDING_ENCODING=int8 must be base64 or float"],
  ])("%j is refused", (environment: Record<string, string>, sentence) => {
    expect(faults(environment)).toContain(sentence);
  });

  test("variables with which libraries trace or print are taken out of the environment", () => {
    const environment = {
      ...{ LANGSMITH_TRACING: "true", LANGSMITH_API_KEY: "k", LANGCHAIN_TRACING_V2: "true", LANGCHAIN_VERBOSE: "1" },
      ...{ OPENAI_LOG: "debug", OPENAI_CUSTOM_HEADERS: "x: y", OPENAI_API_KEY: KEY, PATH: "/bin" },
    };
    silenceTracing(environment);
    expect(Object.keys(environment)).toEqual(["OPENAI_API_KEY", "PATH"]);
  });
});
