import * as React from 'react';

import { TextButton } from '../../ui/TextButton';
import { useServices } from '../frame/services';
import { Awaited, Busy, Problem } from '../frame/States';
import { StatisticsView } from '../frame/StatisticsView';
import { type Progress, useTask } from '../frame/useCall';
import type { IStatistics } from '../table/statistics';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import type { IEnvelope, IPicture } from './engine';
import type { IPlane } from './gather';

/** Statistics of the values that are shown, and of more where a person asks for it. */
export function ArrayPanel(props: {
  array: Remote<EngineOf<'array'>>;
  plane: IPlane;
  shape: readonly number[];
  quick: Progress<IPicture>;
  /** All of a line, where the first look is a sample of it. */
  whole: IEnvelope | undefined;
  onRetry: () => void;
}): JSX.Element {
  const { array, onRetry, plane, quick, shape, whole } = props;
  const { trans } = useServices();
  const task = useTask<IStatistics>();
  const isSample = quick.status === 'ready' && !quick.value.isWhole && !whole;
  return (
    <section
      className="jp-Cellkeep-ColumnPanel"
      aria-label={trans.__('Statistics')}
    >
      <h3>{trans.__('Shown values')}</h3>
      <Awaited
        state={quick}
        label={trans.__('Reading values…')}
        onRetry={onRetry}
      >
        {({ statistics }) => (
          <>
            <StatisticsView statistics={whole?.statistics ?? statistics} />
            {isSample && (
              <p className="jp-Cellkeep-Viewer-note">
                {trans.__('Of a sample of this slice.')}
              </p>
            )}
          </>
        )}
      </Awaited>
      <div className="jp-Cellkeep-Viewer-buttons">
        {isSample && (
          <TextButton
            onClick={() => task.start(call => array.statistics(call, plane))}
          >
            {trans.__('Use the whole slice')}
          </TextButton>
        )}
        {shape.length > 2 && (
          <TextButton
            onClick={() => task.start(call => array.statistics(call))}
          >
            {trans.__('Use the whole array')}
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
