import * as React from 'react';
import { checkIcon, errorIcon, refreshIcon } from '@jupyterlab/ui-components';

import { bytes, displayName, fractionOf, percent } from './format';
import { IconButton } from './IconButton';
import { kindIcon } from './icons';
import { Name } from './Name';
import { ProgressLine } from './ProgressLine';
import type { PreviewContent } from './previewContent';
import type { CardProps } from './props';
import { categoryWord, kindWord, stateWord } from './words';

/** Rows and columns of the first values that a card has room for. */
const ROWS = 3;
const COLUMNS = 4;

/** What stands under the cell: what is saved, how far it is, and at last its version. */
export function Card(props: CardProps): JSX.Element {
  const { name, onOpen, state, trans } = props;
  const underWay =
    state === 'hashing' || state === 'uploading' || state === 'paused';
  return (
    <section
      className={`ck-Card ck-mod-${state}`}
      aria-label={trans.__('Artifact %1', displayName(name))}
      // A key pressed on a button of the card is not a command for the notebook.
      data-lm-suppress-shortcuts="true"
    >
      <div className="ck-Card-line">
        <CardPicture {...props} />
        <div className="ck-Card-words">
          <p className="ck-Card-name">
            {state === 'stored' && onOpen ? (
              <button type="button" className="ck-Link" onClick={onOpen}>
                <Name value={name} />
              </button>
            ) : (
              <Name value={name} />
            )}
            <span className="ck-Card-about">
              {props.summary ?? kindWord(props.kind, trans)}
            </span>
          </p>
          <CardState {...props} />
        </div>
      </div>
      {!props.thumbnailUrl && props.preview && (
        <FirstValues content={props.preview} />
      )}
      {underWay && (
        <ProgressLine
          label={trans.__('%1, %2', displayName(name), stateWord(state, trans))}
          fraction={fractionOf(props.sent, props.size)}
          className={state === 'paused' ? 'ck-mod-paused' : undefined}
        />
      )}
    </section>
  );
}

function CardPicture(props: CardProps): JSX.Element {
  const icon = kindIcon(props.kind);
  return props.thumbnailUrl ? (
    <img
      className="ck-Card-thumbnail"
      src={props.thumbnailUrl}
      alt=""
      decoding="async"
      draggable={false}
    />
  ) : (
    <icon.react tag="span" className="ck-Card-icon" />
  );
}

function CardState(props: CardProps): JSX.Element {
  const { category, error, onRetry, size, state, trans, version } = props;
  const facts = `${categoryWord(category, trans)} · ${bytes(size)}`;
  if (state === 'failed') {
    return (
      <div className="ck-Card-state" role="alert">
        <errorIcon.react tag="span" className="ck-Card-mark ck-mod-failed" />
        <span>
          {error
            ? trans.__('failed: %1', error.message)
            : stateWord(state, trans)}
          {error?.hint && <span className="ck-Card-hint"> {error.hint}</span>}
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
      <p className="ck-Card-state" role="status">
        <checkIcon.react tag="span" className="ck-Card-mark ck-mod-stored" />
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
    <p className="ck-Card-state">
      {moves
        ? `${word} ${percent(fractionOf(props.sent, size))} · ${facts}`
        : `${word} · ${facts}`}
    </p>
  );
}

/** The corner of a table or an array. */
function FirstValues(props: { content: PreviewContent }): JSX.Element | null {
  const { content } = props;
  const corner = cornerOf(content);
  if (!corner || corner.rows.length === 0) {
    return null;
  }
  return (
    <table className="ck-Card-values">
      {corner.header && (
        <thead>
          <tr>
            {corner.header.map((cell, index) => (
              <th key={index} scope="col">
                <Name value={cell} />
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {corner.rows.map((row, index) => (
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

interface Corner {
  header: string[] | null;
  rows: string[][];
}

function cornerOf(content: PreviewContent): Corner | null {
  if (content.view === 'table') {
    const header = content.columns.slice(0, COLUMNS).map(column => column.name);
    const rows = Array.from(
      { length: Math.min(ROWS, content.count) },
      (_, row) =>
        header.map((_name, column) => content.text(row, column) ?? '–')
    );
    return { header, rows };
  }
  if (content.view === 'array' && content.cells) {
    const rows = content.cells.slice(0, ROWS).map(row => row.slice(0, COLUMNS));
    return { header: null, rows };
  }
  return null;
}
