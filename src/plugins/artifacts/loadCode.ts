/**
 * The code that loads an artifact, and putting it into a notebook.
 */

import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';

import { shortAddress } from '../../protocol/addresses';
import type { Artifact } from '../../protocol/generated';

/** Names that Python keeps for itself, and the module's own. */
const TAKEN = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except ' +
    'finally for from global if import in is lambda nonlocal not or pass raise return try while ' +
    'with yield cellkeep'
  ).split(' ')
);

/** A Python variable for an artifact: its name without folders and extension. */
export function variableName(artifactName: string): string {
  const base = artifactName.split('/').at(-1) ?? artifactName;
  // Digits alone are no extension: `loss at 0.1`.
  const stem = base.replace(/(?<=.)\.(?=\d*[A-Za-z])[A-Za-z0-9]{1,12}$/, '');
  const words = stem
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  if (!words) {
    return 'artifact';
  }
  return /^\p{N}/u.test(words) || TAKEN.has(words) ? `_${words}` : words;
}

/** A Python string literal. */
export function pythonString(text: string): string {
  const escaped = text.replace(/[\\'\n\r\t]/g, character =>
    character === '\n'
      ? '\\n'
      : character === '\r'
        ? '\\r'
        : character === '\t'
          ? '\\t'
          : `\\${character}`
  );
  return `'${escaped}'`;
}

/**
 * The expression that loads exactly this version, tomorrow too.
 *
 * It says the run by the beginning of its id: tomorrow's kernel has another run, of the same
 * name, in which the same name may stand for something else.
 */
export function loadExpression(artifact: Artifact): string {
  return `cellkeep.load(${pythonString(shortAddress(artifact))})`;
}

/**
 * The whole statement, with its import: whether the kernel has run an earlier one nobody can
 * see in the notebook, and twice does no harm.
 */
export function loadCode(artifact: Artifact): string {
  const of = artifact.run_name.replace(/\s+/g, ' ').slice(0, 80);
  const statement = `${variableName(artifact.name)} = ${loadExpression(artifact)}`;
  return `import cellkeep\n\n${statement}  # ${of}, ${artifact.stored_at.slice(0, 10)}`;
}

/**
 * Put the code into a notebook: at the cursor of the code cell that is being edited or empty,
 * else into a new cell below the active one.
 */
export function insertLoadCode(panel: NotebookPanel, artifact: Artifact): void {
  const { content } = panel;
  const code = loadCode(artifact);
  const active = content.activeCell;
  const isEmpty = active?.model.sharedModel.getSource().trim() === '';
  if (active?.model.type === 'code' && !isEmpty && content.mode === 'edit') {
    active.editor?.replaceSelection?.(code);
    return;
  }
  if (active?.model.type !== 'code' || !isEmpty) {
    NotebookActions.insertBelow(content);
  }
  // Through the model: the editor of a new cell is made only when the cell is drawn.
  content.activeCell?.model.sharedModel.setSource(code);
}
