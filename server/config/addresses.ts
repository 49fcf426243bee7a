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

/** "10.0.0.7", "172.16.0.0/12", "fd00::/8" */
export function isNetwork(value: string): boolean {
  const [address = "", bits, ...rest] = value.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A proxy on this machine. */
export const THIS_MACHINE = ["127.0.0.0/8", "::1"];
