import * as React from 'react';
import {
  deleteIcon,
  downloadIcon,
  historyIcon
} from '@jupyterlab/ui-components';

import type { IPiece } from '../../model/storage';
import { bytes, number } from '../format';
import { bound } from '../bound';
import { IconButton } from '../IconButton';
import { LinkButton } from '../LinkButton';
import { Name } from '../Name';
import type { PieceProps, StorageProps } from './props';
import { pieceName, shareOf } from './words';

type Actions = Pick<StorageProps, 'onDelete' | 'onExport' | 'onRetention'>;

/** The parts of the store as a table, with what can be done with each. */
export function SizeTable(props: PieceProps & Actions): JSX.Element {
  const { by, pieces, trans } = props;
  return (
    <table className="jp-Cellkeep-Sizes-table" aria-label={trans.__('Sizes')}>
      <thead>
        <tr>
          <th scope="col">
            {by === 'run' ? trans.__('Run') : trans.__('Type')}
          </th>
          <th scope="col" className="jp-Cellkeep-mod-number">
            {trans.__('Artifacts')}
          </th>
          <th scope="col" className="jp-Cellkeep-mod-number">
            {trans.__('Size')}
          </th>
          <th scope="col" className="jp-Cellkeep-mod-number">
            {trans.__('Share')}
          </th>
          <th scope="col">
            <span className="jp-sr-only">{trans.__('Actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {pieces.map((piece, index) => (
          <Line key={piece.key ?? ''} {...props} piece={piece} index={index} />
        ))}
      </tbody>
    </table>
  );
}

function Line(
  props: PieceProps & Actions & { piece: IPiece; index: number }
): JSX.Element {
  const { by, index, onShow, piece, pieces, selected, trans } = props;
  const name = pieceName(piece, by, trans);
  const label = by === 'run' ? <Name value={piece.label} /> : name;
  return (
    <tr
      className={index === selected ? 'jp-Cellkeep-mod-selected' : ''}
      onClick={() => props.onSelect(index)}
    >
      <th scope="row">
        {piece.key === undefined ? (
          <span>
            {name} ({number(piece.groups)})
          </span>
        ) : onShow ? (
          <LinkButton
            title={trans.__('Show %1 in the sidebar', name)}
            onClick={() => onShow(piece)}
          >
            {label}
          </LinkButton>
        ) : (
          label
        )}
      </th>
      <td className="jp-Cellkeep-mod-number">{number(piece.artifacts)}</td>
      <td className="jp-Cellkeep-mod-number">{bytes(piece.bytes)}</td>
      <td className="jp-Cellkeep-mod-number">{shareOf(piece, pieces)}</td>
      <td>
        {piece.key !== undefined && (
          <>
            <IconButton
              icon={downloadIcon}
              label={trans.__('Export %1 as zip', name)}
              onClick={bound(props.onExport, piece)}
            />
            {by === 'run' && (
              <IconButton
                icon={historyIcon}
                label={trans.__('Retention of %1…', name)}
                onClick={bound(props.onRetention, piece)}
              />
            )}
            <IconButton
              icon={deleteIcon}
              label={trans.__('Delete %1…', name)}
              onClick={bound(props.onDelete, piece)}
            />
          </>
        )}
      </td>
    </tr>
  );
}
