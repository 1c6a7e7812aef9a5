import * as React from 'react';

import type { IWidgetNode } from '../../codecs/widgets';
import { displayName, number } from '../../ui/format';
import { useServices } from '../frame/services';
import { ValueTree } from '../../ui/json/TreeView';

/** A widget as it was kept: what it stood at, to read. */
export function WidgetView(props: { widget: IWidgetNode }): JSX.Element {
  const { trans } = useServices();
  return (
    <div className="jp-Cellkeep-WidgetView">
      <p className="jp-Cellkeep-Preview-message">
        {trans.__('The widget as it was saved. It is not interactive here.')}
      </p>
      <ul>
        <Node widget={props.widget} />
      </ul>
    </div>
  );
}

function Node(props: { widget: IWidgetNode }): JSX.Element {
  const { children, kind, label, left, settings, value } = props.widget;
  const { trans } = useServices();
  return (
    <li>
      <div className="jp-Cellkeep-WidgetView-line">
        <span className="jp-Cellkeep-WidgetView-kind">{displayName(kind)}</span>
        {label && <span>{displayName(label)}</span>}
        {value !== undefined && (
          <ValueTree value={value} isClosed trans={trans} />
        )}
      </div>
      {Object.keys(settings).length > 0 && (
        <ValueTree
          label={trans.__('settings')}
          value={settings}
          isClosed
          trans={trans}
        />
      )}
      {children.length > 0 && (
        <ul>
          {children.map((child, index) => (
            <Node key={index} widget={child} />
          ))}
        </ul>
      )}
      {left > 0 && (
        <p className="jp-Cellkeep-Preview-message">
          {trans._n(
            '%2 more is not shown.',
            '%2 more are not shown.',
            left,
            number(left)
          )}
        </p>
      )}
    </li>
  );
}
