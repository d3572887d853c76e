// Waiting for a state: asks again until the answer is the wanted one, and says what it saw when it never was.

/** Long enough for a loaded machine with two cores; a test that passes never waits that long. */
const patienceMs = 30_000;
const askAgainMs = 100;

interface Wait {
  readonly patienceMs?: number;
  /** Added to the error: what would help to understand it. */
  readonly explain?: () => Promise<string>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The first answer of `probe` that `isWanted` accepts. A probe that throws (a page is loading) is asked again. */
export const until = async <T>(
  what: string,
  probe: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  wait: Wait = {},
): Promise<T> => {
  const deadline = Date.now() + (wait.patienceMs ?? patienceMs);
  let seen: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (isWanted(answer)) return answer;
      seen = answer;
    } catch (error) {
      seen = error;
    }
    if (Date.now() > deadline) break;
    await pause(askAgainMs);
  }
  const explanation = wait.explain ? `\n${await wait.explain().catch(String)}` : '';
  throw new Error(`waited in vain: ${what}; last seen: ${show(seen)}${explanation}`);
};

/** Like `until`, for a probe that answers yes or no. */
export const untilTrue = async (what: string, probe: () => Promise<boolean>, wait?: Wait): Promise<void> => {
  await until(what, probe, (answer) => answer, wait);
};

const show = (seen: unknown): string =>
  seen instanceof Error ? seen.message : (JSON.stringify(seen) ?? String(seen)).slice(0, 2000);
