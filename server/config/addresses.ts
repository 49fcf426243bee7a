import { isIP } from "node:net";

export function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1" || host === "[::1]") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

/** "postgresql://db.example:5432/trichdan": what may be printed of a database's address. */
export function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return "(address hidden)";
  const url = new URL(address);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
