import * as React from 'react';
import { checkIcon, errorIcon, refreshIcon } from '@jupyterlab/ui-components';

import type { ITableView } from '../codecs/view';
import {
  bytes,
  displayName,
  fractionOf,
  isFloatType,
  percent,
  shortFloat
} from './format';
import { IconButton } from './IconButton';
import { kindIcon } from './icons';
import { LinkButton } from './LinkButton';
import { Name } from './Name';
import { ProgressLine } from './ProgressLine';
import type { CardProps } from './props';
import { categoryWord, kindWord, stateWord } from './words';

/** Rows and columns of a table that a card has room for. */
const ROWS = 3;
const COLUMNS = 4;

/** What stands under the cell: what is saved, how far it is, and at last its version. */
export function Card(props: CardProps): JSX.Element {
  const { name, onOpen, state, trans } = props;
  const underWay =
    state === 'hashing' || state === 'uploading' || state === 'paused';
  return (
    <section
      className={`jp-Cellkeep-Card jp-Cellkeep-mod-${state}`}
      aria-label={trans.__('Artifact %1', displayName(name))}
      // A key pressed on a button of the card is not a command for the notebook.
      data-lm-suppress-shortcuts="true"
    >
      <div className="jp-Cellkeep-Card-line">
        <CardPicture {...props} />
        <div className="jp-Cellkeep-Card-words">
          <p className="jp-Cellkeep-Card-name">
            {state === 'stored' && onOpen ? (
              <LinkButton onClick={onOpen}>
                <Name value={name} />
              </LinkButton>
            ) : (
              <Name value={name} />
            )}
            <span className="jp-Cellkeep-Card-about">
              {props.summary ?? kindWord(props.kind, trans)}
            </span>
          </p>
          <CardState {...props} />
        </div>
      </div>
      {!props.thumbnailUrl && props.preview?.type === 'table' && (
        <FirstValues view={props.preview} />
      )}
      {underWay && (
        <ProgressLine
          label={trans.__('%1, %2', displayName(name), stateWord(state, trans))}
          fraction={fractionOf(props.sent, props.size)}
          className={state === 'paused' ? 'jp-Cellkeep-mod-paused' : undefined}
        />
      )}
    </section>
  );
}

function CardPicture(props: CardProps): JSX.Element {
  const icon = kindIcon(props.kind);
  return props.thumbnailUrl ? (
    <img
      className="jp-Cellkeep-Card-thumbnail"
      src={props.thumbnailUrl}
      alt=""
      decoding="async"
      draggable={false}
    />
  ) : (
    <icon.react tag="span" className="jp-Cellkeep-Card-icon" />
  );
}

function CardState(props: CardProps): JSX.Element {
  const { category, error, onRetry, size, state, trans, version } = props;
  const facts = `${categoryWord(category, trans)} · ${bytes(size)}`;
  if (state === 'failed') {
    return (
      <div className="jp-Cellkeep-Card-state" role="alert">
        <errorIcon.react
          tag="span"
          className="jp-Cellkeep-Card-mark jp-Cellkeep-mod-failed"
        />
        <span>
          {error
            ? trans.__('failed: %1', error.message)
            : stateWord(state, trans)}
          {error?.hint && (
            <span className="jp-Cellkeep-Card-hint"> {error.hint}</span>
          )}
        </span>
        {onRetry && (
          <IconButton
            icon={refreshIcon}
            label={trans.__('Retry')}
            onClick={onRetry}
          />
        )}
      </div>
    );
  }
  if (state === 'stored') {
    return (
      <p className="jp-Cellkeep-Card-state" role="status">
        <checkIcon.react
          tag="span"
          className="jp-Cellkeep-Card-mark jp-Cellkeep-mod-stored"
        />
        {version === undefined
          ? trans.__('stored · %1', facts)
          : trans.__('stored v%1 · %2', version, facts)}
      </p>
    );
  }
  const word = stateWord(state, trans);
  const moves =
    state === 'uploading' || state === 'hashing' || state === 'paused';
  return (
    <p className="jp-Cellkeep-Card-state">
      {moves
        ? `${word} ${percent(fractionOf(props.sent, size))} · ${facts}`
        : `${word} · ${facts}`}
    </p>
  );
}

/** The corner of a table. */
function FirstValues(props: { view: ITableView }): JSX.Element | null {
  const { columns, count, text } = props.view;
  const header = columns.slice(0, COLUMNS);
  const rows = Array.from({ length: Math.min(ROWS, count) }, (_, row) =>
    header.map(({ dtype }, column) => {
      const value = text(row, column) ?? '–';
      return isFloatType(dtype) ? shortFloat(value) : value;
    })
  );
  if (rows.length === 0) {
    return null;
  }
  return (
    <table className="jp-Cellkeep-Card-values">
      <thead>
        <tr>
          {header.map(({ name }, index) => (
            <th key={index} scope="col">
              <Name value={name} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>
                <Name value={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
