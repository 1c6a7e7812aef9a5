import * as React from 'react';

import { Choices } from '../Choices';
import { Problem } from './Problem';
import type { StorageProps, TrashProps } from './props';
import { SizePicture } from './SizePicture';
import { SizeTable } from './SizeTable';
import { Totals } from './Totals';
import { TrashList } from './TrashList';
import { artifactsAndBytes } from './words';
import { TextButton } from '../TextButton';
import { CleanUpButton } from './CleanUpButton';

/** What takes how much room, and the trash. */
export function StorageView(props: StorageProps): JSX.Element {
  const { snapshot, trans } = props;
  const { error, status } = snapshot;
  return (
    <div className="jp-Cellkeep-Storage" aria-busy={snapshot.loading}>
      {error && <Problem error={error} trans={trans} onRetry={props.onRetry} />}
      {status ? (
        <Totals status={status} trans={trans} onLimit={props.onLimit} />
      ) : (
        !error && <p role="status">{trans.__('Measuring the store…')}</p>
      )}
      <Sizes {...props} />
      {status && <Trash {...props} />}
    </div>
  );
}

function Sizes(props: StorageProps): JSX.Element | null {
  const { snapshot, trans } = props;
  const { by, pieces } = snapshot;
  const [selectedKey, setSelectedKey] = React.useState<string>();
  if (!pieces) {
    return null;
  }
  // A piece keeps its place in the person's mind, not in the list.
  const keyOf = (index: number): string => pieces[index]?.key ?? 'rest';
  const selected = pieces.findIndex((_, index) => keyOf(index) === selectedKey);
  const shared = {
    by,
    pieces,
    selected,
    trans,
    onSelect: (index: number) => setSelectedKey(keyOf(index)),
    onShow: props.onShow
  };
  return (
    <section className="jp-Cellkeep-Sizes" aria-label={trans.__('Disk usage')}>
      <div className="jp-Cellkeep-Storage-heading">
        <h2>{trans.__('Disk usage')}</h2>
        <Choice {...props} />
        <span className="jp-Cellkeep-Storage-space" />
        <CleanUpButton trans={trans} onCleanUp={props.onCleanUp} />
      </div>
      {pieces.length === 0 ? (
        <p>{trans.__('Nothing is stored yet.')}</p>
      ) : (
        <>
          <SizePicture {...shared} />
          <p className="jp-Cellkeep-Storage-note">
            {trans.__(
              'Sizes as they were saved; the store keeps bytes that several artifacts share only once.'
            )}
          </p>
          <SizeTable
            {...shared}
            onDelete={props.onDelete}
            onExport={props.onExport}
            onRetention={props.onRetention}
          />
        </>
      )}
    </section>
  );
}

function Choice({ snapshot, onBy, trans }: StorageProps): JSX.Element {
  return (
    <span
      className="jp-Cellkeep-Storage-choice"
      role="group"
      aria-label={trans.__('Sizes by')}
    >
      <Choices
        choices={[
          ['run', trans.__('By run')],
          ['kind', trans.__('By type')]
        ]}
        value={snapshot.by}
        onChoose={onBy}
      />
    </span>
  );
}

function Trash(props: StorageProps): JSX.Element {
  const { snapshot, trans } = props;
  const { trash } = snapshot;
  const [selection, setSelection] = React.useState<ReadonlySet<string>>(
    new Set()
  );
  // What is not there any more is not selected either.
  const chosen = React.useMemo(
    () =>
      trash.items.flatMap(({ artifact }) =>
        selection.has(artifact.id) ? [artifact.id] : []
      ),
    [trash.items, selection]
  );
  const list: TrashProps = {
    ...props.trash,
    trans,
    trash,
    selection: new Set(chosen),
    onSelectionChange: setSelection
  };
  return (
    <section className="jp-Cellkeep-Trash" aria-label={trans.__('Trash')}>
      <div className="jp-Cellkeep-Storage-heading">
        <h2>{trans.__('Trash')}</h2>
        <span className="jp-Cellkeep-Storage-note">
          {trash.artifacts > 0 &&
            artifactsAndBytes(trash.artifacts, trash.bytes, trans)}
        </span>
        <span className="jp-Cellkeep-Storage-space" />
        <TextButton
          disabled={chosen.length === 0}
          onClick={() => props.trash.onRestore(chosen)}
        >
          {trans.__('Restore')}
        </TextButton>
        <TextButton
          disabled={chosen.length === 0}
          onClick={() => props.trash.onPurge(chosen)}
        >
          {trans.__('Delete Permanently…')}
        </TextButton>
        <TextButton
          disabled={trash.artifacts === 0}
          onClick={() => props.trash.onPurge()}
        >
          {trans.__('Empty Trash…')}
        </TextButton>
      </div>
      {trash.items.length > 0 ? (
        <TrashList {...list} />
      ) : (
        <p>
          {trans.__(
            'The trash is empty. Deleted artifacts stay here for 30 days.'
          )}
        </p>
      )}
    </section>
  );
}
