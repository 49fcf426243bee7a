import type { Database } from "../../retrieval/index.ts";
import { type MadeExchange, writeLog } from "./answer-log.ts";
import type { Stored } from "./console-documents.ts";

const UNITS = ["Sở Tài chính tỉnh Lạng Sơn", "Sở Y tế tỉnh Lạng Sơn", "UBND phường Đông Kinh", "Văn phòng UBND tỉnh"];
const AGENCIES = [
  "so tai chinh",
  "so y te",
  "so noi vu",
  "so xay dung",
  "van phong ubnd tinh",
  "cong an tinh",
  "ubnd cap xa",
];
const PLACES = ["Lạng Sơn", "Lào Cai", "Ninh Thuận"];
const CHANNELS = ["telegram", "zalo-oa", "web"];

export interface BusyWeeks {
  /** The first Monday. */
  from: Date;
  weeks: number;
  perWeek: number;
  persons: number;
  /** Quoted by turns. */
  documents: readonly (Stored & { passageId: number })[];
}

/** The same every time: a log of several weeks with everything that statistics count. */
export async function writeBusyWeeks(
  db: Database,
  { from, weeks, perWeek, persons, documents }: BusyWeeks,
): Promise<void> {
  const random = sequence();
  for (let week = 0; week < weeks; week += 1) {
    const log = Array.from({ length: perWeek + Math.round(perWeek * 0.1 * (week % 4)) }, (): MadeExchange => {
      const person = Math.floor(random() ** 1.5 * persons);
      const at = new Date(from.getTime() + (week + random() * 0.999) * 7 * 86_400_000);
      const roll = random();
      const status = roll < 0.75 ? "answered" : roll < 0.92 ? "not_found" : "clarify";
      const agency = AGENCIES[Math.floor(random() ** 2 * AGENCIES.length)] as string;
      const isMissing = status === "not_found" && random() < 0.5;
      const near = status === "not_found" && !isMissing;
      const quoted = documents[Math.floor(random() ** 2 * documents.length)];
      return {
        ...{ at, person: `person-${person}`, status },
        unit: UNITS[person % 11 < 4 ? 0 : person % UNITS.length] ?? null,
        channel: CHANNELS[person % 7 === 0 ? 1 : person % 5 === 0 ? 2 : 0] as string,
        agencies: [agency],
        places: random() < 0.6 ? [PLACES[Math.floor(random() ** 2 * PLACES.length)] as string] : [],
        intents: ["duty"],
        ...(isMissing
          ? {
              premise: "not-held",
              documents: [{ seq: String(Math.floor(random() ** 3 * 4) + 7), type: "Chỉ thị", codes: ["ct", "ttg"] }],
            }
          : {}),
        ...(near ? { signals: ["near-miss"], near: quoted?.versionId } : {}),
        ...(status === "answered" ? { cites: quoted } : {}),
        answeringMs: 80 + random() ** 4 * 3000,
        deliveredAfterMs: person % 5 === 0 ? undefined : 200 + random() * 900,
        ...(status === "answered" ? { tokens: Math.floor(500 + random() * 1500), cost: 12.5 } : {}),
        feedback: random() < 0.12 ? "up" : random() < 0.06 ? "down" : undefined,
      };
    });
    await writeLog(
      db,
      log.sort((a, b) => a.at.getTime() - b.at.getTime()),
      `week-${week}`,
    );
  }
}

/** Numbers in 0…1 that look random (a linear congruence). */
function sequence(): () => number {
  let state = 20_261_127;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
