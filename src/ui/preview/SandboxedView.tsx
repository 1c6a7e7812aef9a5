import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName } from '../format';
import type { SandboxedContent } from '../previewContent';
import { sandboxedDocument, sizeOfSvg } from './sandbox';

/**
 * HTML or SVG in a frame of its own origin, which can reach neither the page nor the network.
 *
 * Its scripts run only when a person asks for it, and even then in that frame.
 */
export function SandboxedView(props: {
  content: SandboxedContent;
  name: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, name, trans } = props;
  const { language, markup } = content;
  const [scripts, setScripts] = React.useState(false);
  const hasScripts = language === 'html' && /<script\b/i.test(markup);
  return (
    <div className="ck-SandboxedView">
      <iframe
        // A frame that is given other rights must be loaded anew.
        key={String(scripts)}
        title={displayName(name)}
        sandbox={scripts ? 'allow-scripts' : ''}
        referrerPolicy="no-referrer"
        srcDoc={sandboxedDocument(markup, { language, scripts })}
        style={language === 'svg' ? svgStyle(markup) : undefined}
      />
      {hasScripts && !scripts && (
        <p className="ck-Preview-caption">
          <span>{trans.__('Its scripts do not run.')}</span>
          <button
            type="button"
            className="ck-Link"
            onClick={() => setScripts(true)}
          >
            {trans.__('Run them, without network')}
          </button>
        </p>
      )}
    </div>
  );
}

/** A picture's own width where there is room for it, in its own shape. */
function svgStyle(markup: string): React.CSSProperties {
  const { ratio, width } = sizeOfSvg(markup);
  return {
    ...(width === null ? {} : { maxWidth: width }),
    ...(ratio === null ? {} : { aspectRatio: String(ratio), height: 'auto' })
  };
}
