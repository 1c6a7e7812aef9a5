import * as React from 'react';

import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import type { Remote } from '../work/client';
import type { EngineName, EngineOf, OptionsOf } from '../work/engines';
import { useServices } from './services';
import { Awaited, Known } from './States';
import { useCall } from './useCall';

/** Opens an engine on a content in the document's worker, and asks it what is shown first. */
export function Opened<N extends EngineName, T>(props: {
  engine: N;
  content: IContentSource;
  options: OptionsOf<N>;
  /** The first question, such as what an array is. */
  ask: (engine: Remote<EngineOf<N>>, call: ICall) => Promise<T>;
  label: string;
  /** What is shown instead where it cannot be opened; by default why. */
  otherwise?: React.ReactNode;
  children: (engine: Remote<EngineOf<N>>, answer: T) => React.ReactNode;
}): JSX.Element {
  const {
    ask,
    children,
    content,
    engine: name,
    label,
    options,
    otherwise
  } = props;
  const { work } = useServices();
  const [opened, retry] = useCall(
    async call => {
      const engine = await work.open(name, [content], options, call);
      return { engine, answer: await ask(engine, call) };
    },
    [work, name, content, JSON.stringify(options)]
  );
  if (opened.status === 'failed' && otherwise) {
    return <>{otherwise}</>;
  }
  return (
    <Awaited state={opened} label={label} onRetry={retry}>
      {({ answer, engine }) => (
        <Known.Provider value={null}>{children(engine, answer)}</Known.Provider>
      )}
    </Awaited>
  );
}
