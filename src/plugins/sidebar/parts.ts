import type { HelperState } from '../../ui/props';
import type { ConnectionModel } from '../application/connection';
import type { IServices } from '../application/services';
import type { SettingsModel } from '../application/settings';
import type { IReadable } from '../application/useSnapshot';

/** What the sidebar works with. */
export interface ISidebarParts extends IServices {
  readonly connection: ConnectionModel;
  readonly settings: SettingsModel;
  /** Whether the kernel a person works with has the helper. */
  readonly helpers: IReadable<HelperState | undefined>;
}
