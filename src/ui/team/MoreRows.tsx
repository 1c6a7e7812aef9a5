import * as React from 'react';

import type { IPagedSnapshot } from '../../model/pagedList';
import type { Translated } from '../props';
import { Problem } from '../storage/Problem';
import { TextButton } from '../TextButton';

/** What stands below a list: that it loads, why it could not, or the way to more of it. */
export function MoreRows(
  props: Translated & {
    list: IPagedSnapshot<unknown>;
    /** What is said of an empty list. */
    empty: string;
    onMore: () => void;
    onRetry: () => void;
  }
): JSX.Element | null {
  const { list, trans } = props;
  if (list.error) {
    return <Problem error={list.error} trans={trans} onRetry={props.onRetry} />;
  }
  if (!list.items) {
    return <p role="status">{trans.__('Loading…')}</p>;
  }
  if (list.items.length === 0) {
    return <p>{props.empty}</p>;
  }
  return list.complete ? null : (
    <TextButton disabled={list.loading} onClick={props.onMore}>
      {trans.__('Show more')}
    </TextButton>
  );
}
