import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { number, shape as shapeText } from '../../ui/format';
import { useServices } from '../frame/services';
import { Awaited, Busy, Problem } from '../frame/States';
import { StatisticsView } from '../frame/StatisticsView';
import { type Progress, useCall, useEngine, useTask } from '../frame/useCall';
import { useViewerState } from '../frame/useViewerState';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import { AxisControls, type IAxes } from './AxisControls';
import { CellsGrid } from './CellsGrid';
import type { ColourMap } from './colours';
import type { IArrayFacts, IArrayOptions, IPicture } from './engine';
import type { IPlane } from './gather';
import { finiteRange, HeatMap, Line } from './Pictures';
import { PlanePicture } from './PlanePicture';
import type { IStatistics } from '../table/statistics';
import { TextButton } from '../../ui/TextButton';

type ArrayRemote = Remote<EngineOf<'array'>>;
type Mode = 'heat' | 'line' | 'image' | 'values';

/** An array of any rank, a plane of it at a time. */
export function ArrayViewer(
  props: IViewerProps & { options: IArrayOptions }
): JSX.Element {
  const { trans } = useServices();
  const [engine, retry] = useEngine('array', [props.content], props.options);
  return (
    <Awaited
      state={engine}
      label={trans.__('Opening the array…')}
      onRetry={retry}
    >
      {array => <Opened {...props} array={array} />}
    </Awaited>
  );
}

function Opened(props: IViewerProps & { array: ArrayRemote }): JSX.Element {
  const { trans } = useServices();
  const [facts, retry] = useCall(
    call => props.array.facts(call),
    [props.array]
  );
  return (
    <Awaited
      state={facts}
      label={trans.__('Opening the array…')}
      onRetry={retry}
    >
      {value => <ArrayView {...props} facts={value} />}
    </Awaited>
  );
}

function ArrayView(
  props: IViewerProps & { array: ArrayRemote; facts: IArrayFacts }
): JSX.Element {
  const { array, facts } = props;
  const { shape, dtype, isNumeric } = facts;
  const { trans } = useServices();
  const { get, set } = useViewerState(props);
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
  const setMode = (next: Mode): void => {
    set('mode', next);
    // A picture's last dimension is its colours, so it has other rows and columns.
    set('row', next === 'image' ? rank - 3 : rank - 2);
    set('column', next === 'image' ? rank - 2 : rank - 1);
  };
  const modes: [Mode, string, boolean][] = [
    ['heat', trans.__('Heat map'), isNumeric && rank >= 2],
    ['line', trans.__('Line'), isNumeric && rank >= 1],
    ['image', trans.__('Image'), isPicture],
    ['values', trans.__('Values'), true]
  ];
  return (
    <div className="ck-Viewer-columns">
      <div className="ck-Viewer-main ck-ArrayViewer">
        <div
          className="ck-Viewer-bar"
          role="group"
          aria-label={trans.__('How it is shown')}
        >
          {modes
            .filter(([, , isPossible]) => isPossible)
            .map(([value, label]) => (
              <TextButton
                key={value}
                aria-pressed={mode === value}
                onClick={() => setMode(value)}
              >
                {label}
              </TextButton>
            ))}
          <span className="ck-Viewer-fact">{shapeText(shape, trans)}</span>
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
        {isEmpty ? (
          <p className="ck-Viewer-note">{trans.__('It has no values.')}</p>
        ) : mode === 'values' ? (
          <CellsGrid
            array={array}
            shape={shape}
            plane={plane}
            isNumber={isNumeric}
          />
        ) : mode === 'image' ? (
          <PlanePicture
            array={array}
            shape={shape}
            plane={plane}
            dtype={dtype}
          />
        ) : (
          <Drawn
            array={array}
            plane={shown}
            mode={mode}
            quick={quick}
            onRetry={retry}
            map={get<string>('map', 'viridis') as ColourMap}
            onMap={map => set('map', map)}
          />
        )}
      </div>
      {isNumeric && !isEmpty && (
        <ArrayPanel
          array={array}
          plane={shown}
          shape={shape}
          quick={quick}
          onRetry={retry}
        />
      )}
    </div>
  );
}

