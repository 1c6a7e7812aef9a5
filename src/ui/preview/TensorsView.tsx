import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { number, shape } from '../format';
import { Name } from '../Name';
import type { TensorsContent } from '../previewContent';

/** Tensors by name, with shape and dtype. */
export function TensorsView(props: {
  content: TensorsContent;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, trans } = props;
  const { count, parameters, tensors } = content;
  return (
    <div className="ck-TensorsView">
      <p className="ck-Preview-caption">
        <span>{trans._n('%2 tensor', '%2 tensors', count, number(count))}</span>
        <span>
          {trans._n(
            '%2 parameter',
            '%2 parameters',
            parameters,
            number(parameters)
          )}
        </span>
      </p>
      <div
        className="ck-Table-scroller"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Tensors')}
      >
        <table className="ck-Table">
          <thead>
            <tr>
              <th scope="col">{trans.__('Name')}</th>
              <th scope="col">{trans.__('Shape')}</th>
              <th scope="col">{trans.__('Type')}</th>
            </tr>
          </thead>
          <tbody>
            {tensors.map(tensor => (
              <tr key={tensor.name}>
                <td>
                  <Name value={tensor.name} />
                </td>
                <td>{shape(tensor.shape, trans)}</td>
                <td>{tensor.dtype}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {tensors.length < count && (
        <p className="ck-Preview-caption">
          <span>
            {trans.__(
              'first %1 of %2 tensors',
              number(tensors.length),
              number(count)
            )}
          </span>
        </p>
      )}
    </div>
  );
}
