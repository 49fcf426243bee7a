import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { AppError } from "../../retrieval/index.ts";

/** `env` is what the HTTP server knows of the connection. */
export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

export interface Listening {
  /** "http://127.0.0.1:3000" */
  address: string;
  /** Stops taking requests, waits for those under way (at most `graceMs`), then cuts the rest. */
  stop(graceMs: number): Promise<void>;
}

interface ListenOptions {
  fetch: Fetch;
  host: string;
  port: number;
}

/** @throws AppError `server.port_in_use`, `server.port_refused` or `server.host_unknown` */
export async function listen({ fetch, host, port }: ListenOptions): Promise<Listening> {
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
  const hostname = host.replace(/^\[|\]$/g, "");
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenFault(error, host, port)));
    server.listen(port, hostname, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  const shown = hostname.includes(":") ? `[${hostname}]` : hostname;
  return { address: `http://${shown}:${taken}`, stop: (graceMs) => stop(server, graceMs) };
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  cut.unref();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

function listenFault(error: Error, host: string, port: number): AppError {
  const code = "code" in error ? error.code : "";
  if (code === "EADDRINUSE") {
    return new AppError({
      code: "server.port_in_use",
      message: `Port ${port} on ${host} is in use by another program. Stop it, or choose another port with PORT.`,
      cause: error,
    });
  }
  if (code === "EACCES") {
    return new AppError({
      code: "server.port_refused",
      message: `This user may not listen on port ${port}. Choose a port above 1023 with PORT.`,
      cause: error,
    });
  }
  return new AppError({
    code: "server.host_unknown",
    message: `Cannot listen on ${host}:${port}. Check HOST and PORT.`,
    cause: error,
  });
}
