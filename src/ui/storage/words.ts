/** What clean-up and sharing did, or would do, in words. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type {
  Collected,
  DeleteReport,
  ImportReport
} from '../../protocol/generated';
import { bytes, number } from '../format';

/** "12 artifacts, 340 MB, go to the trash. Emptying it frees 310 MB." */
export function frees(report: DeleteReport, trans: TranslationBundle): string {
  if (report.artifacts === 0) {
    return trans.__('There is nothing in it.');
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
  const parts: string[] = [];
  if (done.expired > 0) {
    parts.push(
      trans._n(
        '%1 artifact that its run keeps no longer goes to the trash.',
        '%1 artifacts that their runs keep no longer go to the trash.',
        done.expired
      )
    );
  }
  if (done.purged > 0) {
    parts.push(
      trans._n(
        '%1 artifact leaves the trash for good.',
        '%1 artifacts leave the trash for good.',
        done.purged
      )
    );
  }
  parts.push(
    done.freed_bytes > 0
      ? trans.__('%1 are freed.', bytes(done.freed_bytes))
      : trans.__('No bytes are freed.')
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
  if (report.artifacts > 0 && report.existing > 0) {
    parts.push(
      trans.__('%1 were here already.', artifactsWord(report.existing, trans))
    );
  }
  return parts.join(' ');
}
