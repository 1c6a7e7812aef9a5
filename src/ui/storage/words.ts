/** What clean-up and sharing did, or would do, in words. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type {
  Collected,
  DeleteReport,
  ImportReport
} from '../../protocol/generated';
import type { IPiece, SizesBy } from '../../model/storage';
import { bytes, displayName, fractionOf, number, percent } from '../format';
import { kindWord } from '../words';

/** "12 artifacts, 340 MB, go to the trash. Emptying it frees 310 MB." */
export function frees(report: DeleteReport, trans: TranslationBundle): string {
  if (report.artifacts === 0) {
    return trans.__('It is empty.');
  }
  const what = artifactsAndBytes(report.artifacts, report.bytes, trans);
  if (report.trashed_bytes === 0) {
    return trans.__(
      '%1 go to the trash. Emptying it will free nothing: other artifacts share the bytes.',
      what
    );
  }
  return trans.__(
    '%1 go to the trash. Emptying it will free %2.',
    what,
    bytes(report.trashed_bytes)
  );
}

/** "Deleted 12 artifacts (340 MB)." */
export function deletedWords(
  report: DeleteReport,
  what: string | undefined,
  trans: TranslationBundle
): string {
  return trans.__(
    'Deleted %1 (%2).',
    what ?? artifactsWord(report.artifacts, trans),
    bytes(report.bytes)
  );
}

/** "12 artifacts". */
export function artifactsWord(count: number, trans: TranslationBundle): string {
  return count === 1
    ? trans.__('1 artifact')
    : trans.__('%1 artifacts', number(count));
}

/** "12 artifacts (340 MB)". */
export function artifactsAndBytes(
  count: number,
  size: number,
  trans: TranslationBundle
): string {
  return trans.__('%1 (%2)', artifactsWord(count, trans), bytes(size));
}

/** What a clean-up did, or would do. */
export function collectedWords(
  done: Collected,
  trans: TranslationBundle
): string {
  const { dry_run: isPlan, expired, freed_bytes: freed, purged } = done;
  const parts: string[] = [];
  if (expired > 0) {
    const what = artifactsWord(expired, trans);
    parts.push(
      isPlan
        ? trans.__('%1 that runs no longer keep will go to the trash.', what)
        : trans.__('%1 went to the trash.', what)
    );
  }
  if (purged > 0) {
    const what = artifactsWord(purged, trans);
    parts.push(
      isPlan
        ? trans.__('%1 will be permanently deleted from the trash.', what)
        : trans.__('%1 permanently deleted from the trash.', what)
    );
  }
  parts.push(
    isPlan
      ? trans.__('This frees %1.', bytes(freed))
      : trans.__('%1 were freed.', bytes(freed))
  );
  return parts.join(' ');
}

/** What an import brought. */
export function importedWords(
  name: string,
  report: ImportReport,
  trans: TranslationBundle
): string {
  const parts: string[] = [];
  if (report.artifacts > 0) {
    parts.push(
      trans.__(
        'Imported %1 from %2.',
        artifactsAndBytes(report.artifacts, report.bytes, trans),
        name
      )
    );
  } else {
    parts.push(trans.__('Nothing in %1 was new here.', name));
  }
  if (report.runs > 0) {
    parts.push(trans._n('%1 run is new.', '%1 runs are new.', report.runs));
  }
  const [first] = report.into ?? [];
  if (first !== undefined) {
    parts.push(
      report.into?.length === 1
        ? trans.__('They are in the run %1.', displayName(first.name))
        : trans.__(
            'They are in the run %1 and others.',
            displayName(first.name)
          )
    );
  }
  if (report.restored !== undefined && report.restored > 0) {
    parts.push(
      trans._n(
        '%1 artifact came back from the trash.',
        '%1 artifacts came back from the trash.',
        report.restored
      )
    );
  }
  if (report.artifacts > 0 && report.existing > 0) {
    parts.push(
      trans._n(
        '%1 artifact was here already.',
        '%1 artifacts were here already.',
        report.existing
      )
    );
  }
  return parts.join(' ');
}

/** What a part of the store is called. */
export function pieceName(
  piece: IPiece,
  by: SizesBy,
  trans: TranslationBundle
): string {
  if (piece.key === undefined) {
    return by === 'run'
      ? trans.__('All other runs')
      : trans.__('All other types');
  }
  return by === 'run' ? displayName(piece.label) : kindWord(piece.key, trans);
}

/** "12%" of all the pieces; what is there is never nothing. */
export function shareOf(piece: IPiece, pieces: ReadonlyArray<IPiece>): string {
  const whole = pieces.reduce((sum, { bytes: size }) => sum + size, 0);
  const fraction = whole > 0 ? fractionOf(piece.bytes, whole) : 0;
  return fraction > 0 && fraction < 0.01
    ? `< ${percent(0.01)}`
    : percent(fraction);
}

/** "12 artifacts are deleted for good, which frees 310 MB." */
export function purgedWords(done: Collected, trans: TranslationBundle): string {
  const what = artifactsWord(done.purged, trans);
  if (done.freed_bytes === 0) {
    return done.dry_run
      ? trans.__(
          '%1 will be permanently deleted. This frees nothing: other artifacts share the bytes.',
          what
        )
      : trans.__('%1 permanently deleted; no bytes were freed.', what);
  }
  const freed = bytes(done.freed_bytes);
  return done.dry_run
    ? trans.__('%1 will be permanently deleted. This frees %2.', what, freed)
    : trans.__('%1 permanently deleted; %2 freed.', what, freed);
}
