import * as React from 'react';

import { number } from '../../ui/format';
import { useServices } from '../frame/services';
import { Encoding } from '../text/Encoding';
import type { ICsvWishes } from './csvLayout';
import type { ICsvText } from './csvSource';

/** As many lines may be chosen as the one that names the columns. */
const MOST_HEADER_LINES = 10;

/** Says how a text is read as a table and what of it is not shown, and lets a person choose. */
export function CsvNote(props: {
  text: ICsvText;
  /** Without it there is no choice, and nothing where there is nothing to say. */
  onWish?: (wish: ICsvWishes) => void;
}): JSX.Element | null {
  const { onWish, text } = props;
  const { trans } = useServices();
  const { charset, delimiter, header, isDamaged } = text;
  const isUnusual = charset !== 'utf-8' || isDamaged;
  const said = [
    text.skipped > 0 &&
      trans._n(
        '%2 line before the table is not shown.',
        '%2 lines before the table are not shown.',
        text.skipped,
        number(text.skipped)
      ),
    text.unnamed && trans.__('Rows have more cells than the header has names.'),
    text.hidden > 0 &&
      trans._n(
        'The longest row has %2 cell more than is shown.',
        'The longest row has %2 cells more than are shown.',
        text.hidden,
        number(text.hidden)
      )
  ].filter(one => typeof one === 'string');
  if (!onWish && !isUnusual && said.length === 0) {
    return null;
  }
  const lines = Math.max(MOST_HEADER_LINES, header);
  return (
    <p className="jp-Cellkeep-Viewer-note">
      {said.length > 0 && <span role="status">{said.join(' ')} </span>}
      {(onWish || isUnusual) && (
        <Encoding
          charset={charset}
          isDamaged={isDamaged}
          onChoose={onWish && (encoding => onWish({ encoding }))}
        />
      )}
      {onWish && (
        <>
          {' '}
          <label>
            {trans.__('Delimiter')}{' '}
            <select
              value={delimiter}
              onChange={({ target }) => onWish({ delimiter: target.value })}
            >
              <option value=",">{trans.__('Comma')}</option>
              <option value="&#9;">{trans.__('Tab')}</option>
              <option value=";">{trans.__('Semicolon')}</option>
              <option value="|">{trans.__('Bar')}</option>
            </select>
          </label>{' '}
          <label>
            {trans.__('Header')}{' '}
            <select
              value={header}
              onChange={({ target }) =>
                onWish({ header: Number(target.value) })
              }
            >
              <option value={0}>{trans.__('None')}</option>
              {Array.from({ length: lines }, (_, index) => (
                <option key={index} value={index + 1}>
                  {trans.__('Line %1', number(index + 1))}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
    </p>
  );
}
