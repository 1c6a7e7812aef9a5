import * as React from 'react';

import { displayName } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';
import { hasScripts, sandboxedDocument, sizeOfSvg } from './sandbox';
import { drawnElements } from './svgCost';
import { TooMuch } from './TooMuch';

/**
 * HTML or SVG in a frame of its own origin and process, which can reach neither the page nor the network.
 *
 * Its scripts run only when a person asks for it, and even then in that frame.
 */
export function SandboxedView(props: {
  language: 'html' | 'svg';
  markup: string;
  name: string;
  /** In pixels, where it is known; a person may change it. */
  height?: number | undefined;
}): JSX.Element {
  const { height, language, markup, name } = props;
  const { trans } = useServices();
  const [scripts, setScripts] = React.useState(false);
  const [isWanted, setWanted] = React.useState(false);
  const isTooMuch = React.useMemo(
    () => language === 'svg' && drawnElements(markup) === Infinity,
    [language, markup]
  );
  const page = React.useMemo(
    () => sandboxedDocument(markup, { language, scripts }),
    [language, markup, scripts]
  );
  const servers = React.useMemo(
    () => (language === 'html' ? serversOf(markup) : []),
    [language, markup]
  );
  const mayRun = language === 'html' && hasScripts(markup);
  if (isTooMuch && !isWanted) {
    return <TooMuch words={tooMuchSvg(trans)} onShow={() => setWanted(true)} />;
  }
  return (
    <div className="jp-Cellkeep-SandboxedView">
      <iframe
        // A frame that is given other rights must be loaded anew.
        key={String(scripts)}
        title={displayName(name)}
        sandbox={scripts ? 'allow-scripts' : ''}
        referrerPolicy="no-referrer"
        srcDoc={page}
        style={language === 'svg' ? svgStyle(markup) : { height }}
      />
      {isTooMuch && (
        <LinkButton onClick={() => setWanted(false)}>
          {trans.__('Stop')}
        </LinkButton>
      )}
      {servers.length > 0 && (
        <p className="jp-Cellkeep-Preview-caption">
          <span>
            {trans.__(
              'It loads scripts from %1: not here, and not where there is no network. “Download As…” puts those that are known into the file.',
              displayName(servers.join(', '))
            )}
          </span>
        </p>
      )}
      {mayRun && !scripts && (
        <p className="jp-Cellkeep-Preview-caption">
          <span>{trans.__('Scripts are turned off.')}</span>
          <LinkButton
            title={trans.__(
              'They can load nothing, but could still tell another server that you are viewing this, and what is in it.'
            )}
            onClick={() => setScripts(true)}
          >
            {trans.__('Run scripts in the sandbox')}
          </LinkButton>
        </p>
      )}
    </div>
  );
}

/** Servers that are named. */
const MOST_SERVERS = 5;

/** The servers from which HTML loads scripts. */
export function serversOf(markup: string): readonly string[] {
  const loaded = markup.matchAll(
    /<script\b[^<>]{0,2000}?\ssrc\s{0,9}=\s{0,9}["']?(?:https?:)?\/\/([^"'\s<>/]{1,200})/gi
  );
  const servers = new Set<string>();
  for (const [, server] of loaded) {
    servers.add(server ?? '');
    if (servers.size >= MOST_SERVERS) {
      break;
    }
  }
  return [...servers];
}

/** Why an SVG picture is not drawn unasked. */
export function tooMuchSvg(
  trans: ReturnType<typeof useServices>['trans']
): string {
  return trans.__(
    'An SVG picture that repeats its parts many thousand times. Drawing it may take minutes and gigabytes.'
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
