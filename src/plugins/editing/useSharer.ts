import * as React from 'react';

import type { ICellkeep } from '../../tokens';
import type { DetailsProps } from '../../ui/props';

/** Whose a run is, where somebody else shares it. The details stand without it where the server does not say. */
export function useSharer(
  cellkeep: Pick<ICellkeep, 'api' | 'catalog'>,
  runId: string
): DetailsProps['sharer'] {
  const [sharer, setSharer] = React.useState<DetailsProps['sharer']>();
  const { api, catalog } = cellkeep;
  React.useEffect(() => {
    let isShown = true;
    setSharer(undefined);
    if (catalog.snapshot.storeStatus?.person !== undefined) {
      api.run(runId).then(
        ({ level, owner, owner_avatar: avatar }) => {
          if (isShown && level !== 'own' && owner !== undefined) {
            setSharer({ name: owner, avatar });
          }
        },
        () => undefined
      );
    }
    return () => {
      isShown = false;
    };
  }, [api, catalog, runId]);
  return sharer;
}
