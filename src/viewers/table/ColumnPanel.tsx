import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { ITableColumn } from '../../codecs/table';
import { number } from '../../ui/format';
import { IconButton } from '../../ui/IconButton';
import { Name } from '../../ui/Name';
import { Choices } from '../frame/Choices';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { StatisticsView } from '../frame/StatisticsView';
import { useCall } from '../frame/useCall';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';

type Order = 'ascending' | 'descending';

/** One column: its order, and what it holds over all rows. */
export function ColumnPanel(props: {
  table: Remote<EngineOf<'table'>>;
  index: number;
  column: ITableColumn;
  order: Order | undefined;
  onSort: (order: Order | undefined) => void;
  onClose: () => void;
}): JSX.Element {
  const { table, index, column, order, onSort, onClose } = props;
  const { trans } = useServices();
  const [state, retry] = useCall(
    call => table.statistics(call, index),
    [table, index]
  );
  const choices: readonly [Order | undefined, string][] = [
    ['ascending', trans.__('Ascending')],
    ['descending', trans.__('Descending')],
    [undefined, trans.__('Original order')]
  ];
  return (
    <section
      className="jp-Cellkeep-ColumnPanel"
      aria-label={trans.__('Column')}
    >
      <h3>
        <Name value={column.name} />
        <IconButton
          icon={closeIcon}
          label={trans.__('Close')}
          onClick={onClose}
        />
      </h3>
      <p className="jp-Cellkeep-Viewer-note">
        <code>{column.dtype}</code>
      </p>
      <div
        role="group"
        aria-label={trans.__('Order')}
        className="jp-Cellkeep-Viewer-buttons"
      >
        <Choices choices={choices} value={order} onChoose={onSort} />
      </div>
      <Awaited
        state={state}
        label={trans.__('Reading the column:')}
        onRetry={retry}
      >
        {statistics => (
          <>
            <StatisticsView statistics={statistics} />
            <p className="jp-Cellkeep-Viewer-note">
              {trans.__('Over all %1 rows.', number(statistics.count))}
            </p>
          </>
        )}
      </Awaited>
    </section>
  );
}
