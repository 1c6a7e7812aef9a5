import type * as React from 'react';

/** A column of a grid. */
export interface IGridColumn {
  readonly name: string;
  /** Under the name, such as its type. */
  readonly detail?: string;
  readonly isNumber?: boolean;
  /** Floats are shown in as many digits as tell them apart, and in full on hover. */
  readonly isFloat?: boolean;
  readonly width: number;
  readonly order?: 'ascending' | 'descending';
  /** A picture of what it holds, for its head. */
  readonly summary?: React.ReactNode;
}
