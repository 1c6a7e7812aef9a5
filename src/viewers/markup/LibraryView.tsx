import * as React from 'react';

import { displayName } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';
import { Problem } from '../frame/States';
import {
  type Answer,
  drawIn,
  type FrameNews,
  type IDrawing,
  type ILibrary,
  libraryDocument
} from './libraryFrame';
import { TooMuch } from './TooMuch';

/** Before this nobody misses a way to stop. */
const SLOW_MS = 2000;
/** A larger frame would take the page's own memory; what is in it scrolls. */
const MOST_PIXELS = 8000;

type State = 'drawing' | 'slow' | 'stopped' | { failure: string } | ISize;

interface ISize {
  readonly width: number;
  readonly height: number;
}

/** Something that a library draws in a frame of its own process, which a person can stop. */
export function LibraryView(props: {
  library: ILibrary;
  /** What is drawn; sent to the frame, so it is only data. */
  content: unknown;
  name: string;
  /** Names the frame, such as "Plotly figure loss". */
  label: string;
  className: string;
  /** Said while it is drawn; empty while it asks a person something. */
  busy: string;
  /** Whether a person agreed that it asks other servers. */
  asksServers?: boolean;
  /** Whether the frame is as large as what is drawn. */
  isExact?: boolean;
  /** Answers what it asks a person. */
  answer?: Answer;
  /** Hears what else it tells. */
  onNews?: (news: FrameNews) => void;
  /** Is given what it can be told by, and null when it is gone. */
  onDrawing?: (drawing: IDrawing | null) => void;
}): JSX.Element {
  const { answer, content, isExact, library, onDrawing, onNews } = props;
  const { trans } = useServices();
  const frame = React.useRef<HTMLIFrameElement>(null);
  const [state, setState] = React.useState<State>('drawing');
  const isStopped = state === 'stopped';
  React.useEffect(() => {
    if (!frame.current || isStopped) {
      return;
    }
    const slow = setTimeout(
      () => setState(now => (now === 'drawing' ? 'slow' : now)),
      SLOW_MS
    );
    const hear = (news: FrameNews): void => {
      if (news.type === 'failed') {
        setState({ failure: news.message });
      } else if (news.type === 'drawn') {
        setState({ width: news.width, height: news.height });
      } else {
        onNews?.(news);
      }
    };
    const drawing = drawIn(frame.current, library, content, hear, answer);
    onDrawing?.(drawing);
    return () => {
      clearTimeout(slow);
      onDrawing?.(null);
      drawing.end();
    };
  }, [answer, content, library, isStopped, onDrawing, onNews]);
  if (isStopped) {
    return (
      <TooMuch
        words={trans.__('Drawing was stopped.')}
        onShow={() => setState('drawing')}
      />
    );
  }
  if (typeof state === 'object' && 'failure' in state) {
    return (
      <Problem
        error={{
          code: 'CONTENT_UNREADABLE',
          message: trans.__(
            'It could not be drawn: %1',
            displayName(state.failure)
          ),
          hint: trans.__(
            'The stored file is as it was saved. Download it to open it elsewhere.'
          ),
          retryable: false
        }}
        offersBytes
      />
    );
  }
  const isDrawn = typeof state === 'object';
  return (
    <>
      {!isDrawn && props.busy && (
        <p className="jp-Cellkeep-Preview-message">
          {props.busy}{' '}
          {state === 'slow' && (
            <LinkButton onClick={() => setState('stopped')}>
              {trans.__('Stop')}
            </LinkButton>
          )}
        </p>
      )}
      <iframe
        ref={frame}
        className={`jp-Cellkeep-LibraryView ${props.className}`}
        title={props.label}
        sandbox="allow-scripts allow-downloads"
        referrerPolicy="no-referrer"
        srcDoc={libraryDocument(library, props.asksServers)}
        style={isExact && isDrawn ? pixels(state) : undefined}
      />
    </>
  );
}

function pixels({ height, width }: ISize): React.CSSProperties {
  const within = (length: number): number =>
    Math.min(Math.max(60, length || 0), MOST_PIXELS);
  return { width: within(width), height: within(height), minHeight: 0 };
}
