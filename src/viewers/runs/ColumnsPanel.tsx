import {
  caretDownIcon,
  caretUpIcon,
  closeIcon
} from '@jupyterlab/ui-components';
import * as React from 'react';

import { displayName } from '../../ui/format';
import { IconButton } from '../../ui/IconButton';
import { TextButton } from '../../ui/TextButton';
import { useServices } from '../frame/services';
import { moved } from '../table/useColumnLayout';
import type { IRunColumn } from './columns';

/** Which columns are shown, and in which order. */
export function ColumnsPanel(props: {
  columns: readonly IRunColumn[];
  shown: readonly string[];
  onChange: (shown: readonly string[]) => void;
  /** Shows those that are shown where nobody chose. */
  onReset: () => void;
  onClose: () => void;
}): JSX.Element {
  const { columns, onChange, onClose, shown } = props;
  const { trans } = useServices();
  const rest = shown.slice(1);
  const named = new Map(columns.map(column => [column.id, column]));
  const listed = [
    ...rest.flatMap(id => named.get(id) ?? []),
    ...columns.filter(({ id }) => !shown.includes(id))
  ];
  return (
    <section
      className="jp-Cellkeep-ColumnPanel"
      aria-label={trans.__('Columns')}
    >
      <h3>
        {trans.__('Columns')}
        <IconButton
          icon={closeIcon}
          label={trans.__('Close')}
          onClick={onClose}
        />
      </h3>
      <ul className="jp-Cellkeep-Runs-columns">
        {listed.map(({ detail, id, name }) => {
          const place = shown.indexOf(id);
          const label = displayName(name);
          return (
            <li key={id}>
              <label>
                <input
                  type="checkbox"
                  checked={place > 0}
                  onChange={() =>
                    onChange(
                      place > 0
                        ? shown.filter(other => other !== id)
                        : [...shown, id]
                    )
                  }
                />
                <bdi>{label}</bdi>{' '}
                {detail && <span>{displayName(detail)}</span>}
              </label>
              {place > 0 && (
                <>
                  <IconButton
                    icon={caretUpIcon}
                    label={trans.__('Move “%1” left', label)}
                    disabled={place === 1}
                    onClick={() => onChange(moved(shown, place, place - 1))}
                  />
                  <IconButton
                    icon={caretDownIcon}
                    label={trans.__('Move “%1” right', label)}
                    disabled={place === shown.length - 1}
                    onClick={() => onChange(moved(shown, place, place + 2))}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
      <TextButton onClick={props.onReset}>
        {trans.__('Reset columns')}
      </TextButton>
    </section>
  );
}
