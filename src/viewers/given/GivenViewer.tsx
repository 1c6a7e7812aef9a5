import * as React from 'react';

import type { IArrayView, ITableView } from '../../codecs/view';
import type { IViewerProps } from '../../tokens';
import { isFloatType, number } from '../../ui/format';
import { ArrayCaption } from '../array/ArrayCaption';
import { finiteRange, HeatMap } from '../array/Pictures';
import { HexViewer } from '../binary/HexViewer';
import { PickleViewer } from '../binary/PickleViewer';
import { Grid, placeLabel, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import { ValueTree } from '../../ui/json/TreeView';
import { SandboxedView } from '../markup/SandboxedView';
import { ImageViewer } from '../media/ImageViewer';
import { PdfViewer } from '../media/PdfViewer';
import { PlayViewer } from '../media/PlayViewer';
import { Outputs } from '../output/OutputViewer';
import { PlotlyView } from '../plotly/PlotlyView';
import { TensorTree } from '../tensors/TensorsViewer';
import { TextView } from '../text/TextView';
import { cellsOf, heatOf, sizeOf } from './parts';

const NUMERIC = /^(u?int|float|double|decimal|complex|half)/i;
/** More columns take the page a while. */
const MOST_COLUMNS = 2000;
const MARKUP = /^(text\/html|application\/xhtml\+xml)\b/i;

/** Draws what is here already: what an artifact's record says, or what somebody's codec made of it. */
export function GivenViewer(props: IViewerProps): JSX.Element | null {
  const { artifact, view } = props;
  const { name } = artifact;
  const { trans } = useServices();
  switch (view?.type) {
    case undefined:
      return null;
    case 'array':
      return <GivenArray {...props} view={view} />;
    case 'table':
      return <GivenTable {...props} view={view} />;
    case 'tensors':
      return <TensorTree {...props} view={view} />;
    case 'outputs':
      return <Outputs view={view} name={name} />;
    case 'plotly':
      return <PlotlyView figure={view.figure} name={name} />;
    case 'json':
      return <ValueTree value={view.value} trans={trans} />;
    case 'text':
      // Whole HTML is a page in the sandbox; a part of it would only mislead.
      return view.complete && MARKUP.test(view.mediaType) ? (
        <SandboxedView language="html" markup={view.text} name={name} />
      ) : (
        <TextView text={view.text} isCut={!view.complete} />
      );
    case 'media':
      switch (view.media) {
        case 'image':
          return <ImageViewer {...props} isSvg={false} />;
        case 'pdf':
          return <PdfViewer {...props} />;
        case 'audio':
        case 'video':
          return <PlayViewer {...props} media={view.media} />;
      }
    case 'opaque':
      return artifact.kind === 'pickle' ? (
        <PickleViewer {...props} />
      ) : (
        <HexViewer {...props} />
      );
  }
}

function GivenTable(props: IViewerProps & { view: ITableView }): JSX.Element {
  const { artifact, view } = props;
  const { trans } = useServices();
  const { columns: all, rows } = sizeOf(view, artifact);
  const columns = React.useMemo<IGridColumn[]>(
    () =>
      view.columns.slice(0, MOST_COLUMNS).map(({ dtype, name }) => ({
        name,
        detail: dtype,
        isNumber: NUMERIC.test(dtype),
        isFloat: isFloatType(dtype),
        width: 120
      })),
    [view.columns]
  );
  return (
    <div className="jp-Cellkeep-Viewer-main">
      <Grid
        label={trans.__('First rows')}
        rows={view.count}
        allRows={rows ?? undefined}
        columns={columns}
        cell={(row, column) => view.text(row, column)}
        rowLabel={placeLabel}
      />
      <p className="jp-Cellkeep-Viewer-foot">
        <span>
          {rows === view.count
            ? trans._n('%2 row', '%2 rows', rows, number(rows))
            : rows === null
              ? trans.__('first %1 rows', number(view.count))
              : trans.__(
                  'first %1 of %2 rows',
                  number(view.count),
                  number(rows)
                )}
        </span>
        <span>
          {columns.length < all
            ? trans.__(
                'first %1 of %2 columns',
                number(columns.length),
                number(all)
              )
            : trans._n('%2 column', '%2 columns', all, number(all))}
        </span>
      </p>
    </div>
  );
}

function GivenArray(props: IViewerProps & { view: IArrayView }): JSX.Element {
  const { artifact, view } = props;
  const { trans } = useServices();
  const heat = React.useMemo(() => heatOf(view), [view]);
  const cells = React.useMemo(() => cellsOf(view), [view]);
  const columns = React.useMemo<IGridColumn[]>(
    () =>
      (cells[0] ?? []).map((_, index) => ({
        name: number(index),
        isNumber: true,
        isFloat: isFloatType(view.dtype),
        width: 110
      })),
    [cells, view.dtype]
  );
  const { preview } = artifact;
  const text = preview?.type === 'array' ? preview.text : undefined;
  return (
    <div className="jp-Cellkeep-Viewer-main">
      <ArrayCaption artifact={artifact} {...view} />
      {heat && (
        <HeatMap
          {...heat}
          range={finiteRange(heat.values)}
          map="viridis"
          label={trans.__('Heat map')}
        />
      )}
      {view.shape.includes(0) ? (
        <p className="jp-Cellkeep-Viewer-note">{trans.__('It is empty.')}</p>
      ) : cells.length > 0 ? (
        <Grid
          label={trans.__('First values')}
          rows={cells.length}
          columns={columns}
          cell={(row, column) => cells[row]?.[column] ?? ''}
          rowLabel={placeLabel}
        />
      ) : (
        text !== undefined && <TextView text={text} isCut={false} />
      )}
    </div>
  );
}
