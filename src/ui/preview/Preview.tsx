import * as React from 'react';
import { errorIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { bytes, displayName, fractionOf } from '../format';
import { ProgressLine } from '../ProgressLine';
import type { Loadable, PreviewProps } from '../props';
import type { PreviewContent } from '../previewContent';
import { ArrayPreviewView } from './ArrayPreviewView';
import { BytesView } from './BytesView';
import { ImageView } from './ImageView';
import { JsonView } from './JsonView';
import { OutputView } from './OutputView';
import { PickleView } from './PickleView';
import { PlotlyView } from './PlotlyView';
import { SandboxedView } from './SandboxedView';
import { TableView } from './TableView';
import { TensorsView } from './TensorsView';
import { TextView } from './TextView';
import { WidgetView } from './WidgetView';
import { TextButton } from '../TextButton';

/** What an artifact looks like; while it comes, how much of it has; if it does not, why. */
export function Preview(props: PreviewProps): JSX.Element {
  const { content, name, trans } = props;
  return (
    <div
      className="ck-Preview"
      aria-busy={content.status === 'loading'}
      role="group"
      aria-label={trans.__('Preview of %1', displayName(name))}
    >
      <PreviewBody {...props} />
    </div>
  );
}

function PreviewBody(props: PreviewProps): JSX.Element {
  const { content, name, onRetry, trans } = props;
  switch (content.status) {
    case 'loading':
      return <Loading content={content} trans={trans} />;
    case 'error':
      return (
        <div className="ck-Preview-message" role="alert">
          <p>
            <errorIcon.react
              tag="span"
              className="ck-Preview-icon ck-mod-failed"
            />
            {content.error.message}
          </p>
          {content.error.hint && <p>{content.error.hint}</p>}
          {onRetry && (
            <TextButton onClick={onRetry}>{trans.__('Try again')}</TextButton>
          )}
        </div>
      );
    case 'ready':
      return <Content content={content.value} name={name} trans={trans} />;
  }
}

function Loading(props: {
  content: Loadable<unknown> & { status: 'loading' };
  trans: TranslationBundle;
}): JSX.Element {
  const { loadedBytes, totalBytes } = props.content;
  const { trans } = props;
  const known = loadedBytes !== undefined && totalBytes !== undefined;
  return (
    <div className="ck-Preview-message">
      <p>
        {known
          ? trans.__('Loading %1 of %2', bytes(loadedBytes), bytes(totalBytes))
          : trans.__('Loading…')}
      </p>
      {known && (
        <ProgressLine
          label={trans.__('Loading the preview')}
          fraction={fractionOf(loadedBytes, totalBytes)}
        />
      )}
    </div>
  );
}

/** The view of a content, by its kind. */
function Content(props: {
  content: PreviewContent;
  name: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, name, trans } = props;
  switch (content.view) {
    case 'array':
      return <ArrayPreviewView content={content} trans={trans} />;
    case 'table':
      return <TableView content={content} trans={trans} />;
    case 'tensors':
      return <TensorsView content={content} trans={trans} />;
    case 'image':
      return <ImageView content={content} name={name} trans={trans} />;
    case 'media':
      return React.createElement(content.media, {
        className: 'ck-MediaView',
        controls: true,
        preload: 'metadata',
        src: content.url,
        'aria-label': displayName(name)
      });
    case 'text':
      return <TextView content={content} trans={trans} />;
    case 'json':
      return <JsonView value={content.value} trans={trans} />;
    case 'sandboxed':
      return <SandboxedView content={content} name={name} trans={trans} />;
    case 'plotly':
      return <PlotlyView content={content} name={name} trans={trans} />;
    case 'output':
      return (
        <OutputView
          bundles={content.bundles}
          widgets={content.widgets}
          trans={trans}
          draw={best => <Content content={best} name={name} trans={trans} />}
        />
      );
    case 'widget':
      return <WidgetView widget={content.widget} trans={trans} />;
    case 'pickle':
      return <PickleView content={content} trans={trans} />;
    case 'bytes':
      return <BytesView content={content} trans={trans} />;
  }
}
