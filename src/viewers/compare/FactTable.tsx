import * as React from 'react';

import { displayName, number } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';

/** Rows that are drawn at first, and each time more are asked for. */
const PAGE = 200;
/** A longer value is cut: all of it is where it came from. */
const MOST_CHARACTERS = 1000;

/** Facts of several things beside each other; those that differ, or all where a person asks for it. */
export function FactTable(props: {
  title: string;
  /** What the columns are about. */
  columns: readonly string[];
  /** The column that the others are held against; by default a row is marked as a whole. */
  base?: number;
  /** Whether rows that do not differ are shown too; where it is not said, a person chooses here. */
  showsAll?: boolean;
  rows: readonly {
    readonly label: string;
    readonly values: readonly string[];
    readonly isSame: boolean;
  }[];
}): JSX.Element {
  const { base, columns, rows, title } = props;
  const { trans } = useServices();
  const [wantsAll, setWantsAll] = React.useState(false);
  const [most, setMost] = React.useState(PAGE);
  const showsAll = props.showsAll ?? wantsAll;
  const shown = showsAll ? rows : rows.filter(({ isSame }) => !isSame);
  return (
    <section aria-label={title}>
      <h3 className="jp-Cellkeep-Viewer-heading">{title}</h3>
      <div className="jp-Cellkeep-Compare-wide">
        <table className="jp-Cellkeep-Table jp-Cellkeep-Compare-facts">
          <thead>
            <tr>
              <th scope="col">{trans.__('Fact')}</th>
              {columns.map((column, index) => (
                <th key={index} scope="col">
                  <bdi>{displayName(column)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, most).map(({ label, values, isSame }) => (
              <tr
                key={label}
                className={isSame ? '' : 'jp-Cellkeep-mod-changed'}
              >
                <th scope="row">
                  <bdi>{short(label)}</bdi>
                </th>
                {values.map((value, index) => (
                  <td
                    key={index}
                    className={
                      base !== undefined && value !== values[base]
                        ? 'jp-Cellkeep-mod-differs'
                        : undefined
                    }
                  >
                    <bdi>{short(value)}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length > most && (
        <LinkButton onClick={() => setMost(most + PAGE)}>
          {trans.__(
            'Show %1 more',
            number(Math.min(PAGE, shown.length - most))
          )}
        </LinkButton>
      )}{' '}
      {props.showsAll === undefined && (
        <LinkButton onClick={() => setWantsAll(!wantsAll)}>
          {wantsAll ? trans.__('Differences only') : trans.__('Everything')}
        </LinkButton>
      )}
    </section>
  );
}

function short(text: string): string {
  return text.length > MOST_CHARACTERS
    ? `${displayName(text.slice(0, MOST_CHARACTERS))}…`
    : displayName(text);
}
