import * as React from 'react';

import { useServices } from '../frame/services';

/** What people meet, by the names that browsers know. */
const ENCODINGS: readonly (readonly [charset: string, label: string])[] = [
  ['utf-8', 'UTF-8'],
  ['windows-1252', 'Latin-1 (Windows-1252)'],
  ['iso-8859-2', 'Latin-2'],
  ['windows-1251', 'Cyrillic (Windows-1251)'],
  ['shift_jis', 'Shift JIS'],
  ['gb18030', 'GB 18030'],
  ['utf-16le', 'UTF-16 LE'],
  ['utf-16be', 'UTF-16 BE']
];

/** Says in which encoding a text is read, where that is not plain, and lets a person choose. */
export function Encoding(props: {
  charset: string;
  /** Whether some bytes are no characters in it. */
  isDamaged: boolean;
  /** Without it there is no choice. */
  onChoose?: (charset: string) => void;
}): JSX.Element | null {
  const { charset, isDamaged, onChoose } = props;
  const { trans } = useServices();
  const known = ENCODINGS.find(([name]) => name === charset);
  const label = known?.[1] ?? charset;
  return (
    <>
      <span>
        {isDamaged
          ? trans.__(
              'Read as %1: some bytes are no characters in it, and shown as \uFFFD.',
              label
            )
          : trans.__('Read as %1.', label)}
      </span>{' '}
      {onChoose && (
        <label>
          {trans.__('Encoding')}{' '}
          <select
            value={charset}
            onChange={({ target }) => onChoose(target.value)}
          >
            {!known && <option value={charset}>{charset}</option>}
            {ENCODINGS.map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
