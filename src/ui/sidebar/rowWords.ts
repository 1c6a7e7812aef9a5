/** What is said of a row of the list: to people who do not see it, and to those who point at it. */
import type { TranslationBundle } from '@jupyterlab/translation';

import { bytes, displayName, runTime } from '../format';
import type { FlightProps } from '../props';
import { kindWord } from '../words';
import { artifactTitle } from './ArtifactRow';
import { flightWords } from './FlightRow';
import { groupTitle } from './GroupRow';
import type { Row } from './row';
import { progressWord, transferTitle } from './TransferRow';
import { foundWords, groupLabel, spanWords } from './viewWords';

/** What the words depend on, beside the row. */
export interface RowWordsProps {
  trans: TranslationBundle;
  now: Date;
  beside: string | undefined;
  hasNamesakes: boolean;
  flight: Pick<FlightProps, 'transfers' | 'pace'> | undefined;
  bytesPerSecond: number;
}

/** What a screen reader says of a row, before its place and state. */
export function rowLabel(row: Row, props: RowWordsProps): string | undefined {
  const { trans } = props;
  switch (row.type) {
    case 'flight':
      return trans.__('In flight');
    case 'transfer': {
      const { error, name, state } = row.transfer;
      const word = progressWord(row.transfer, trans);
      return state === 'failed' && error
        ? trans.__('%1, failed: %2', displayName(name), error.message)
        : trans.__('%1, %2', displayName(name), word);
    }
    case 'group': {
      const { group, by } = row;
      const name = displayName(groupLabel(group, by, props.now, trans));
      const label =
        props.hasNamesakes && props.beside !== undefined
          ? trans.__('%1, %2', name, props.beside)
          : name;
      return group.count === undefined
        ? label
        : trans._n('%2, %1 artifact', '%2, %1 artifacts', group.count, label);
    }
    case 'folder':
      return trans._n(
        'Folder %2, %1 name',
        'Folder %2, %1 names',
        row.names,
        displayName(row.label)
      );
    case 'run':
      return trans._n(
        '%2, %3, %1 version',
        '%2, %3, %1 versions',
        row.versions,
        displayName(row.latest.run_name),
        runTime(row.latest.stored_at, props.now, trans)
      );
    case 'artifact': {
      const { artifact, span } = row;
      const words = trans.__(
        '%1 v%2, %3, %4',
        displayName(artifact.name),
        artifact.version,
        artifact.summary ?? kindWord(artifact.kind, trans),
        bytes(artifact.size)
      );
      return [
        words,
        span && spanWords(span, trans),
        foundWords(artifact, trans)
      ]
        .filter(Boolean)
        .join(', ');
    }
    case 'more':
    case 'waiting':
    case 'cut':
      return undefined;
  }
}

/** Everything about a row that it has no room for. */
export function rowTitle(row: Row, props: RowWordsProps): string | undefined {
  const { trans } = props;
  switch (row.type) {
    case 'flight':
      return props.flight && flightWords({ ...props.flight, trans });
    case 'transfer':
      return transferTitle(row.transfer, props.bytesPerSecond, trans);
    case 'group':
      return groupTitle({
        group: row.group,
        by: row.by,
        now: props.now,
        trans
      });
    case 'artifact':
      return artifactTitle(row.artifact, props.now, trans);
    default:
      return undefined;
  }
}
