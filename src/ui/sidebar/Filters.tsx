import * as React from 'react';
import { HTMLSelect, InputGroup, searchIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Category } from '../../protocol/generated';
import { KINDS } from '../../protocol/types.generated';
import type { ArtifactFilter } from '../props';
import { categoryWord, kindWord } from '../words';

const CATEGORIES: readonly Category[] = ['code', 'input', 'output'];

export interface FiltersProps {
  filter: ArtifactFilter;
  kinds?: readonly string[];
  trans: TranslationBundle;
  onFilterChange: (filter: ArtifactFilter) => void;
  /** Arrow down in the search box: on to the list. */
  onLeaveDown: () => void;
}

/** The search box and the two filters, in one line where there is room. */
export function Filters(props: FiltersProps): JSX.Element {
  const { filter, onFilterChange, trans } = props;
  const kinds = props.kinds ?? KINDS.map(row => row.kind);
  const any = '';
  return (
    <div className="ck-Filters" role="search">
      <InputGroup
        type="search"
        className="ck-Filters-search"
        aria-label={trans.__('Search artifacts')}
        placeholder={trans.__('Search')}
        autoComplete="off"
        spellCheck={false}
        rightIcon={searchIcon}
        value={filter.query}
        onChange={event =>
          onFilterChange({ ...filter, query: event.currentTarget.value })
        }
        onKeyDown={event => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            props.onLeaveDown();
          } else if (event.key === 'Escape' && filter.query !== '') {
            event.preventDefault();
            event.stopPropagation();
            onFilterChange({ ...filter, query: '' });
          }
        }}
      />
      <HTMLSelect
        className={selectClass(filter.kind !== null)}
        aria-label={trans.__('Type')}
        value={filter.kind ?? any}
        options={[
          { value: any, label: trans.__('All types') },
          ...kinds.map(kind => ({ value: kind, label: kindWord(kind, trans) }))
        ]}
        onChange={event =>
          onFilterChange({ ...filter, kind: event.currentTarget.value || null })
        }
      />
      <HTMLSelect
        className={selectClass(filter.category !== null)}
        aria-label={trans.__('Category')}
        value={filter.category ?? any}
        options={[
          { value: any, label: trans.__('All categories') },
          ...CATEGORIES.map(category => ({
            value: category,
            label: categoryWord(category, trans)
          }))
        ]}
        onChange={event =>
          onFilterChange({
            ...filter,
            category: categoryOf(event.currentTarget.value)
          })
        }
      />
    </div>
  );
}

function selectClass(narrowed: boolean): string {
  return `ck-Filters-select ${narrowed ? 'ck-mod-narrowed' : ''}`;
}

function categoryOf(value: string): Category | null {
  return CATEGORIES.find(category => category === value) ?? null;
}
