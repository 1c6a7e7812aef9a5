import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { useKept } from '../frame/keptState';
import { useServices } from '../frame/services';
import { Opened } from '../frame/Opened';
import { TextViewer } from '../text/TextViewer';
import { TreeView } from '../../ui/json/TreeView';

/** A larger value is shown as the text it starts with where there is little room. */
const MOST_COMPACT_BYTES = 4 * 1024 * 1024;

/** A JSON document as a tree of which only what is open is in the page. */
export function JsonViewer(props: IViewerProps): JSX.Element {
  const { compact, content } = props;
  const { trans } = useServices();
  const [opened, setOpened] = useKept<string[][] | null>('opened', null);
  // A person who wants it as a tree opens it.
  const asText = compact ? <TextViewer {...props} /> : undefined;
  if (asText && content.size > MOST_COMPACT_BYTES) {
    return asText;
  }
  return (
    <Opened
      engine="json"
      content={content}
      options={{}}
      ask={(json, call) => json.root(call)}
      label={trans.__('Reading:')}
      otherwise={asText}
    >
      {(json, root) => (
        <TreeView
          root={root}
          childrenOf={(id, start, end) => json.children({}, id, start, end)}
          opened={opened}
          onOpened={setOpened}
          trans={trans}
        />
      )}
    </Opened>
  );
}
