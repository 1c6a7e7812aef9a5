import * as React from 'react';

import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
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

interface IComparedProps<T> {
  compare: (engine: Remote<EngineOf<'compare'>>, call: ICall) => Promise<T>;
  /** What is said while it compares. */
  label: string;
  children: (difference: T) => React.ReactNode;
}

/** What the worker finds between the contents of a pair. */
export function Compared<T>(
  props: IPairProps & IComparedProps<T>
): JSX.Element {
  const { after, before } = props;
  const { content } = useServices();
  return (
    <ComparedContents
      {...props}
      key={`${before.id} ${after.id}`}
      open={() => [content(before), content(after)]}
    />
  );
}

/** What the worker finds between two contents, which stay the same as long as it is shown. */
export function ComparedContents<T>(
  props: IComparedProps<T> & {
    open: () => readonly [IContentSource, IContentSource];
  }
): JSX.Element {
  const { children, compare, label, open } = props;
  const { work } = useServices();
  const [difference, retry] = useCall(
    async call => {
      const engine = await work.open('compare', [...open()], {}, call);
      return compare(engine, call);
    },
    [work]
  );
  return (
    <Awaited state={difference} label={label} onRetry={retry}>
      {children}
    </Awaited>
  );
}
