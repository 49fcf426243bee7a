import OpenAI from "openai";

export interface ServiceOptions {
  /** "https://api.openai.com/v1", "http://127.0.0.1:11434/v1" */
  baseUrl: string;
  /** Null for a server that asks for none. */
  apiKey: string | null;
  fetch?: typeof fetch | undefined;
}

/** A client that tries once, logs nothing and takes nothing from the environment behind the configuration's back. */
export function serviceClient({ baseUrl, apiKey, fetch }: ServiceOptions): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    // The client insists on a key; servers without keys ignore it.
    apiKey: apiKey ?? "none",
    ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null },
    ...{ maxRetries: 0, logLevel: "off" },
    ...(fetch === undefined ? {} : { fetch }),
  });
}
