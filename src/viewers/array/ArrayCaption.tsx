import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { shape as shapeText, shortFloat } from '../../ui/format';
import { useServices } from '../frame/services';

/** Shape and dtype of an array, and the range of its values where its record has it. */
export function ArrayCaption(props: {
  artifact: Pick<Artifact, 'preview'>;
  shape: readonly number[];
  dtype: string;
}): JSX.Element {
  const { dtype, shape } = props;
  const { preview } = props.artifact;
  const { trans } = useServices();
  const range = preview?.type === 'array' ? preview : undefined;
  return (
    <p className="jp-Cellkeep-Viewer-foot">
      <span>{shapeText(shape, trans)}</span>
      <span>
        <code>{dtype}</code>
      </span>
      {range?.minimum !== undefined && range.maximum !== undefined && (
        <span title={trans.__('%1 to %2', range.minimum, range.maximum)}>
          {trans.__(
            '%1 to %2',
            shortFloat(range.minimum),
            shortFloat(range.maximum)
          )}
        </span>
      )}
    </p>
  );
}
