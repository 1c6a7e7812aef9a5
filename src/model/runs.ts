import { newId, utcNow } from '../protocol/ids';
import type { Run } from '../protocol/generated';

/** Where a save comes from. */
export interface IPlace {
  /** Path of the notebook. */
  readonly notebook?: string;
  readonly kernelId?: string;
}

/** Runs that are remembered; the oldest go first. */
const REMEMBERED = 1000;

/**
 * Chooses the run of a save that names none: one for each notebook and kernel session.
 *
 * The kernel helper makes such a run too. Whoever is first names it: runs are learnt from
 * the kernel's offers and from the store, and used before a new one is made.
 */
export class RunChooser {
  /** Takes note of a run that exists. */
  learn(run: Run): void {
    if (run.kernel_id !== undefined) {
      this.#remember(keyOf({ kernelId: run.kernel_id }), run);
    }
  }

  /** Sets the run of saves that come from no notebook. */
  setUploadsRun(run: Run): void {
    this.#uploads = run;
  }

  /** Returns the run of a place; the same one each time. */
  runOf(place: IPlace = {}): Run {
    const { notebook, kernelId } = place;
    if (kernelId === undefined && notebook === undefined) {
      this.#uploads ??= newRun('Uploads');
      return this.#uploads;
    }
    const key = keyOf(place);
    const known = this.#runs.get(key);
    if (known) {
      return known;
    }
    const run: Run = {
      ...newRun(notebook?.split('/').at(-1) ?? 'Console'),
      ...(notebook !== undefined && { notebook }),
      ...(kernelId !== undefined && { kernel_id: kernelId })
    };
    this.#remember(key, run);
    return run;
  }

  #remember(key: string, run: Run): void {
    const known = this.#runs.get(key);
    // Of two runs of one kernel the first made is the one that saves go on in.
    if (known && known.created_at <= run.created_at) {
      return;
    }
    this.#runs.set(key, run);
    if (this.#runs.size > REMEMBERED) {
      const [oldest] = this.#runs.keys();
      this.#runs.delete(oldest ?? '');
    }
  }

  readonly #runs = new Map<string, Run>();
  #uploads: Run | undefined;
}

/** A kernel session has one run, whatever its notebook is called by now. */
function keyOf({ notebook, kernelId }: IPlace): string {
  return kernelId === undefined ? `notebook ${notebook}` : `kernel ${kernelId}`;
}

function newRun(name: string): Run {
  return {
    id: newId(),
    name,
    folder: '/',
    tags: [],
    metadata: {},
    created_at: utcNow()
  };
}
