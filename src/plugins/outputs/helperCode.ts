/**
 * What is sent to a kernel to have it load Cellkeep's helper, and what it answers.
 */

import type { KernelMessage } from '@jupyterlab/services';

import type { Run } from '../../protocol/generated';
import type { CaptureWish } from '../../transport/frontEnd';

/** What came of it, in the kernel's words. */
export type LoadOutcome = 'loaded' | 'missing' | 'failed';

/** What the kernel is to know before the first cell runs. */
export interface IBeginning {
  /** The `session` in the headers of the notebook's messages. */
  readonly connection: string;
  /** Path of the notebook. */
  readonly notebook: string;
  /** What it wants kept by itself. */
  readonly capture: CaptureWish;
  /** The run that the kernel was in before it was restarted, where that is not its first one. */
  readonly run?: Run;
}

/** The name under which the kernel answers. */
const ANSWER = 'cellkeep';

/**
 * Nothing of the notebook's folder is imported: it may be a stranger's, and this runs without
 * anybody having run a cell. What was loaded before, or taken out again by a person, stays as it is.
 * A person's own `%load_ext cellkeep` is the first that IPython hears of it: it would say that it
 * is loaded already.
 *
 * A comm would come behind the cells of a *Run All* that is the first thing to happen, so what the
 * notebook wants kept by itself is said here.
 */
const CODE = `
import json, os, sys
path, state = sys.path[:], "failed"
try:
    if not sys.modules.get("cellkeep"):
        sys.path[:] = [entry for entry in path if entry not in ("", os.getcwd())]
        import cellkeep
        from IPython import get_ipython
        get_ipython().extension_manager.loaded.discard("cellkeep")
    if "cellkeep.kernel.extension" in sys.modules:
        state = "loaded"
        if beginning:
            sys.modules["cellkeep.kernel.extension"].begin(**json.loads(beginning))
except ModuleNotFoundError as error:
    if error.name == "cellkeep":
        state = "missing"
except Exception:
    pass
finally:
    sys.path[:] = path
`;

/**
 * A request that leaves no trace: it has no code, so that there is no cell, no history, no count
 * and no event; the expression leaves no name behind. JSON's text is Python's too.
 */
export function loadRequest(
  beginning?: IBeginning
): KernelMessage.IExecuteRequestMsg['content'] {
  const names = `{"beginning": ${JSON.stringify(beginning ? JSON.stringify(beginning) : '')}}`;
  return {
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false,
    user_expressions: {
      [ANSWER]: `(lambda names: exec(${JSON.stringify(CODE)}, names) or names["state"])(${names})`
    }
  };
}

/** What the kernel answered; undefined where it did not come to it. */
export function outcomeOf(
  content: KernelMessage.IExecuteReplyMsg['content']
): LoadOutcome | undefined {
  if (content.status !== 'ok') {
    return undefined;
  }
  const answer = content.user_expressions?.[ANSWER] as
    { data?: { 'text/plain'?: unknown } } | undefined;
  const text = String(answer?.data?.['text/plain']);
  return OUTCOMES.find(outcome => text === `'${outcome}'`) ?? 'failed';
}

const OUTCOMES: readonly LoadOutcome[] = ['loaded', 'missing', 'failed'];
