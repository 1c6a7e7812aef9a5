/**
 * The interface: React components with props in and callbacks out.
 */
export { Card } from './Card';
export { Details } from './details/Details';
export type * from './details/editing';
export { DropTargets } from './drop/DropTargets';
export type * from './drop/props';
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
export type * from './props';
export { Sidebar } from './sidebar/Sidebar';
export { StatusItem } from './StatusItem';
