import { autoCapturePlugin } from './plugins/autoCapture';
import { capturersPlugin } from './plugins/capturers';
import { connectionPlugin } from './plugins/connection';
import { documentsPlugin } from './plugins/documents';
import { editingPlugin } from './plugins/editing';
import { exportPlugin } from './plugins/exportCopy';
import { dropPlugin } from './plugins/drop';
import { kernelsPlugin } from './plugins/kernels';
import { lineagePlugin } from './plugins/lineage';
import { notificationsPlugin } from './plugins/notifications';
import { offloadPlugin } from './plugins/offload';
import { outputsPlugin } from './plugins/outputs';
import { servicePlugin } from './plugins/service';
import { settingsPlugin } from './plugins/settings';
import { sidebarPlugin } from './plugins/sidebar';
import { statusPlugin } from './plugins/status';
import { storagePlugin } from './plugins/storage';
import { widgetPlugin } from './plugins/widget';
import { workbenchPlugin } from './plugins/workbench';

export * from './tokens';

export default [
  settingsPlugin,
  connectionPlugin,
  servicePlugin,
  kernelsPlugin,
  workbenchPlugin,
  capturersPlugin,
  outputsPlugin,
  offloadPlugin,
  autoCapturePlugin,
  sidebarPlugin,
  editingPlugin,
  dropPlugin,
  exportPlugin,
  documentsPlugin,
  lineagePlugin,
  statusPlugin,
  storagePlugin,
  notificationsPlugin,
  widgetPlugin
];
