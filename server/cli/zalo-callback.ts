import { createServer } from "node:http";
import { AppError } from "../../retrieval/index.ts";

export interface CallbackListener {
  /** The address, with its query, with which a browser came back. */
  called: Promise<string>;
  close(): Promise<void>;
}

/** True for an address on this machine, where the command itself can wait for the browser. */
export function isLoopbackAddress(redirectUri: string): boolean {
  const { protocol, hostname } = new URL(redirectUri);
  return protocol === "http:" && (hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname));
}

/** Waits on a loopback redirect address for the browser that comes back from the consent page. */
export async function listenForCallback(redirectUri: string): Promise<CallbackListener> {
  const { hostname, port, pathname } = new URL(redirectUri);
  const { promise: called, resolve } = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", redirectUri);
    // Browsers also ask for an icon.
    if (url.pathname !== pathname || url.search === "") {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8", connection: "close" });
    response.end("Đã nhận. Anh/chị quay lại cửa sổ dòng lệnh để xem kết quả.\n");
    resolve(url.href);
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", (cause) => failed(cannotListen(hostname, port, cause)));
    server.listen(Number(port || 80), hostname.replace(/^\[|\]$/g, ""), listening);
  });
  return {
    called,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function cannotListen(host: string, port: string, cause: unknown): AppError {
  return new AppError({
    code: "zalo.callback_port",
    message: `The redirect address ${host}:${port || 80} cannot be listened on. End what uses the port, or set ZALO_OA_REDIRECT_URI to another address.`,
    cause,
  });
}
