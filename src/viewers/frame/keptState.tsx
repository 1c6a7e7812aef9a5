import type { ReadonlyJSONObject, ReadonlyJSONValue } from '@lumino/coreutils';
import * as React from 'react';

import type { IViewerProps } from '../../tokens';

/** How parts of a state are read and kept; each has a name. */
export interface IKept {
  get: <T extends ReadonlyJSONValue>(name: string, initial: T) => T;
  set: (name: string, value: ReadonlyJSONValue) => void;
}

const Kept = React.createContext<IKept | undefined>(undefined);

/** Keeps what those inside of it set, all of them in one state; without `onState` for as long as it is shown. */
export function KeptView(
  props: React.PropsWithChildren<Pick<IViewerProps, 'state' | 'onState'>>
): JSX.Element {
  const kept = useViewerState(props);
  return <Kept.Provider value={kept}>{props.children}</Kept.Provider>;
}

/** What is kept of the document that a component stands in. */
export function useKeptState(): IKept {
  const own = useViewerState({});
  return React.useContext(Kept) ?? own;
}

/** A part of it, as `React.useState` gives it. */
export function useKept<T extends ReadonlyJSONValue>(
  name: string,
  initial: T
): [T, (value: T) => void] {
  const { get, set } = useKeptState();
  return [get(name, initial), value => set(name, value)];
}

/** The whole state, which one component has: two would each write over what the other keeps. */
export function useViewerState({
  state,
  onState
}: Pick<IViewerProps, 'state' | 'onState'>): IKept {
  const [parts, setParts] = React.useState<ReadonlyJSONObject>(state ?? {});
  const current = React.useRef(parts);
  return {
    // What was kept was written by this very viewer, at worst by an older one of the same parts.
    get: (name, initial) =>
      typeof parts[name] === typeof initial
        ? (parts[name] as typeof initial)
        : initial,
    set: (name, value) => {
      current.current = { ...current.current, [name]: value };
      setParts(current.current);
      onState?.(current.current);
    }
  };
}
