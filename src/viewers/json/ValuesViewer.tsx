import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { JsonViewer } from './JsonViewer';
import { valuesIn } from './values';

/** Values with arrays, tables and tensors among them: the tree that names each of these parts. */
export function ValuesViewer(props: IViewerProps): JSX.Element {
  const { content } = props;
  const { trans } = useServices();
  const [values, retry] = useCall(call => valuesIn(content, call), [content]);
  return (
    <Awaited state={values} label={trans.__('Opening…')} onRetry={retry}>
      {source => <JsonViewer {...props} content={source} />}
    </Awaited>
  );
}
