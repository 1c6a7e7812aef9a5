/** The props of what is dropped and saved: data in, callbacks out. */
import type { Category } from '../../protocol/generated';
import type { Translated } from '../props';
import type { NamedRun } from '../runWords';
import type { NameHeld } from './nameHeld';

/** Where something is dropped: a category of the present run, or another run. */
export interface DropPlace {
  category: Category;
  /** Absent: the run of the notebook that the person works in. */
  runId?: string;
}

export interface DropTargetsProps extends Translated {
  /** What is over the panel: its count and the noun for it. */
  dragged: DraggedThings;
  /** Name of the run that it will be saved in. */
  runName: string;
  /** Other runs that it could be dropped on. */
  otherRuns: readonly NamedRun[];
  /** The target under the pointer; `null` when it is between them. */
  active: DropPlace | null;
}

/** What a person drags: "3 files", "1 output", "2 cells". */
export interface DraggedThings {
  /** `things` where it is not known yet, as for files of the operating system before the drop. */
  noun: 'files' | 'outputs' | 'cells' | 'things';
  /** `null` where it is not known yet. */
  count: number | null;
}

/** What of an output is kept: what made it, or what is shown of it. */
export type KeepWhat = 'object' | 'display';

/** What a person answered in the save dialog. */
export interface SaveRequest {
  name: string;
  category: Category;
  /** Absent where there is no choice. */
  what?: KeepWhat;
  /** Absent where none were given. */
  tags?: readonly string[];
  notes?: string;
}

export interface SaveDialogProps extends Translated {
  /** What will be saved, such as "output of cell [7]". */
  subject: string;
  /** The proposed name. */
  name: string;
  category: Category;
  /** Kind and media type that will be stored, as far as known. */
  kind: string;
  mediaType: string;
  runName: string;
  /** What more than the display can be saved, such as "full table, 1,000,000 × 8". */
  more?: string | null;
  /** The form of what is displayed, and why it is no more. */
  display?: string;
  /** Says which rule a name breaks; `null` for a good one. */
  nameProblem: (name: string) => string | null;
  /** Looks what a name stands for in the run; rejects where nobody can tell. */
  look?: (name: string, signal: AbortSignal) => Promise<NameHeld>;
  /** Called with every change; `null` while the name is not one that an artifact can have. */
  onChange: (request: SaveRequest | null) => void;
}
