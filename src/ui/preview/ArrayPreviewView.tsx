import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { shape } from '../format';
import type { ArrayContent } from '../previewContent';
import { HeatMapCanvas } from './HeatMapCanvas';

/** An array: its shape and dtype, a heat map of two dimensions, and the first values. */
export function ArrayPreviewView(props: {
  content: ArrayContent;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, trans } = props;
  const { cells, heatMap, maximum, minimum, text } = content;
  return (
    <div className="ck-ArrayView">
      {heatMap && heatMap.rows > 1 && heatMap.columns > 1 && (
        <HeatMapCanvas map={heatMap} trans={trans} />
      )}
      <p className="ck-Preview-caption">
        <span>{shape(content.shape, trans)}</span>
        <span>
          <code>{content.dtype}</code>
        </span>
        {minimum !== undefined && maximum !== undefined && (
          <span>{trans.__('%1 to %2', minimum, maximum)}</span>
        )}
      </p>
      {cells ? (
        <Cells cells={cells} content={content} trans={trans} />
      ) : (
        text !== undefined && <pre className="ck-TextView">{text}</pre>
      )}
    </div>
  );
}

function Cells(props: {
  cells: readonly (readonly string[])[];
  content: ArrayContent;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { cells, content, trans } = props;
  if (cells.length === 0 || cells[0]?.length === 0) {
    return <p className="ck-Preview-message">{trans.__('It is empty.')}</p>;
  }
  const flat = content.shape.length < 2;
  return (
    <div
      className="ck-Table-scroller"
      tabIndex={0}
      role="region"
      aria-label={trans.__('First values')}
    >
      <table className="ck-Table ck-mod-numbers">
        <thead>
          <tr>
            {!flat && <td className="ck-Table-corner" />}
            {cells[0]?.map((_, column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, index) => (
            <tr key={index}>
              {!flat && <th scope="row">{index}</th>}
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
