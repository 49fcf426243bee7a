import { AppError } from "../../retrieval/index.ts";

export const USAGE = `Usage:
  npm run index -- PATH…            index files and folders (.txt, .md, .html)
  npm run ask -- "question"         answer one question, without leaning on earlier ones
  npm run ask -- "/nguon 2"         a command on the last answer; /huongdan lists them
  npm run ask -- --chat             a conversation: every line of standard input is a message
  npm run ask -- --json "question"  the same as one JSON object
  npm run -s ask -- --jsonl         read {"id", "question", "history"?} lines from standard input,
                                    write one answer a line to standard output
  npm run admin -- invite --role official --unit "Sở Tài chính tỉnh Lạng Sơn" --expires 7d
  npm run admin -- invitations | revoke ID | people | remove ID
  npm run admin -- account add NAME --role admin|reviewer      (asks for the password)
  npm run admin -- account list | set-password NAME | role NAME --role ROLE | disable NAME | enable NAME
  npm run admin -- documents list | pending | approve ID | reindex | … (documents alone: all of them)
  npm run admin -- missing | agencies [WORDS] | jobs [ID | retry ID | cancel ID] | log
  npm run admin -- agencies aliases | alias "TCKH" --for "Phòng Tài chính - Kế hoạch" | withdraw "TCKH"
  npm run audit -- verify [--seals FILE] [--signed] [--trust PUBLICKEY] [--json]   (exit code 1: something is wrong)
  npm run audit -- verify --export FILE [--trust PUBLICKEY]                        (needs no database)
  npm run -s audit -- export-chain [--from N] > FILE
  npm run audit -- public-key | retain [--dry-run]
  npm run audit -- erase --person ID|--answer ID… --reason request
  npm run audit -- replay ID… [--against then|now] [--reparse] [--with-model] [--json|--jsonl]
  npm run audit -- replay --from 2026-11-20 --to 2026-11-27 [--unit U] [--channel C] [--words]
                                    answers of the log given again, and what differs (to: the day after the last)
  npm run admin -- report [--week 2026-W47] [--send]           (the weekly report, and to the admins' chats)
  npm run audit -- export --format csv|xlsx|jsonl --out FILE [--words] [--columns id,time,…] [--from DAY] [--to DAY]
                   [--unit U] [--document NUMBER] [--agency A] [--channel C] [--status S] [--signal S]
                   [--answered-by A] [--reviewed yes|no] [--search WORDS]
  npm run audit -- verify-manifest MANIFEST FILE [--trust PUBLICKEY]               (needs no database)
  npm run channels -- status | set-webhook [NAME] | delete-webhook [NAME]
  npm run zalo -- connect | status | refresh
Settings come from the environment or .env; .env.example lists them.`;

/** The command line itself is wrong: exit code 2, with how to use it. */
export function usageError(message: string): AppError {
  return new AppError({ code: "usage", message: `${message}\n\n${USAGE}` });
}
