import { join, resolve } from "node:path";
import { THIS_MACHINE, withoutPassword } from "./addresses.ts";
import { webChatOf } from "./rules.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";
import type {
  ChatModelConfig,
  Config,
  EmbeddingConfig,
  ReviewConfig,
  TelegramConfig,
  Values,
  Weekday,
  ZaloBotConfig,
  ZaloOaConfig,
} from "./types.ts";

/** Puts values that hold against every rule into the form that the program uses. */
export function assemble(values: Values): Config {
  const { host, port, publicUrl, dataDir, databaseUrl, samples } = values;
  const { secretKey, sessionIdleMinutes, questionsPerMinute } = values;
  return {
    ...{ host, port, publicUrl, dataDir, databaseUrl, samples, secretKey, sessionIdleMinutes, questionsPerMinute },
    trustedProxies: values.trustedProxies ?? (publicUrl === null ? [] : THIS_MACHINE),
    gate: { secret: values.classifiedDocuments, internal: values.internalDocuments, personal: values.personalData },
    webChat: webChatOf(values),
    telegram: telegramOf(values),
    zaloOa: zaloOaOf(values),
    zaloBot: zaloBotOf(values),
    chatModel: chatModelOf(values),
    embedding: embeddingOf(values),
    review: reviewOf(values),
    offlineVectors: values.offlineVectors,
    work: {
      concurrency: values.workerConcurrency,
      tries: values.workerTries,
      leaseSeconds: values.leaseSeconds,
      pollMilliseconds: values.pollMilliseconds,
    },
    ops: { host: values.opsHost, port: values.opsPort },
    log: { level: values.logLevel, format: values.logFormat },
    shown: shownOf(values),
    secrets: secretsOf(values),
  };
}

function telegramOf(values: Values): TelegramConfig | null {
  if (values.telegramBotToken === null) return null;
  return {
    token: values.telegramBotToken,
    mode: values.telegramMode,
    webhookSecret: values.telegramWebhookSecret,
    drafts: values.telegramDrafts,
    apiRoot: values.telegramApiRoot,
  };
}

function zaloOaOf(values: Values): ZaloOaConfig | null {
  const { zaloOaAppId: appId, zaloOaAppSecret: appSecret, zaloOaSecretKey: secretKey } = values;
  if (appId === null || appSecret === null || secretKey === null) return null;
  return {
    appId,
    appSecret,
    secretKey,
    redirectUri: values.zaloOaRedirectUri ?? `${values.publicUrl}/zalo/callback`,
    verification: values.zaloOaVerification,
    apiRoot: values.zaloOaApiRoot,
    oauthRoot: values.zaloOaOauthRoot,
    freeMessages: values.zaloOaFreeMessages,
  };
}

function zaloBotOf(values: Values): ZaloBotConfig | null {
  if (values.zaloBotToken === null) return null;
  return {
    token: values.zaloBotToken,
    mode: values.zaloBotMode,
    webhookSecret: values.zaloBotWebhookSecret,
    apiRoot: values.zaloBotApiRoot,
    markdown: values.zaloBotMarkdown,
  };
}

function reviewOf(values: Values): ReviewConfig {
  const [day, time] = values.weeklyReport?.split(" ") ?? [];
  return {
    sampleShare: values.reviewSamplePercent / 100,
    doubleShare: values.reviewDoublePercent / 100,
    smallestGroup: values.smallestGroup,
    wordsDays: values.wordsRetentionDays,
    personDays: values.personRetentionDays,
    sealsFile: resolve(values.auditSealsFile ?? join(values.dataDir, sealsFileOf(values))),
    weeklyReport: day === undefined || time === undefined ? null : { day: day as Weekday, time },
    tokenPrice: values.tokenPrice,
  };
}

/** A file a database: who begins with the embedded one and goes on with a server has two logs. */
function sealsFileOf({ databaseUrl }: Values): string {
  const name = databaseUrl === null ? "" : new URL(databaseUrl).pathname.replace(/[^\w-]/g, "");
  return name === "" ? "audit-seals.jsonl" : `audit-seals-${name}.jsonl`;
}

function chatModelOf(values: Values): ChatModelConfig | null {
  if (values.chatModel === null || values.openaiBaseUrl === null) return null;
  return {
    baseUrl: values.openaiBaseUrl,
    apiKey: values.openaiApiKey,
    model: values.chatModel,
    timeoutSeconds: values.modelTimeoutSeconds,
    concurrency: values.modelConcurrency,
    retries: values.modelRetries,
    breakerFailures: values.modelBreakerFailures,
    breakerSeconds: values.modelBreakerSeconds,
    dailyTokens: values.modelDailyTokens,
  };
}

function embeddingOf(values: Values): EmbeddingConfig | null {
  const baseUrl = values.embeddingBaseUrl ?? values.openaiBaseUrl;
  if (values.embeddingModel === null || baseUrl === null) return null;
  return {
    baseUrl,
    apiKey: values.embeddingBaseUrl === null ? values.openaiApiKey : values.embeddingApiKey,
    model: values.embeddingModel,
    dimensions: values.embeddingDimensions,
    queryPrefix: values.embeddingQueryPrefix,
    passagePrefix: values.embeddingPassagePrefix,
    encoding: values.embeddingEncoding,
    timeoutSeconds: values.modelTimeoutSeconds,
  };
}

const entriesOf = (values: Values) =>
  Object.entries(settings).map(([key, entry]): [Setting<unknown>, unknown] => [entry, values[key as keyof Values]]);

/** Secrets are stars, and an address keeps its host but not its password. */
function shownOf(values: Values): Record<string, string> {
  const shown = entriesOf(values).map(([{ env, secret, shownDefault }, value]) => {
    if (value === null) return [env, shownDefault];
    if (typeof value === "boolean") return [env, value ? "yes" : "no"];
    return [env, secret ? "***" : String(value)];
  });
  const database = values.databaseUrl === null ? {} : { DATABASE_URL: withoutPassword(values.databaseUrl) };
  return { ...Object.fromEntries(shown), ...database, WEB_CHAT: webChatOf(values) };
}

function secretsOf(values: Values): string[] {
  const secret = entriesOf(values).flatMap(([entry, value]) =>
    entry.secret && typeof value === "string" ? [value] : [],
  );
  const password = values.databaseUrl === null ? "" : new URL(values.databaseUrl).password;
  return password === "" ? secret : [...secret, password, decoded(password)];
}

/** A lone "%" is no fault of the address: PostgreSQL's own client judges that. */
function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
