import * as React from 'react';

import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import type { ILibrary } from '../markup/libraryFrame';
import { LibraryView } from '../markup/LibraryView';
import { TooMuch } from '../markup/TooMuch';
import type { IDrawnChart } from './vegaDrawing';

/** In their order: each finds the one before it. They are aliases (see webpack.config.js). */
const LIBRARY: ILibrary = {
  scripts: [
    new URL('vega-script', import.meta.url).toString(),
    new URL('vega-lite-script', import.meta.url).toString(),
    new URL('vega-interpreter-script', import.meta.url).toString()
  ],
  drawing: new URL('./vegaDrawing.js', import.meta.url).toString()
};
/** A specification nests deeper only by intent. */
const MOST_DEPTH = 64;

/** A chart of Vega or Vega-Lite, such as Altair's, live in a frame of its own. */
export function VegaView(props: {
  /** Parsed JSON of `application/vnd.vega.v5+json` or `application/vnd.vegalite.v5+json`, of any version. */
  spec: unknown;
  isLite: boolean;
  name: string;
}): JSX.Element {
  const { isLite, name, spec } = props;
  const { trans } = useServices();
  const [allowed, setAllowed] = React.useState(false);
  const content = React.useMemo<IDrawnChart>(
    () => ({ spec, isLite }),
    [isLite, spec]
  );
  const reachesOut = React.useMemo(() => hasAddress(spec, 0), [spec]);
  if (reachesOut && !allowed) {
    return (
      <TooMuch
        words={trans.__(
          'This chart loads data or pictures from other servers. They would see that you are viewing it.'
        )}
        button={trans.__('Draw it anyway')}
        onShow={() => setAllowed(true)}
      />
    );
  }
  return (
    <LibraryView
      library={LIBRARY}
      content={content}
      name={name}
      label={trans.__('Chart %1', displayName(name))}
      className="jp-Cellkeep-VegaView"
      busy={trans.__('Drawing the chart…')}
      asksServers={allowed}
      isExact
    />
  );
}

/** Whether a specification names data or pictures by an address. Its own rows of data are not looked at. */
function hasAddress(node: unknown, depth: number): boolean {
  if (typeof node !== 'object' || node === null || depth > MOST_DEPTH) {
    return false;
  }
  return Object.entries(node).some(([key, value]) =>
    key === 'url' && typeof value === 'string'
      ? !value.startsWith('data:')
      : key !== 'values' && key !== 'datasets' && hasAddress(value, depth + 1)
  );
}
