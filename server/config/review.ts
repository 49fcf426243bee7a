import { optionalMatch, optionalText, optionalWholeNumber, setting, wholeNumber } from "./setting.ts";

const days = { from: 1, to: 36_500 };

export const reviewSettings = {
  reviewSamplePercent: setting({
    env: "REVIEW_SAMPLE_PERCENT",
    doc: "Of a hundred answers so many are drawn for the reviewers, whatever they are like.",
    shownDefault: "5",
    schema: wholeNumber(5, { from: 0, to: 100 }),
  }),
  reviewDoublePercent: setting({
    env: "REVIEW_DOUBLE_PERCENT",
    doc: "Of a hundred drawn answers so many are judged by two reviewers who do not see each other's judgement.",
    shownDefault: "20",
    schema: wholeNumber(20, { from: 0, to: 100 }),
  }),
  smallestGroup: setting({
    env: "SMALLEST_GROUP",
    doc: "Statistics about fewer persons than this are hidden.",
    shownDefault: "5",
    schema: wholeNumber(5, { from: 1, to: 1000 }),
  }),
  wordsRetentionDays: setting({
    env: "WORDS_RETENTION_DAYS",
    doc: "What people wrote and what they were told is erased from the log after so many days; empty means that it is kept.",
    schema: optionalWholeNumber(days),
  }),
  personRetentionDays: setting({
    env: "PERSON_RETENTION_DAYS",
    doc: "After so many days the log no longer says which person asked; empty means that it is kept.",
    schema: optionalWholeNumber(days),
  }),
  auditSealsFile: setting({
    env: "AUDIT_SEALS_FILE",
    doc: "Signed states of the log are written here as well, outside the database, so that a log whose end was cut off shows it.",
    shownDefault: "DATA_DIR/audit-seals.jsonl",
    schema: optionalText,
  }),
  weeklyReport: setting({
    env: "WEEKLY_REPORT",
    doc: "When the report on the week before goes to the admins' chats, Vietnam time, e.g. mon 08:00; empty means that it does not.",
    schema: optionalMatch(/^(?:mon|tue|wed|thu|fri|sat|sun) (?:[01]\d|2[0-3]):[0-5]\d$/, "must look like mon 08:00"),
  }),
  tokenPrice: setting({
    env: "MODEL_PRICE",
    doc: "What a million tokens of CHAT_MODEL cost, in your currency; the log then says what an answer cost.",
    schema: optionalMatch(/^\d{1,9}(?:\.\d{1,4})?$/, "must be a number such as 15000 or 0.6").transform((value) =>
      value === null ? null : Number(value),
    ),
  }),
};
