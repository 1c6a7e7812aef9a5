import { codecsPlugin, servicePlugin } from './plugins/application/service';
import { commandsPlugin } from './plugins/application/commands';
import { connectionPlugin } from './plugins/application/connection';
import { settingsPlugin } from './plugins/application/settings';
import { sidebarStatePlugin } from './plugins/application/sidebarState';
import { archivePlugin } from './plugins/artifacts/archiveCommands';
import { artifactsPlugin } from './plugins/artifacts/artifactCommands';
import { deletionPlugin } from './plugins/artifacts/deleteCommands';
import { comparePlugin } from './plugins/documents/compare';
import { documentsPlugin } from './plugins/documents/documents';
import { searchPlugin } from './plugins/documents/search';
import { previewsPlugin } from './plugins/documents/previews';
import { viewersPlugin } from './plugins/documents/viewers';
import { dropPlugin } from './plugins/drag/drop';
import { exportPlugin } from './plugins/drag/exportCopy';
import { editingPlugin } from './plugins/editing/editing';
import { lineagePlugin } from './plugins/lineage/lineage';
import { offloadPlugin } from './plugins/offload/offload';
import { autoCapturePlugin } from './plugins/outputs/autoCapture';
import { capturersPlugin } from './plugins/outputs/capturers';
import { helperPlugin } from './plugins/outputs/helper';
import { hostsPlugin } from './plugins/outputs/hosts';
import { kernelsPlugin } from './plugins/outputs/kernels';
import { newRunPlugin } from './plugins/outputs/newRun';
import { outputsPlugin } from './plugins/outputs/outputs';
import { savingPlugin } from './plugins/outputs/saving';
import { runsPlugin } from './plugins/runs/runs';
import { sidebarPlugin } from './plugins/sidebar/sidebar';
import { storagePlugin } from './plugins/storage/storage';
import { storesPlugin } from './plugins/team/stores';
import { teamPlugin } from './plugins/team/team';
import { notificationsPlugin } from './plugins/transfers/notifications';
import { statusPlugin } from './plugins/transfers/status';
import { transfersPlugin } from './plugins/transfers/transferCommands';
import { cardsPlugin } from './plugins/cards/cards';

export * from './tokens';

export default [
  // What others need.
  settingsPlugin,
  commandsPlugin,
  servicePlugin,
  connectionPlugin,
  sidebarStatePlugin,
  hostsPlugin,
  savingPlugin,
  // Where other extensions add.
  codecsPlugin,
  capturersPlugin,
  viewersPlugin,
  previewsPlugin,
  // What people see and do.
  helperPlugin,
  kernelsPlugin,
  newRunPlugin,
  outputsPlugin,
  autoCapturePlugin,
  offloadPlugin,
  artifactsPlugin,
  deletionPlugin,
  archivePlugin,
  editingPlugin,
  sidebarPlugin,
  dropPlugin,
  exportPlugin,
  documentsPlugin,
  searchPlugin,
  comparePlugin,
  lineagePlugin,
  runsPlugin,
  storagePlugin,
  teamPlugin,
  storesPlugin,
  transfersPlugin,
  statusPlugin,
  notificationsPlugin,
  cardsPlugin
];
