import {
  apiRoot,
  isUrl,
  oneOf,
  optionalMatch,
  optionalText,
  optionalWholeNumber,
  setting,
  yesOrNo,
} from "./setting.ts";

const MODES = ["webhook", "polling"] as const;

const telegram = {
  telegramBotToken: setting({
    env: "TELEGRAM_BOT_TOKEN",
    doc: "As BotFather gave it.",
    secret: true,
    schema: optionalMatch(/^\d+:[\w-]{10,}$/, "must look like 123456789:AA…, as BotFather gave it"),
  }),
  telegramMode: setting({
    env: "TELEGRAM_MODE",
    doc: "webhook, or polling where the server cannot be reached from outside.",
    shownDefault: "webhook",
    schema: oneOf(MODES, "webhook"),
  }),
  telegramWebhookSecret: setting({
    env: "TELEGRAM_WEBHOOK_SECRET",
    doc: "1 to 256 of A-Z a-z 0-9 _ - (openssl rand -hex 32): Telegram shows it with every call. Required in webhook mode.",
    secret: true,
    schema: optionalMatch(/^[\w-]{1,256}$/, "must be 1 to 256 of A-Z, a-z, 0-9, _ and -"),
  }),
  telegramDrafts: setting({
    env: "TELEGRAM_DRAFTS",
    doc: "Show the proven sentences of an answer in private chats while a model writes it (yes or no; Bot API 9.5).",
    shownDefault: "no",
    schema: yesOrNo("no"),
  }),
  telegramApiRoot: setting({
    env: "TELEGRAM_API_ROOT",
    doc: "Another address for a Bot API server of one's own.",
    shownDefault: "https://api.telegram.org",
    schema: apiRoot("https://api.telegram.org"),
  }),
};

const zaloOa = {
  zaloOaAppId: setting({
    env: "ZALO_OA_APP_ID",
    doc: "Id of the application that is linked to the Official Account.",
    schema: optionalMatch(/^\d{1,30}$/, "must be digits"),
  }),
  zaloOaAppSecret: setting({
    env: "ZALO_OA_APP_SECRET",
    doc: "Secret key of the application (its settings page): for the access tokens.",
    secret: true,
    schema: optionalText,
  }),
  zaloOaSecretKey: setting({
    env: "ZALO_OA_SECRET_KEY",
    doc: "OA Secret Key of the webhook page: for the signatures. Another one than the application's.",
    secret: true,
    schema: optionalText,
  }),
  zaloOaRedirectUri: setting({
    env: "ZALO_OA_REDIRECT_URI",
    doc: "Callback address as registered with the application, for npm run zalo -- connect.",
    shownDefault: "PUBLIC_URL/zalo/callback",
    schema: optionalText.refine(
      (value) => value === null || isUrl(value, ["https:", "http:"]),
      "must be an address such as https://bot.example/zalo/callback",
    ),
  }),
  zaloOaVerification: setting({
    env: "ZALO_OA_VERIFICATION",
    doc: "Code of the domain verification: the part after zalo_verifier in the name of the file that Zalo issues.",
    schema: optionalMatch(
      /^[\w-]{1,200}(\.html)?$/,
      "must be the code in the name of the file that Zalo issues",
    ).transform((value) => value?.replace(/^zalo_verifier|\.html$/g, "") ?? null),
  }),
  zaloOaApiRoot: setting({
    env: "ZALO_OA_API_ROOT",
    doc: "Address of the Official Account API.",
    shownDefault: "https://openapi.zalo.me",
    schema: apiRoot("https://openapi.zalo.me"),
  }),
  zaloOaOauthRoot: setting({
    env: "ZALO_OA_OAUTH_ROOT",
    doc: "Address that gives and refreshes access tokens.",
    shownDefault: "https://oauth.zaloapp.com",
    schema: apiRoot("https://oauth.zaloapp.com"),
  }),
  zaloOaFreeMessages: setting({
    env: "ZALO_OA_FREE_MESSAGES",
    doc: "So many messages are free within 48 hours of what a person wrote; sources name 8 and no limit. Empty: no limit.",
    schema: optionalWholeNumber({ from: 1, to: 1000 }),
  }),
};

const zaloBot = {
  zaloBotToken: setting({
    env: "ZALO_BOT_TOKEN",
    doc: "As Zalo Bot Creator sent it.",
    secret: true,
    schema: optionalMatch(/^\d+:[^\s/]{4,}$/, "must look like 123456789:…, as Zalo Bot Creator sent it"),
  }),
  zaloBotMode: setting({
    env: "ZALO_BOT_MODE",
    doc: "webhook, or polling where the server cannot be reached from outside.",
    shownDefault: "webhook",
    schema: oneOf(MODES, "webhook"),
  }),
  zaloBotWebhookSecret: setting({
    env: "ZALO_BOT_WEBHOOK_SECRET",
    doc: "8 to 256 characters (openssl rand -hex 32): Zalo shows it with every call. Required in webhook mode.",
    secret: true,
    // Printable ASCII: it travels in a header.
    schema: optionalMatch(/^[!-~]{8,256}$/, "must be 8 to 256 characters without spaces or diacritics"),
  }),
  zaloBotApiRoot: setting({
    env: "ZALO_BOT_API_ROOT",
    doc: "Address of the Bot API; https://bot-api.zapps.me is the older one.",
    shownDefault: "https://bot-api.zaloplatforms.com",
    schema: apiRoot("https://bot-api.zaloplatforms.com"),
  }),
  zaloBotMarkdown: setting({
    env: "ZALO_BOT_MARKDOWN",
    doc: "Send answers with markdown (yes or no); what is refused goes again as plain text.",
    shownDefault: "yes",
    schema: yesOrNo("yes"),
  }),
};

export const channelSettings = { telegram, zaloOa, zaloBot };
