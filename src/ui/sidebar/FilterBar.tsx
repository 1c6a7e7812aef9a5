import * as React from 'react';
import {
  closeIcon,
  filterDotIcon,
  filterIcon,
  InputGroup,
  searchIcon
} from '@jupyterlab/ui-components';

import { isFiltered, NO_FILTER, type ICatalogFilter } from '../../model/view';
import { bytes, number } from '../format';
import { IconButton } from '../IconButton';
import { groupIcon } from '../icons';
import { LinkButton } from '../LinkButton';
import type { FilterProps, Translated } from '../props';
import { chipsOf, viewWords } from './viewWords';

interface FilterBarProps extends FilterProps, Translated {
  now: Date;
  /** Arrow down in the search box: on to the list. */
  onLeaveDown: () => void;
}

/** The search box, the menus of filters and groups, and what is narrowed to as chips. */
export function FilterBar(props: FilterBarProps): JSX.Element {
  const { trans, view } = props;
  const { filter } = view;
  const box = React.useRef<HTMLDivElement>(null);
  const [text, setText] = useTyped(filter.text);
  const chips = chipsOf(filter, props.now, trans);
  const change = (changed: ICatalogFilter): void =>
    props.onViewChange({ ...view, filter: changed });
  const search = (query: string): void => {
    setText(query);
    change({ ...filter, text: query });
  };
  /** What a person takes away leaves the keyboard in the search box, not nowhere. */
  const takeAway = (changed: ICatalogFilter): void => {
    change(changed);
    box.current?.querySelector('input')?.focus();
  };
  return (
    <div className="jp-Cellkeep-Filters" role="search" ref={box}>
      <div className="jp-Cellkeep-Filters-line">
        <InputGroup
          type="search"
          className="jp-Cellkeep-Filters-search"
          aria-label={trans.__('Search artifacts')}
          placeholder={trans.__('Search')}
          autoComplete="off"
          spellCheck={false}
          rightIcon={searchIcon}
          value={text}
          onChange={event => search(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              props.onLeaveDown();
            } else if (event.key === 'Escape' && text !== '') {
              event.preventDefault();
              event.stopPropagation();
              search('');
            }
          }}
        />
        <IconButton
          className="jp-Cellkeep-Filters-button"
          icon={chips.length > 0 ? filterDotIcon : filterIcon}
          label={trans.__('Filter')}
          opensMenu
          onClick={event => props.onFilterMenu(event.currentTarget)}
        />
        <IconButton
          className="jp-Cellkeep-Filters-button"
          icon={groupIcon}
          label={viewWords(view, trans)}
          opensMenu
          onClick={event => props.onViewMenu(event.currentTarget)}
        />
      </div>
      {chips.length > 0 && (
        <ul className="jp-Cellkeep-Chips" aria-label={trans.__('Filters')}>
          {chips.map(({ key, label, without }) => (
            <li className="jp-Cellkeep-Chip" key={key}>
              <span className="jp-Cellkeep-Chip-label">{label}</span>
              <IconButton
                icon={closeIcon}
                label={trans.__('Remove filter: %1', label)}
                onClick={() => takeAway(without)}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="jp-Cellkeep-Filters-found">
        <span role="status">{foundWords(props)}</span>
        {isFiltered(filter) && (
          <LinkButton
            onClick={() => {
              setText('');
              takeAway(NO_FILTER);
            }}
          >
            {trans.__('Clear all')}
          </LinkButton>
        )}
      </div>
    </div>
  );
}

/** What is found, once it is counted: "1,234 found · 5 GB". */
function foundWords({ found, trans, view }: FilterBarProps): string {
  if (!isFiltered(view.filter) || !found) {
    return '';
  }
  const { artifacts } = found;
  return artifacts === 0
    ? trans.__('Nothing found')
    : trans.__('%1 found · %2', number(artifacts), bytes(found.bytes));
}

/** The text as typed; it is on the screen before anybody has answered to it. */
function useTyped(given: string): [string, (text: string) => void] {
  const [text, setText] = React.useState(given);
  const [before, setBefore] = React.useState(given);
  if (given !== before) {
    setBefore(given);
    setText(given);
  }
  return [text, setText];
}
