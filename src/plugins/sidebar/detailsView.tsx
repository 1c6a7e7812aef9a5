/** The details of the selected artifact, below the list or in the right area. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';

import type { HistoryModel } from '../../model/history';
import type { Artifact } from '../../protocol/generated';
import { Details } from '../../ui/details/Details';
import { cellkeepIcon } from '../../ui/icons';
import type { IPreviews } from '../application/previews';
import { useSnapshot } from '../application/useSnapshot';
import { detailsActions } from '../editing/detailsActions';
import { useEditing } from '../editing/detailsEditing';
import { useSharer } from '../editing/useSharer';
import type { ISidebarParts } from './parts';

/** What the details work with. */
export interface IDetailsServices {
  readonly services: ISidebarParts;
  readonly previews: IPreviews | null;
  readonly history: HistoryModel;
  readonly commands: CommandRegistry;
}

/** The details of the artifact that is selected last. */
export function SelectedDetails(props: IDetailsServices): JSX.Element | null {
  const { artifact } = useSnapshot(props.services.cellkeep.selection);
  return artifact ? <ArtifactDetails {...props} artifact={artifact} /> : null;
}

function ArtifactDetails(
  props: IDetailsServices & { artifact: Artifact }
): JSX.Element {
  const { artifact, commands, history, previews, services } = props;
  const { cellkeep, sidebar, trans } = services;
  const { editing, versions } = useEditing(artifact, {
    services,
    commands,
    history,
    onShow: ({ id }) => sidebar.reveal(id)
  });
  return (
    <Details
      trans={trans}
      artifact={artifact}
      place={cellkeep.place}
      sharer={useSharer(cellkeep, artifact.run_id)}
      route={cellkeep.transfers.routeOf(artifact.id)}
      preview={previews?.draw(artifact)}
      editing={editing}
      versions={versions}
      onHide={() => hide(props)}
      {...detailsActions(commands)}
    />
  );
}

/** Closes the details, and says how they come back. */
function hide({ services: { sidebar, trans } }: IDetailsServices): void {
  const { details } = sidebar.snapshot.look;
  sidebar.setLook({ details: 'hidden' });
  sidebar.notify({
    message: trans.__('Details are hidden; the view menu shows them again.'),
    actionLabel: trans.__('Show details'),
    onAction: () => {
      sidebar.setLook({ details });
      sidebar.notify(null);
    },
    onDismiss: () => sidebar.notify(null)
  });
}

/** Puts the details into the right area while that is where a person wants them. */
export function placeDetails(
  app: JupyterFrontEnd,
  parts: IDetailsServices
): void {
  const { sidebar, trans } = parts.services;
  let panel: Widget | undefined;
  const place = (): void => {
    const wanted = sidebar.snapshot.look.details === 'right';
    if (wanted && !panel) {
      panel = ReactWidget.create(<RightDetails {...parts} />);
      panel.id = DETAILS_ID;
      panel.addClass('jp-Cellkeep-DetailsPanel');
      panel.title.icon = cellkeepIcon;
      panel.title.caption = trans.__('Details of the artifact');
      app.shell.add(panel, 'right', { type: 'Artifacts' });
      app.shell.activateById(DETAILS_ID);
    } else if (!wanted && panel) {
      panel.dispose();
      panel = undefined;
    }
  };
  sidebar.stateChanged.connect(place);
  place();
}

const DETAILS_ID = 'cellkeep-details';

function RightDetails(props: IDetailsServices): JSX.Element {
  const { sidebar, trans } = props.services;
  const { selection } = useSnapshot(sidebar);
  return selection.length > 0 ? (
    <SelectedDetails {...props} />
  ) : (
    <p className="jp-Cellkeep-Placeholder">
      {trans.__('Select an artifact in the list to see its details here.')}
    </p>
  );
}
