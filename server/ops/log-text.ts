interface Line {
  time: string;
  level: string;
  message: string;
  error?: { name: string; code?: string | number; message?: string; at?: string[] };
}

/** A line of the JSON log as a person at a terminal reads it. */
export function textLine(json: string): string {
  const { time, level, message, error, ...fields } = JSON.parse(json) as Line & Record<string, unknown>;
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  const fault = error === undefined ? [] : [[error.name, error.code, error.message].filter(Boolean).join(" ")];
  const places = (error?.at ?? []).map((place) => `\n    at ${place}`).join("");
  return `${[time.slice(11, 19), level.padEnd(5), message, ...rest, ...fault].join(" ")}${places}\n`;
}
