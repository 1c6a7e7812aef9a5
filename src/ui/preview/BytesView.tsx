import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { bytes, number } from '../format';
import type { BytesContent } from '../previewContent';

const PER_LINE = 8;
const MOST_BYTES = 512;

/** Bytes that nothing here can read: the first of them, as numbers and as letters. */
export function BytesView(props: {
  content: BytesContent;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, trans } = props;
  const head = content.head.subarray(0, MOST_BYTES);
  if (content.size === 0) {
    return <p className="ck-Preview-message">{trans.__('It is empty.')}</p>;
  }
  return (
    <>
      <p className="ck-Preview-message">
        {trans.__(
          'Nothing here reads %1. Download it, or open it with another viewer.',
          content.mediaType
        )}
      </p>
      {head.length > 0 && (
        <>
          <pre
            className="ck-TextView ck-mod-bytes"
            tabIndex={0}
            role="region"
            aria-label={trans.__('First bytes')}
          >
            {hexDump(head)}
          </pre>
          <p className="ck-Preview-caption">
            <span>
              {trans.__(
                'first %1 bytes of %2',
                number(head.length),
                bytes(content.size)
              )}
            </span>
          </p>
        </>
      )}
    </>
  );
}

/** Lines of "0000  50 4b 03 04 14 00 00 00  PK......". */
export function hexDump(head: Uint8Array): string {
  const lines: string[] = [];
  for (let start = 0; start < head.length; start += PER_LINE) {
    const line = [...head.subarray(start, start + PER_LINE)];
    const hex = line.map(byte => byte.toString(16).padStart(2, '0')).join(' ');
    const letters = line
      .map(byte =>
        byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
      )
      .join('');
    const offset = start.toString(16).padStart(4, '0');
    lines.push(`${offset}  ${hex.padEnd(PER_LINE * 3 - 1)}  ${letters}`);
  }
  return lines.join('\n');
}
