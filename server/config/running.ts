import { oneOf, optionalOneOf, optionalWholeNumber, setting, text, wholeNumber } from "./setting.ts";

export const workSettings = {
  workerConcurrency: setting({
    env: "WORKER_CONCURRENCY",
    doc: "So many conversations are worked on at the same time in one process.",
    shownDefault: "4",
    schema: wholeNumber(4, { from: 1, to: 64 }),
  }),
  workerTries: setting({
    env: "WORKER_TRIES",
    doc: "After so many failures the person is told, and the conversation goes on.",
    shownDefault: "5",
    schema: wholeNumber(5, { from: 1, to: 20 }),
  }),
  leaseSeconds: setting({
    env: "LEASE_SECONDS",
    doc: "Work of a process that died is taken over after so long.",
    shownDefault: "30",
    schema: wholeNumber(30, { from: 1, to: 3600 }),
  }),
  pollMilliseconds: setting({
    env: "POLL_MILLISECONDS",
    doc: "An idle worker looks for new work this often.",
    shownDefault: "250",
    schema: wholeNumber(250, { from: 10, to: 60_000 }),
  }),
};

export const operationSettings = {
  opsHost: setting({
    env: "OPS_HOST",
    doc: "Address of /healthz, /readyz and /metrics. There is no sign-in: keep it off public networks.",
    shownDefault: "127.0.0.1",
    schema: text("127.0.0.1", "must name an address"),
  }),
  opsPort: setting({
    env: "OPS_PORT",
    doc: "Their port, e.g. 9464; empty means that they are off, 0 takes any free one.",
    schema: optionalWholeNumber({ from: 0, to: 65_535 }),
  }),
  logLevel: setting({
    env: "LOG_LEVEL",
    doc: "info, warn, error or silent.",
    shownDefault: "info",
    schema: oneOf(["info", "warn", "error", "silent"], "info"),
  }),
  logFormat: setting({
    env: "LOG_FORMAT",
    doc: "json (one object a line) or text.",
    shownDefault: "text on a terminal, else json",
    schema: optionalOneOf(["json", "text"]),
  }),
};
