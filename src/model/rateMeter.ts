/** How fast bytes move, over the last few seconds. */

const WINDOW_MS = 5000;
/** Shorter than this, a number would jump. */
const SHORTEST_MS = 500;

/** Counts moved bytes. */
export class RateMeter {
  /** Notes bytes that moved just now. */
  add(bytes: number, now: number): void {
    if (bytes <= 0) {
      return;
    }
    this.#startedAt ??= now;
    this.#samples.push({ at: now, bytes });
  }

  /** Returns bytes per second; 0 where nothing moved for a while. */
  rate(now: number): number {
    const from = now - WINDOW_MS;
    while (this.#samples[0] && this.#samples[0].at < from) {
      this.#samples.shift();
    }
    if (this.#samples.length === 0 || this.#startedAt === undefined) {
      this.#startedAt = undefined;
      return 0;
    }
    const bytes = this.#samples.reduce((sum, sample) => sum + sample.bytes, 0);
    const elapsed = Math.max(
      now - Math.max(from, this.#startedAt),
      SHORTEST_MS
    );
    return (bytes * 1000) / elapsed;
  }

  #samples: { at: number; bytes: number }[] = [];
  #startedAt: number | undefined;
}
