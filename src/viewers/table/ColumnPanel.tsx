import {
  caretLeftIcon,
  caretRightIcon,
  closeIcon
} from '@jupyterlab/ui-components';
import * as React from 'react';

import type { ITableColumn } from '../../codecs/table';
import { number } from '../../ui/format';
import { IconButton } from '../../ui/IconButton';
import { Name } from '../../ui/Name';
import { TextButton } from '../../ui/TextButton';
import { Choices } from '../../ui/Choices';
import { LEAST_WIDTH, MOST_WIDTH } from '../frame/GridHead';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { StatisticsView } from '../frame/StatisticsView';
import { useCall } from '../frame/useCall';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import type { IFilter } from './query';
import type { IColumnLayout } from './useColumnLayout';

/** A press on a button makes a column so much wider or narrower. */
const WIDTH_STEP = 20;

type Order = 'ascending' | 'descending';

/** One column: its order and place, and what it holds over all rows that meet the filters. */
export function ColumnPanel(props: {
  table: Remote<EngineOf<'table'>>;
  index: number;
  column: ITableColumn;
  filters: readonly IFilter[];
  layout: IColumnLayout;
  /** How wide it is on the screen. */
  width: number;
  order: Order | undefined;
  onSort: (order: Order | undefined) => void;
  onFilter: (filter: IFilter) => void;
  onClose: () => void;
}): JSX.Element {
  const { table, index, column, filters, layout, width, order } = props;
  const { onSort, onClose } = props;
  const { trans } = useServices();
  const [state, retry] = useCall(
    call => table.statistics(call, index, filters),
    [table, index, JSON.stringify(filters)]
  );
  const place = layout.order.indexOf(index);
  const isPinned = place < layout.pinned;
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
      <div
        role="group"
        aria-label={trans.__('Place and width')}
        className="jp-Cellkeep-Viewer-buttons"
      >
        <TextButton
          aria-pressed={isPinned}
          title={trans.__('Pinned columns stay where the others are scrolled.')}
          onClick={() => layout.setPinned(place, !isPinned)}
        >
          {trans.__('Pin')}
        </TextButton>
        <IconButton
          icon={caretLeftIcon}
          label={trans.__('Move left')}
          disabled={place === 0}
          onClick={() => layout.move(place, place - 1)}
        />
        <IconButton
          icon={caretRightIcon}
          label={trans.__('Move right')}
          disabled={place === layout.order.length - 1}
          onClick={() => layout.move(place, place + 2)}
        />
        <TextButton
          disabled={width <= LEAST_WIDTH}
          onClick={() => layout.setWidth(place, width - WIDTH_STEP)}
        >
          {trans.__('Narrower')}
        </TextButton>
        <TextButton
          disabled={width >= MOST_WIDTH}
          onClick={() => layout.setWidth(place, width + WIDTH_STEP)}
        >
          {trans.__('Wider')}
        </TextButton>
      </div>
      <Awaited
        state={state}
        label={trans.__('Reading the column:')}
        onRetry={retry}
      >
        {statistics => (
          <>
            <StatisticsView
              statistics={statistics}
              onValue={value =>
                props.onFilter({ column: index, comparison: 'equals', value })
              }
            />
            <p className="jp-Cellkeep-Viewer-note">
              {filters.length > 0
                ? trans.__(
                    'Over the %1 rows that match.',
                    number(statistics.count)
                  )
                : trans.__('Over all %1 rows.', number(statistics.count))}
            </p>
          </>
        )}
      </Awaited>
    </section>
  );
}