/** A plane as a heat map or a line: coarse at once, then better. */
function Drawn(props: {
  array: ArrayRemote;
  plane: IPlane;
  mode: 'heat' | 'line';
  /** The first look, which the statistics are of too. */
  quick: Progress<IPicture>;
  onRetry: () => void;
  map: ColourMap;
  onMap: (map: ColourMap) => void;
}): JSX.Element {
  const { array, mode, onMap, onRetry, plane, quick } = props;
  const { trans } = useServices();
  const [bounds, setBounds] = React.useState<readonly [string, string]>([
    '',
    ''
  ]);
  const key = JSON.stringify(plane);
  const isCoarse = quick.status === 'ready' && !quick.value.isWhole;
  const [fine] = useCall(
    isCoarse ? call => array.picture(call, plane, 'fine') : undefined,
    [array, key, isCoarse]
  );
  return (
    <Awaited
      state={quick}
      label={trans.__('Reading values…')}
      onRetry={onRetry}
    >
      {first => {
        const picture =
          isCoarse && fine.status === 'ready' ? fine.value : first;
        const { grid, values } = picture;
        const [least, most] = finiteRange(values);
        const range = [
          numberOr(bounds[0], least),
          numberOr(bounds[1], most)
        ] as const;
        return (
          <>
            {mode === 'line' ? (
              <Line
                values={values}
                step={grid.columnStep}
                label={trans.__('Line')}
              />
            ) : (
              <HeatMap
                values={values}
                rows={grid.rows}
                columns={grid.columns}
                range={range}
                map={props.map}
                label={trans.__('Heat map')}
              />
            )}
            {mode === 'heat' && (
              <div className="ck-Viewer-bar">
                <label>
                  {trans.__('Colours')}{' '}
                  <select
                    value={props.map}
                    onChange={event => onMap(event.target.value as ColourMap)}
                  >
                    <option value="viridis">{trans.__('Viridis')}</option>
                    <option value="grey">{trans.__('Grey')}</option>
                    <option value="diverging">{trans.__('Blue to red')}</option>
                  </select>
                </label>
                {([trans.__('From'), trans.__('To')] as const).map(
                  (label, index) => (
                    <label key={label}>
                      {label}{' '}
                      <input
                        type="number"
                        placeholder={String(
                          Number((index === 0 ? least : most).toPrecision(4))
                        )}
                        value={bounds[index]}
                        onChange={event =>
                          setBounds(
                            index === 0
                              ? [event.target.value, bounds[1]]
                              : [bounds[0], event.target.value]
                          )
                        }
                      />
                    </label>
                  )
                )}
              </div>
            )}
            <Thinned picture={picture} />
          </>
        );
      }}
    </Awaited>
  );
}

/** Says which values are drawn where not all are. */
function Thinned(props: { picture: IPicture }): JSX.Element {
  const { grid, isWhole } = props.picture;
  const { trans } = useServices();
  return (
    <p className="ck-Viewer-note">
      {isWhole
        ? trans.__(
            'All %1 values of this slice.',
            number(grid.rows * grid.columns)
          )
        : trans.__(
            'A sample of %3 values of this slice, in steps of %1 rows and %2 columns.',
            number(grid.rowStep),
            number(grid.columnStep),
            number(grid.rows * grid.columns)
          )}
    </p>
  );
}

function ArrayPanel(props: {
  array: ArrayRemote;
  plane: IPlane;
  shape: readonly number[];
  quick: Progress<IPicture>;
  onRetry: () => void;
}): JSX.Element {
  const { array, onRetry, plane, quick, shape } = props;
  const { trans } = useServices();
  const task = useTask<IStatistics>();
  return (
    <section className="ck-ColumnPanel" aria-label={trans.__('Statistics')}>
      <h3>{trans.__('Shown values')}</h3>
      <Awaited
        state={quick}
        label={trans.__('Reading values…')}
        onRetry={onRetry}
      >
        {({ statistics, isWhole }) => (
          <>
            <StatisticsView statistics={statistics} />
            {!isWhole && (
              <p className="ck-Viewer-note">
                {trans.__('Of a sample of this slice.')}
              </p>
            )}
          </>
        )}
      </Awaited>
      <div className="ck-Viewer-buttons">
        <TextButton
          onClick={() => task.start(call => array.statistics(call, plane))}
        >
          {trans.__('Count the whole slice')}
        </TextButton>
        {shape.length > 2 && (
          <TextButton
            onClick={() => task.start(call => array.statistics(call))}
          >
            {trans.__('Count the whole array')}
          </TextButton>
        )}
      </div>
      {task.state?.status === 'busy' && (
        <Busy
          state={task.state}
          label={trans.__('Reading values:')}
          onStop={task.stop}
        />
      )}
      {task.state?.status === 'failed' && <Problem error={task.state.error} />}
      {task.state?.status === 'ready' && (
        <StatisticsView statistics={task.state.value} />
      )}
    </section>
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

function numberOr(text: string, otherwise: number): number {
  return text.trim() === '' || Number.isNaN(Number(text))
    ? otherwise
    : Number(text);
}
