import { describe, expect, test } from "vitest";
import { type TokenBudget, unlimitedBudget } from "../../prompts/model/budget.ts";
import { ModelFault, type ModelFaultCode } from "../../prompts/model/faults.ts";
import { type GuardOptions, guarded } from "../../prompts/model/guarded.ts";
import type { ChatModel, ChatOptions } from "../../prompts/model/port.ts";
import { handClock } from "../support/model-clock.ts";

const request = {
  messages: [{ role: "user" as const, content: "a".repeat(150) }],
  schema: { name: "s", schema: {} },
  maxTokens: 100,
};
const signal = () => new AbortController().signal;

type Step = ModelFaultCode | "fine" | Promise<void>;

/** A model that does one step a call; beyond the last one all is well. */
function scripted(...steps: Step[]): ChatModel & { calls: number } {
  const model = {
    name: "scripted",
    calls: 0,
    complete: async (_request: unknown, { onText }: ChatOptions) => {
      const step = steps[model.calls++] ?? "fine";
      if (step instanceof Promise) await step;
      else if (step !== "fine") throw new ModelFault(step);
      onText?.("text");
      return { text: "text", tokens: 40 };
    },
  };
  return model;
}

const setup = (model: ChatModel, options: Partial<GuardOptions> = {}) => {
  const clock = handClock();
  const guard = guarded(model, {
    ...{ clock, budget: unlimitedBudget(), concurrency: 2, retries: 2, breakerFailures: 3, breakerRestMs: 30_000 },
    random: () => 0.5,
    ...options,
  });
  return {
    clock,
    ask: (options: Partial<ChatOptions> = {}) => guard.complete(request, { signal: signal(), ...options }),
  };
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => "fine",
    (error: { code: string }) => error.code,
  );

describe("retries", () => {
  test("a busy service is asked again, after a wait that doubles", async () => {
    const model = scripted("model.busy", "model.failed");
    const { clock, ask } = setup(model);
    const answer = code(ask());
    await clock.advance(180);
    expect(model.calls).toBe(1);
    await clock.advance(10);
    expect(model.calls).toBe(2);
    await clock.advance(370);
    expect(model.calls).toBe(2);
    await clock.advance(10);
    expect(await answer).toBe("fine");
    expect(model.calls).toBe(3);
  });

  test("not before it wants to be", async () => {
    let calls = 0;
    const busy: ChatModel = {
      name: "busy",
      complete: async () => {
        calls += 1;
        if (calls === 1) throw new ModelFault("model.busy", 4000);
        return { text: "", tokens: 1 };
      },
    };
    const { clock, ask } = setup(busy);
    const answer = code(ask());
    await clock.advance(3990);
    expect(calls).toBe(1);
    await clock.advance(20);
    expect(await answer).toBe("fine");
  });

  test("never where it is no use", async () => {
    for (const fault of ["model.unauthorized", "model.out_of_quota", "model.rejected", "model.cut"] as const) {
      const model = scripted(fault);
      expect(await code(setup(model).ask())).toBe(fault);
      expect(model.calls).toBe(1);
    }
  });

  test("no longer than the caller waits", async () => {
    const model = scripted("model.busy", "model.busy", "model.busy");
    const { clock, ask } = setup(model);
    const controller = new AbortController();
    const answer = code(ask({ signal: controller.signal }));
    await clock.advance(50);
    controller.abort();
    expect(await answer).toBe("model.timeout");
    expect(clock.pending()).toBe(0);
  });

  test("not once text was shown", async () => {
    let calls = 0;
    const cut: ChatModel = {
      name: "cut",
      complete: async (_request, { onText }) => {
        calls += 1;
        onText?.("nửa");
        throw new ModelFault("model.unreachable");
      },
    };
    expect(await code(setup(cut).ask({ onText: () => {} }))).toBe("model.unreachable");
    expect(calls).toBe(1);
  });
});

describe("the breaker", () => {
  test("opens after failures in a row, lets one try after its rest, closes when that succeeds", async () => {
    const model = scripted("model.unauthorized", "model.unauthorized", "model.unauthorized", "model.unauthorized");
    const { clock, ask } = setup(model);
    for (let time = 0; time < 3; time += 1) expect(await code(ask())).toBe("model.unauthorized");
    expect(await code(ask())).toBe("model.resting");
    expect(model.calls).toBe(3);
    await clock.advance(30_000);
    expect(await code(ask())).toBe("model.unauthorized");
    expect(await code(ask())).toBe("model.resting");
    await clock.advance(30_000);
    const [first, second] = await Promise.all([code(ask()), code(ask())]);
    expect([first, second].sort()).toEqual(["fine", "model.resting"]);
    expect(await code(ask())).toBe("fine");
  });

  test("a success in between counts anew", async () => {
    const model = scripted("model.unknown", "model.unknown", "fine", "model.unknown", "model.unknown");
    const { ask } = setup(model);
    for (let time = 0; time < 6; time += 1) await code(ask());
    expect(model.calls).toBe(6);
  });

  test("a used budget and an answer that was too long say nothing about the service", async () => {
    const model = scripted("model.cut", "model.withheld", "model.cut", "model.rejected");
    const { ask } = setup(model);
    for (let time = 0; time < 4; time += 1) await code(ask());
    expect(await code(ask())).toBe("fine");
  });
});

describe("the number of calls at the same time", () => {
  test("is kept, in the order of asking; who gives up waits no longer", async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const model = scripted(...gates.map(({ promise }) => promise));
    const { ask } = setup(model);
    const impatient = new AbortController();
    const [first, second] = [code(ask()), code(ask())];
    const third = code(ask({ signal: impatient.signal }));
    const fourth = code(ask());
    await new Promise((resolve) => setImmediate(resolve));
    expect(model.calls).toBe(2);
    impatient.abort();
    expect(await third).toBe("model.timeout");
    gates[0]?.resolve();
    expect(await Promise.all([first, fourth])).toEqual(["fine", "fine"]);
    gates[1]?.resolve();
    expect(await second).toBe("fine");
    expect(model.calls).toBe(3);
  });
});

describe("the budget", () => {
  function counting(most: number): TokenBudget & { used: number } {
    const budget = {
      used: 0,
      take: async (tokens: number) => {
        if (budget.used + tokens > most) return false;
        budget.used += tokens;
        return true;
      },
      give: async (tokens: number) => {
        budget.used -= tokens;
      },
    };
    return budget;
  }

  test("is charged what was used, and ends the calls when it is used up", async () => {
    const model = scripted();
    const budget = counting(260);
    const { ask } = setup(model, { budget });
    expect(await code(ask())).toBe("fine");
    expect(budget.used).toBe(40);
    expect(await code(ask())).toBe("fine");
    expect(await code(ask())).toBe("model.budget");
    expect(model.calls).toBe(2);
  });

  test("a call that failed has cost its prompt", async () => {
    const budget = counting(1000);
    const { ask } = setup(scripted("model.unknown"), { budget });
    await code(ask());
    expect(budget.used).toBe(100);
  });
});
