/** The weekly report: as a table, as a message, and how it gets to the admins. */
export { adminChats, type Recipient } from "./recipients.ts";
export { dueWeek, type Schedule } from "./schedule.ts";
export { LIST_TITLES, type Report, reportTable } from "./table.ts";
export { reportText } from "./text.ts";
export { createWeeklyReport, type WeeklyReport, type WeeklyReportOptions } from "./weekly.ts";
