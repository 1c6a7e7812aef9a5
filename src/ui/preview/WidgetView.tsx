import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IWidgetNode } from '../../codecs/widgets';
import { displayName, number } from '../format';
import { JsonView } from './JsonView';

/** A widget as it was kept: what it stood at, to read. */
export function WidgetView(props: {
  widget: IWidgetNode;
  trans: TranslationBundle;
}): JSX.Element {
  const { trans, widget } = props;
  return (
    <div className="ck-WidgetView">
      <p className="ck-Preview-message">
        {trans.__('The widget as it was kept. It is not live here.')}
      </p>
      <ul>
        <Node widget={widget} trans={trans} />
      </ul>
    </div>
  );
}

function Node(props: {
  widget: IWidgetNode;
  trans: TranslationBundle;
}): JSX.Element {
  const { trans, widget } = props;
  const { children, kind, label, left, settings, value } = widget;
  return (
    <li>
      <div className="ck-WidgetView-line">
        <span className="ck-WidgetView-kind">{displayName(kind)}</span>
        {label && <span>{displayName(label)}</span>}
        {value !== undefined && (
          <JsonView value={value} trans={trans} startOpen={false} />
        )}
      </div>
      {Object.keys(settings).length > 0 && (
        <JsonView
          label={trans.__('settings')}
          value={settings}
          trans={trans}
          startOpen={false}
        />
      )}
      {children.length > 0 && (
        <ul>
          {children.map((child, index) => (
            <Node key={index} widget={child} trans={trans} />
          ))}
        </ul>
      )}
      {left > 0 && (
        <p className="ck-Preview-message">
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
