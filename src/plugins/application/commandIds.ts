/** Ids of the commands; other extensions may run them. */
export const CommandIDs = {
  /** Save one output: args `{cellId, outputIndex, path}`, else the output of the context menu, else the active cell's last. */
  saveOutput: 'cellkeep:save-output',
  /** The same, but what is shown and not the object. */
  saveOutputAsDisplayed: 'cellkeep:save-output-as-displayed',
  /** Keep an output and put a small reference in its place; args as of `saveOutput`. */
  offloadOutput: 'cellkeep:offload-output',
  /** Put the output of a reference back; args as of `saveOutput`. */
  bringBackOutput: 'cellkeep:bring-back-output',
  /** Begin another run of a kernel: args `{kernelId}`, else that of the active notebook. */
  newRun: 'cellkeep:new-run',
  /** What of the active notebook is kept by itself: args `{what}`. */
  autoCapture: 'cellkeep:auto-capture',
  /** Keep all outputs of the selected cells by themselves, or no longer. */
  toggleKeepTag: 'cellkeep:toggle-keep-tag',
  /** Copy artifacts into the folder of the file browser: args `{artifactIds, path}`. */
  exportCopy: 'cellkeep:export-copy',
  /** The same, with a dialog for name and category. */
  saveOutputAs: 'cellkeep:save-output-as',
  /** Save every output of a cell: args `{cellId, path}`, else the active cell. */
  saveCellOutputs: 'cellkeep:save-cell-outputs',
  /** Choose files of the desktop and save them: args `{category}`. */
  uploadFiles: 'cellkeep:upload-files',
  /** Save what is selected in the file browser: args `{category}`. */
  saveSelectedFiles: 'cellkeep:save-selected-files',

  /** Open an artifact in a tab: args `{artifactId}`, else the selected one. */
  openArtifact: 'cellkeep:open-artifact',
  /** Compare artifacts: args `{artifactIds}`, else the selected ones; of one it is asked with which. */
  compare: 'cellkeep:compare',
  /** Compare runs: args `{runIds}`, else the run of the context menu; of one it is asked with which. */
  compareRuns: 'cellkeep:compare-runs',
  /** Show runs as a table. */
  runs: 'cellkeep:runs',
  /** Show what an artifact was made from and what was made from it: args `{artifactId}`, else the selected one. */
  lineage: 'cellkeep:lineage',
  insertLoadCode: 'cellkeep:insert-load-code',
  copyLoadCode: 'cellkeep:copy-load-code',
  download: 'cellkeep:download',
  downloadAs: 'cellkeep:download-as',
  /** Move artifacts to the trash: args `{artifactIds}`, else the selected ones. */
  deleteArtifact: 'cellkeep:delete',
  /** The same with all of a run: args `{runId}`, else that of the context menu. */
  deleteRun: 'cellkeep:delete-run',
  /** The same with all that a search finds: args `{filter}`, else what the sidebar shows. */
  deleteFound: 'cellkeep:delete-found',
  /** Bring back what was deleted last in this page. */
  undoDelete: 'cellkeep:undo-delete',
  /** Go to the notebook and cell that an artifact came from. */
  goToSource: 'cellkeep:go-to-source',
  renameRun: 'cellkeep:rename-run',
  /** What a run does with a name saved again, and how long it keeps things: args `{runId}`. */
  runSettings: 'cellkeep:run-settings',
  /** Say who may see or change a run, in a service: args `{runId}`, else the run of the menu or of the selected artifact. */
  shareRun: 'cellkeep:share-run',
  /** Copy a run, or artifacts, from the folder of this server to the team's service: args `{artifactIds, runId}`. */
  copyToTeam: 'cellkeep:copy-to-team',
  /** The same from the service into the folder. */
  copyHere: 'cellkeep:copy-here',
  /** Show the folder of this server, where saves go to a service. */
  showHere: 'cellkeep:show-here',
  /** Show that service. */
  showTeam: 'cellkeep:show-team',
  /** Show who did what with a run, to its owner in a service: args as of `shareRun`. */
  runActivity: 'cellkeep:run-activity',
  /** The same of all runs, to who looks after the service. */
  teamActivity: 'cellkeep:team-activity',
  /** Show who holds how much in a service, to who looks after it. */
  teamStorage: 'cellkeep:team-storage',

  /** Give every version of a name another one: args `{artifactId, name}`; without a name it is asked for. */
  renameArtifact: 'cellkeep:rename-artifact',
  /** Args `{artifactIds, add, remove}`; without tags they are asked for. */
  editTags: 'cellkeep:edit-tags',
  /** Args `{artifactId, notes}`; without notes they are asked for. */
  editNotes: 'cellkeep:edit-notes',
  /** Args `{artifactId}`; opens an editor. */
  editMetadata: 'cellkeep:edit-metadata',
  /** Args `{artifactId, alias, remove}`; without an alias it is asked for. */
  setAlias: 'cellkeep:set-alias',
  /** Copy the permanent link: args `{artifactId, as}`, `as: 'address'` for one that a browser opens. */
  copyLink: 'cellkeep:copy-link',
  /** Open what a permanent link means: args `{link}`; without one it is asked for. */
  openLink: 'cellkeep:open-link',

  /** Show the sidebar: args `{artifactId}` to point at one. */
  showSidebar: 'cellkeep:show-sidebar',
  refresh: 'cellkeep:refresh',
  /** Put the list into groups: args `{by}`. */
  groupArtifacts: 'cellkeep:group-by',
  /** Args `{sort, descending}`. */
  sortArtifacts: 'cellkeep:sort-by',
  /** Show artifacts as a list or as a gallery: args `{as}`. */
  showAs: 'cellkeep:show-as',
  /** Where the details of what is selected stand: args `{place}`, `below`, `right` or `hidden`. */
  placeDetails: 'cellkeep:place-details',
  /** Narrow the list to one thing more, or no longer: args `{kind}`, `{category}`, `{sizeMin, sizeMax}`, `{date}` or `{status}`. */
  filterArtifacts: 'cellkeep:filter',
  /** Args `{tag}`, else it is asked for. */
  filterByTag: 'cellkeep:filter-by-tag',
  filterBySize: 'cellkeep:filter-by-size',
  filterByDate: 'cellkeep:filter-by-date',
  clearFilters: 'cellkeep:clear-filters',
  /** Saved searches: args `{name}`. */
  saveSearch: 'cellkeep:save-search',
  openSearch: 'cellkeep:open-search',
  renameSearch: 'cellkeep:rename-search',
  deleteSearch: 'cellkeep:delete-search',
  /** Show what takes how much room, and the trash. */
  storage: 'cellkeep:storage',
  /** Do what is due: retention of the runs, old trash, files that no artifact names; asks before. */
  cleanUp: 'cellkeep:clean-up',
  /** Delete what is in the trash for good: args `{artifactIds}`, else all of it; asks before. */
  emptyTrash: 'cellkeep:empty-trash',
  /** Bring artifacts back from the trash: args `{artifactIds}`. */
  restore: 'cellkeep:restore',
  /** Download artifacts as a zip: args `{artifactIds}`, `{runId}` or `{filter}`, else the selected ones. */
  exportArchive: 'cellkeep:export',
  /** Store what an exported zip holds; it is chosen. */
  importArchive: 'cellkeep:import',
  /** Open the settings; its label says how full the store is. */
  openSettings: 'cellkeep:open-settings',

  /** Args `{transferId}`, else every transfer for which it makes sense. */
  pause: 'cellkeep:pause-transfer',
  resume: 'cellkeep:resume-transfer',
  cancel: 'cellkeep:cancel-transfer',
  retry: 'cellkeep:retry-transfer',
  dismiss: 'cellkeep:dismiss-transfer'
} as const;
