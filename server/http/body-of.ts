export interface BodyOptions {
  /** Aborted when the server stops. */
  closing: AbortSignal;
  /** A reader that takes nothing for so long is gone, whatever its connection says. */
  idleMs: number;
  /** A fault of the source; the connection's own log gets nothing of it but that the body broke off. */
  report(error: unknown): void;
}

/**
 * A response body that asks for a piece when the reader has taken the one before, and ends its source when the reader goes
 * away, falls silent or the server stops. The reader of a body that ended early is told by a broken connection.
 */
export function bodyOf(
  source: AsyncGenerator<Uint8Array>,
  { closing, idleMs, report }: BodyOptions,
): ReadableStream<Uint8Array> {
  let idle: NodeJS.Timeout | undefined;
  let end = (_: Error) => {};
  const stopped = () => end(new Error("The server stops."));
  const settle = () => {
    clearTimeout(idle);
    closing.removeEventListener("abort", stopped);
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        end = (reason) => {
          settle();
          controller.error(reason);
          source.return(undefined).catch(() => {});
        };
        closing.addEventListener("abort", stopped);
        if (closing.aborted) stopped();
      },
      pull: async (controller) => {
        clearTimeout(idle);
        const { done, value } = await source.next().catch((error: unknown) => {
          settle();
          report(error);
          throw new Error("The body broke off.");
        });
        if (done) {
          settle();
          controller.close();
          return;
        }
        controller.enqueue(value);
        idle = setTimeout(() => end(new Error("The reader takes nothing any more.")), idleMs);
      },
      cancel: async () => {
        settle();
        await source.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
