/** Artifacts as their viewers draw them, without a server. */
import * as React from 'react';
import { render } from '@testing-library/react';

import { artifact, trans } from './fixtures';
import type { IContentSource, View } from '../../../src/codecs/view';
import type { Artifact } from '../../../src/protocol/generated';
import { addDefaultDecoders } from '../../../src/codecs/defaults';
import { CodecRegistry } from '../../../src/codecs/registry';
import {
  type IViewerServices,
  ViewerServices
} from '../../../src/viewers/frame/services';
import { GivenViewer } from '../../../src/viewers/given/GivenViewer';
import { Work } from '../../../src/viewers/work/client';
import { serveViewers } from '../../../src/viewers/work/server';
import type { IWorker } from '../../../src/workers/client';
import { contentOf } from '../codecs/content';

/** The worker's side of a channel in this very page. */
export function localWorker(): IWorker {
  const { port1, port2 } = new MessageChannel();
  serveViewers(port2);
  port1.start();
  port2.start();
  return {
    postMessage: (message, transfer) =>
      port1.postMessage(message, transfer ?? []),
    addEventListener: (type: string, listener: (event: MessageEvent) => void) =>
      port1.addEventListener(type as 'message', listener),
    terminate: () => port1.close()
  };
}

/** What viewers work with, over one content. */
export function servicesOver(content: IContentSource): IViewerServices {
  const codecs = new CodecRegistry();
  addDefaultDecoders(codecs);
  return {
    trans,
    work: new Work(localWorker),
    editors: null,
    content: () => content,
    contentUrl: () => 'http://server/content',
    decode: (one, signal) =>
      codecs.decoderFor(one)!.decode(one, content, signal),
    pictures: () => Promise.resolve([]),
    show: () => undefined,
    download: () => undefined,
    copy: () => undefined
  };
}

/** The services around what is drawn. */
function Within(props: {
  content?: IContentSource;
  children: React.ReactNode;
}): JSX.Element {
  const { children, content = contentOf('') } = props;
  const [services] = React.useState(() => servicesOver(content));
  return (
    <ViewerServices.Provider value={services}>
      {children}
    </ViewerServices.Provider>
  );
}

/** Draws something amid the services, over one content. */
export function drawn(
  element: React.ReactNode,
  content?: IContentSource
): HTMLElement {
  return render(<Within content={content}>{element}</Within>).container;
}

/** Draws what is here of an artifact called "thing". */
export function show(
  view: View | undefined,
  one: Artifact = artifact(1),
  content: IContentSource = contentOf('')
): HTMLElement {
  return drawn(
    <GivenViewer
      artifact={{ ...one, name: 'thing' }}
      view={view}
      content={content}
      contentUrl="http://server/content"
      compact
    />,
    content
  );
}
