import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { shape as shapeText } from '../../ui/format';
import { Choices } from '../../ui/Choices';
import { Opened } from '../frame/Opened';
import { useServices } from '../frame/services';
import { useCall } from '../frame/useCall';
import { useKeptState } from '../frame/keptState';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import { ArrayCaption } from './ArrayCaption';
import { ArrayPanel } from './ArrayPanel';
import { AxisControls, type IAxes } from './AxisControls';
import { CellsGrid } from './CellsGrid';
import type { ColourMap, Scale } from './colours';
import { Drawn } from './Drawn';
import type { IArrayFacts, IArrayOptions } from './engine';
import type { IPlane } from './gather';
import { PlanePicture } from './PlanePicture';

type ArrayRemote = Remote<EngineOf<'array'>>;
type Mode = 'heat' | 'line' | 'image' | 'values';

/** An array of any rank, a plane of it at a time. */
export function ArrayViewer(
  props: IViewerProps & { options: IArrayOptions }
): JSX.Element {
  const { trans } = useServices();
  return (
    <Opened
      engine="array"
      content={props.content}
      options={props.options}
      ask={(array, call) => array.facts(call)}
      label={trans.__('Opening the array…')}
    >
      {(array, facts) => <ArrayView {...props} array={array} facts={facts} />}
    </Opened>
  );
}

function ArrayView(
  props: IViewerProps & { array: ArrayRemote; facts: IArrayFacts }
): JSX.Element {
  const { array, artifact, compact, facts } = props;
  const { shape, dtype, isNumeric } = facts;
  const { trans } = useServices();
  const { get, set } = useKeptState();
  const rank = shape.length;
  const isPicture = isPictureShape(facts);
  const usual: Mode =
    !isNumeric || rank === 0
      ? 'values'
      : isPicture
        ? 'image'
        : rank === 1
          ? 'line'
          : 'heat';
  const mode = get<string>('mode', usual) as Mode;
  const initial: IAxes =
    mode === 'image'
      ? { row: rank - 3, column: rank - 2, fixed: shape.map(() => 0) }
      : { row: rank - 2, column: rank - 1, fixed: shape.map(() => 0) };
  const axes: IAxes = {
    row: get('row', initial.row),
    column: get('column', initial.column),
    fixed: get<number[]>('fixed', [...initial.fixed])
  };
  const plane: IPlane = {
    rowAxis: axes.row,
    columnAxis: axes.column,
    fixed: axes.fixed
  };
  const isEmpty = shape.includes(0);
  const isLine = mode === 'line';
  const shown: IPlane = isLine ? { ...plane, rowAxis: -1 } : plane;
  const [quick, retry] = useCall(
    isNumeric && !isEmpty
      ? call => array.picture(call, shown, 'quick')
      : undefined,
    [array, JSON.stringify(shown)]
  );
  const isSample = isLine && quick.status === 'ready' && !quick.value.isWhole;
  const [envelope] = useCall(
    isSample
      ? call => array.envelope(call, shown, compact ? 'preview' : 'whole')
      : undefined,
    [array, JSON.stringify(shown), isSample]
  );
  const setMode = (next: Mode): void => {
    set('mode', next);
    // A picture's last dimension is its colours, so it has other rows and columns.
    set('row', next === 'image' ? rank - 3 : rank - 2);
    set('column', next === 'image' ? rank - 2 : rank - 1);
  };
  const modes = (
    [
      ['heat', trans.__('Heat map'), isNumeric && rank >= 2],
      ['line', trans.__('Line'), isNumeric && rank >= 1],
      ['image', trans.__('Image'), isPicture],
      ['values', trans.__('Values'), true]
    ] as const
  ).flatMap(([value, label, isPossible]) =>
    isPossible ? [[value, label] as const] : []
  );
  const drawn = (
    <Drawn
      array={array}
      plane={shown}
      mode={isLine ? 'line' : 'heat'}
      compact={compact}
      quick={quick}
      envelope={envelope}
      onRetry={retry}
      colours={{
        map: get<string>('map', 'viridis') as ColourMap,
        scale: get<string>('scale', 'linear') as Scale,
        from: get('from', ''),
        to: get('to', '')
      }}
      onColours={({ from, map, scale, to }) => {
        set('map', map);
        set('scale', scale);
        set('from', from);
        set('to', to);
      }}
    />
  );
  const values = (
    <CellsGrid
      array={array}
      shape={shape}
      plane={plane}
      dtype={dtype}
      isNumber={isNumeric}
    />
  );
  const image = (
    <PlanePicture array={array} shape={shape} plane={plane} dtype={dtype} />
  );
  const empty = (
    <p className="jp-Cellkeep-Viewer-note">{trans.__('It has no values.')}</p>
  );
  if (compact) {
    return (
      <div className="jp-Cellkeep-Viewer-main">
        <ArrayCaption artifact={artifact} shape={shape} dtype={dtype} />
        {!isEmpty && mode === 'image' && image}
        {!isEmpty && (mode === 'heat' || isLine) && drawn}
        {isEmpty ? empty : mode !== 'image' && values}
      </div>
    );
  }
  return (
    <div className="jp-Cellkeep-Viewer-columns">
      <div className="jp-Cellkeep-Viewer-main jp-Cellkeep-ArrayViewer">
        <div
          className="jp-Cellkeep-Viewer-bar"
          role="group"
          aria-label={trans.__('View')}
        >
          <Choices choices={modes} value={mode} onChoose={setMode} />
          <span className="jp-Cellkeep-Viewer-fact">
            {shapeText(shape, trans)}
          </span>
          <code>{dtype}</code>
        </div>
        <AxisControls
          shape={shape}
          axes={axes}
          isFixedChoice={mode === 'image'}
          isLine={isLine}
          onChange={next => {
            set('row', next.row);
            set('column', next.column);
            set('fixed', [...next.fixed]);
          }}
        />
        {isEmpty
          ? empty
          : mode === 'values'
            ? values
            : mode === 'image'
              ? image
              : drawn}
      </div>
      {isNumeric && !isEmpty && (
        <ArrayPanel
          array={array}
          plane={shown}
          shape={shape}
          quick={quick}
          whole={envelope.status === 'ready' ? envelope.value : undefined}
          onRetry={retry}
        />
      )}
    </div>
  );
}

/** Whether an array looks like pictures: three or four bytes, or numbers from 0 to 1, at its end. */
function isPictureShape({ shape, dtype }: IArrayFacts): boolean {
  const channels = shape.at(-1) ?? 0;
  const [rows = 0, columns = 0] = shape.slice(-3);
  return (
    shape.length >= 3 &&
    (channels === 3 || channels === 4) &&
    rows > 4 &&
    columns > 4 &&
    /^(uint8|float)/.test(dtype)
  );
}
