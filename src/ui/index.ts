/**
 * The interface: React components with props in and callbacks out.
 */
export { Card } from './Card';
export { contentOfView, type ContentPlace } from './contentOfView';
export { Details } from './details/Details';
export type * from './details/editing';
export { DropTargets } from './drop/DropTargets';
export { SaveDialog } from './drop/SaveDialog';
export * as format from './format';
export {
  cellkeepIcon,
  insertIcon,
  keepIcon,
  keptIcon,
  kindIcon
} from './icons';
export { KeepButton } from './KeepButton';
export { Preview } from './preview/Preview';
export { contentOfManifest, type PreviewContent } from './previewContent';
export type * from './props';
export { Sidebar } from './sidebar/Sidebar';
export { StatusItem } from './StatusItem';
