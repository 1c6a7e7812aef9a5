import * as React from 'react';

import type { ICall } from '../../codecs/call';
import type { Artifact } from '../../protocol/generated';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import type { Format } from '../sniff';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';

/** Two artifacts beside each other; of more than two, any pair. */
export interface IPairProps {
  readonly before: Artifact;
  readonly after: Artifact;
  readonly formats: readonly [Format, Format];
}

/** What the worker finds between the contents of a pair. */
export function Compared<T>(
  props: IPairProps & {
    compare: (engine: Remote<EngineOf<'compare'>>, call: ICall) => Promise<T>;
    /** What is said while it compares. */
    label: string;
    children: (difference: T) => React.ReactNode;
  }
): JSX.Element {
  const { after, before, children, compare, label } = props;
  const { content, work } = useServices();
  const [difference, retry] = useCall(
    async call => {
      const contents = [content(before), content(after)];
      return compare(await work.open('compare', contents, {}, call), call);
    },
    [before.id, after.id, work]
  );
  return (
    <Awaited state={difference} label={label} onRetry={retry}>
      {children}
    </Awaited>
  );
}
