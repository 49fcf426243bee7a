import { Presets, SingleBar } from "cli-progress";

export interface Progress {
  /** `total` 0 where it is not known beforehand. */
  step(stage: string, done: number, total: number): void;
  say(line: string): void;
  end(): void;
}

/** A bar in a terminal, a line every ten seconds elsewhere. On standard error. */
export function progressOn(stream: NodeJS.WriteStream, now: () => number = () => performance.now()): Progress {
  const say = (line: string): void => void stream.write(`${line}\n`);
  const told = (stage: string, done: number, total: number): string =>
    `${stage} ${done}${total > 0 ? `/${total}` : ""}`;
  if (!stream.isTTY) {
    let last = Number.NEGATIVE_INFINITY;
    const step: Progress["step"] = (stage, done, total) => {
      if (now() - last < 10_000 && done !== total) return;
      last = now();
      say(told(stage, done, total));
    };
    return { step, say, end: () => {} };
  }
  const bar = new SingleBar(
    { format: "{stage} {bar} {value}/{total}", hideCursor: true, stream },
    Presets.shades_classic,
  );
  let isOpen = false;
  const close = (): void => {
    if (isOpen) bar.stop();
    isOpen = false;
  };
  return {
    step(stage, done, total) {
      if (!isOpen) bar.start(total, done, { stage });
      isOpen = true;
      bar.setTotal(Math.max(total, done));
      bar.update(done, { stage });
    },
    say(line) {
      close();
      say(line);
    },
    end: close,
  };
}
