/** Ids of the commands; other extensions may run them. */
export namespace CommandIDs {
  /** Save one output: args `{cellId, outputIndex}`, else the output of the context menu, else the active cell's last. */
  export const saveOutput = 'cellkeep:save-output';
  /** The same, with a dialog for name and category. */
  export const saveOutputAs = 'cellkeep:save-output-as';
  /** Save every output of a cell: args `{cellId}`, else the active cell. */
  export const saveCellOutputs = 'cellkeep:save-cell-outputs';
  /** Choose files of the desktop and save them: args `{category}`. */
  export const uploadFiles = 'cellkeep:upload-files';
  /** Save what is selected in the file browser: args `{category}`. */
  export const saveSelectedFiles = 'cellkeep:save-selected-files';

  /** Open an artifact in a tab: args `{artifactId}`, else the selected one. */
  export const openArtifact = 'cellkeep:open-artifact';
  export const insertLoadCode = 'cellkeep:insert-load-code';
  export const copyLoadCode = 'cellkeep:copy-load-code';
  export const download = 'cellkeep:download';
  export const deleteArtifact = 'cellkeep:delete';
  /** Go to the notebook and cell that an artifact came from. */
  export const goToSource = 'cellkeep:go-to-source';
  export const renameRun = 'cellkeep:rename-run';

  /** Show the sidebar: args `{artifactId}` to point at one. */
  export const showSidebar = 'cellkeep:show-sidebar';
  export const refresh = 'cellkeep:refresh';

  /** Args `{transferId}`, else every transfer for which it makes sense. */
  export const pause = 'cellkeep:pause-transfer';
  export const resume = 'cellkeep:resume-transfer';
  export const cancel = 'cellkeep:cancel-transfer';
  export const retry = 'cellkeep:retry-transfer';
  export const dismiss = 'cellkeep:dismiss-transfer';
}
