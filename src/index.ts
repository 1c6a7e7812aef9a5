import { autoCapturePlugin } from './plugins/outputs/autoCapture';
import { capturersPlugin } from './plugins/outputs/capturers';
import { connectionPlugin } from './plugins/application/connection';
import { documentsPlugin } from './plugins/documents/documents';
import { editingPlugin } from './plugins/editing/editing';
import { exportPlugin } from './plugins/drag/exportCopy';
import { dropPlugin } from './plugins/drag/drop';
import { kernelsPlugin } from './plugins/outputs/kernels';
import { lineagePlugin } from './plugins/lineage/lineage';
import { notificationsPlugin } from './plugins/application/notifications';
import { offloadPlugin } from './plugins/offload/offload';
import { outputsPlugin } from './plugins/outputs/outputs';
import { servicePlugin } from './plugins/application/service';
import { settingsPlugin } from './plugins/application/settings';
import { sidebarPlugin } from './plugins/sidebar/sidebar';
import { statusPlugin } from './plugins/application/status';
import { storagePlugin } from './plugins/storage/storage';
import { widgetPlugin } from './plugins/widget/widget';
import { workbenchPlugin } from './plugins/application/workbench';

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
