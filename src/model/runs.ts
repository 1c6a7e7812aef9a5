import { newId, utcNow } from '../protocol/ids';
import type { Run } from '../protocol/generated';
import { forgetOldest } from './newest';

/** Where a save comes from. */
export interface IPlace {
  /** Path of the notebook. */
  readonly notebook?: string;
  /** The Jupyter kernel's id. */
  readonly kernelId?: string;
}

/** Runs that are remembered; the oldest go first. */
const REMEMBERED = 1000;

/**
 * Chooses the run of a save that names none: one for each kernel.
 *
 * Helper and front end never have to agree on the first one: its id is the kernel's, written as the
 * protocol writes ids. Of another one, which a person began, the kernel tells. A run that is known, from the kernel's offers or the store, is used
 * as it is known, since somebody may have renamed it.
 */
export class RunChooser {
  /** Takes note of a run that exists, where it is a kernel's own. */
  learn(run: Run): void {
    const isOwn =
      run.kernel_id !== undefined && run.id === idOfKernel(run.kernel_id);
    if (isOwn || [...this.#followed.values()].includes(run.id)) {
      this.#remember(run.id, run);
    }
  }

  /** Takes note of the run that a kernel's saves go to from now on. */
  follow(kernelId: string, run: Run): void {
    this.#followed.set(kernelId, run.id);
    this.#remember(run.id, run);
  }

  /** The run that a kernel began after its first one; undefined while it is in that. */
  begunBy(kernelId: string): Run | undefined {
    const id = this.#followed.get(kernelId);
    return id === undefined || id === idOfKernel(kernelId)
      ? undefined
      : this.#runs.get(id);
  }

  /** Sets the run of saves that come from no notebook. */
  setUploadsRun(run: Run): void {
    this.#uploads = run;
  }

  /** Returns the run of a place; the same one each time. */
  runOf(place: IPlace = {}): Run {
    const { notebook, kernelId } = place;
    if (kernelId === undefined && notebook === undefined) {
      this.#uploads ??= newRun(newId(), 'Uploads');
      return this.#uploads;
    }
    // A notebook without a kernel, or with one of another kind, has a run while the page lives.
    const id = kernelId === undefined ? undefined : idOfKernel(kernelId);
    const key = id ?? JSON.stringify([notebook, kernelId]);
    const followed = kernelId && this.#followed.get(kernelId);
    const known = this.#runs.get(followed ?? '') ?? this.#runs.get(key);
    if (known) {
      return known;
    }
    const name = notebook?.split('/').at(-1) || 'Console';
    const run: Run = {
      ...newRun(id ?? newId(), name),
      ...(notebook !== undefined && { notebook }),
      ...(kernelId !== undefined && { kernel_id: kernelId })
    };
    this.#remember(key, run);
    return run;
  }

  #remember(key: string, run: Run): void {
    this.#runs.delete(key);
    this.#runs.set(key, run);
    forgetOldest(this.#runs, REMEMBERED);
  }

  readonly #runs = new Map<string, Run>();
  /** Ids of runs, by the kernel that said that it is in them. */
  readonly #followed = new Map<string, string>();
  #uploads: Run | undefined;
}

/** The kernel's id as an id of the protocol; undefined where it is not a UUID. */
function idOfKernel(kernelId: string): string | undefined {
  const id = kernelId.replace(/-/g, '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined;
}

function newRun(id: string, name: string): Run {
  return {
    id,
    name,
    folder: '/',
    tags: [],
    metadata: {},
    created_at: utcNow()
  };
}
