import { useVirtualizer } from '@tanstack/react-virtual';
import * as React from 'react';

import { displayName, number } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';
import { useKept } from '../frame/keptState';
import type { Format } from '../sniff';
import { Compared, type IPairProps } from './Compared';
import type { IDiffLine, ITextDifference } from './texts';

const ROW_HEIGHT = 19;
const JSON_FORMATS: ReadonlySet<Format> = new Set([
  'json',
  'notebook',
  'plotly',
  'output',
  'figure'
]);
/** Lines without a change that stay around one. */
const AROUND = 3;

/** The lines in which two texts differ. */
export function TextDifference(props: IPairProps): JSX.Element {
  const { formats } = props;
  const { trans } = useServices();
  const isJson = formats.every(format => JSON_FORMATS.has(format));
  return (
    <Compared
      {...props}
      compare={(engine, call) => engine.texts(call, isJson)}
      label={trans.__('Comparing lines:')}
    >
      {value => <LinesThatDiffer difference={value} />}
    </Compared>
  );
}

/** Lines of two texts, those that are the same only near a change. */
export function LinesThatDiffer(props: {
  difference: ITextDifference;
}): JSX.Element {
  const { added, lines, removed } = props.difference;
  const { trans } = useServices();
  const [showsAll, setShowsAll] = useKept<boolean>('allLines', false);
  const shown = React.useMemo(
    () => (showsAll ? lines : nearChanges(lines)),
    [lines, showsAll]
  );
  const scroller = React.useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 12
  });
  return (
    <section role="group" aria-label={trans.__('Difference of the texts')}>
      <p className="jp-Cellkeep-Viewer-foot" role="status">
        <span>
          {trans._n(
            '%2 line removed, %3 added',
            '%2 lines removed, %3 added',
            removed,
            number(removed),
            number(added)
          )}
        </span>
        {removed + added > 0 && (
          <LinkButton onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? trans.__('Only around changes') : trans.__('All lines')}
          </LinkButton>
        )}
      </p>
      <div
        ref={scroller}
        className="jp-Cellkeep-Diff"
        tabIndex={0}
        role="group"
        aria-label={trans.__('Lines')}
      >
        <div
          className="jp-Cellkeep-Grid-sheet"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const line = shown[index];
            return (
              <div
                key={index}
                className={`jp-Cellkeep-Diff-line jp-Cellkeep-mod-${line?.change ?? 'gap'}`}
                style={{ top: start }}
              >
                {line ? <Line line={line} /> : '⋯'}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

function Line(props: { line: IDiffLine }): JSX.Element {
  const { after, before, change, text } = props.line;
  const { trans } = useServices();
  const mark = { same: ' ', removed: '−', added: '+' }[change];
  return (
    <>
      <span className="jp-Cellkeep-Diff-number">{before ?? ''}</span>
      <span className="jp-Cellkeep-Diff-number">{after ?? ''}</span>
      <span
        className="jp-Cellkeep-Diff-mark"
        aria-label={
          change === 'removed'
            ? trans.__('removed')
            : change === 'added'
              ? trans.__('added')
              : undefined
        }
      >
        {mark}
      </span>
      <bdi className="jp-Cellkeep-Diff-text">
        {displayName(text.replace(/\t/g, '    ').replace(/\r$/, ''))}
      </bdi>
    </>
  );
}

/** The lines near a change; null stands for those between. */
function nearChanges(lines: readonly IDiffLine[]): (IDiffLine | null)[] {
  const keep = new Uint8Array(lines.length);
  lines.forEach(({ change }, index) => {
    if (change !== 'same') {
      keep.fill(1, Math.max(0, index - AROUND), index + AROUND + 1);
    }
  });
  const shown: (IDiffLine | null)[] = [];
  lines.forEach((line, index) => {
    if (keep[index]) {
      shown.push(line);
    } else if (shown.at(-1) !== null) {
      shown.push(null);
    }
  });
  return shown;
}

function rowHeight(): number {
  return ROW_HEIGHT;
}
