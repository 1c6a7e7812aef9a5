import * as React from 'react';

import { shortFloat } from '../../ui/format';

import { Grid, placeLabel, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Compared, type IPairProps } from './Compared';
import type { ITensorDifference } from './tensors';

/** Tensors of two files, those that differ most first. */
export function TensorsDifference(props: IPairProps): JSX.Element {
  const { trans } = useServices();
  return (
    <Compared
      {...props}
      compare={(engine, call) => engine.tensors(call)}
      label={trans.__('Comparing tensors:')}
    >
      {({ tensors }) => <Shown tensors={tensors} />}
    </Compared>
  );
}

function Shown(props: { tensors: readonly ITensorDifference[] }): JSX.Element {
  const { trans } = useServices();
  const tensors = React.useMemo(
    () =>
      [...props.tensors].sort((one, other) => shareOf(other) - shareOf(one)),
    [props.tensors]
  );
  const columns = React.useMemo<IGridColumn[]>(
    () => [
      { name: trans.__('Tensor'), width: 260 },
      { name: trans.__('Before'), width: 150 },
      { name: trans.__('After'), width: 150 },
      { name: trans.__('Norm of the difference'), width: 150, isNumber: true },
      { name: trans.__('Of the norm before'), width: 140, isNumber: true },
      { name: trans.__('Largest difference'), width: 140, isNumber: true }
    ],
    [trans]
  );
  const changed = tensors.filter(tensor => shareOf(tensor) > 0).length;
  return (
    <section role="group" aria-label={trans.__('Difference of the tensors')}>
      <p className="jp-Cellkeep-Viewer-foot" role="status">
        <span>
          {trans.__('%1 of %2 tensors differ', changed, tensors.length)}
        </span>
      </p>
      <Grid
        label={trans.__('Tensors')}
        rows={tensors.length}
        columns={columns}
        rowLabel={placeLabel}
        cell={(row, column) => {
          const tensor = tensors[row];
          return tensor ? cellOf(tensor, column, trans.__('missing')) : '';
        }}
        cellClass={row =>
          ((tensors[row] && shareOf(tensors[row])) ?? 0) > 0
            ? 'jp-Cellkeep-mod-changed'
            : ''
        }
      />
    </section>
  );
}

/** How much a tensor differs; one that is in one file only, or in another shape, differs most. */
function shareOf({ difference, norm }: ITensorDifference): number {
  if (difference === undefined || norm === undefined) {
    return Infinity;
  }
  return difference === 0 ? 0 : difference / (norm || Number.MIN_VALUE);
}

function cellOf(
  tensor: ITensorDifference,
  column: number,
  absent: string
): string {
  const { difference, most, norm } = tensor;
  switch (column) {
    case 0:
      return tensor.name;
    case 1:
      return tensor.before ?? absent;
    case 2:
      return tensor.after ?? absent;
    case 3:
      return difference === undefined ? '' : shortFloat(difference);
    case 4:
      return difference === undefined || !norm
        ? ''
        : `${shortFloat((difference / norm) * 100)} %`;
    default:
      return most === undefined ? '' : shortFloat(most);
  }
}
