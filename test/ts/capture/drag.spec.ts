import { MimeData } from '@lumino/coreutils';
import type { Drag } from '@lumino/dragdrop';
import { describe, expect, it } from 'vitest';

import {
  acceptDrag,
  ARTIFACTS_MIME,
  bringsFiles,
  CELLS_MIME,
  CONTENTS_MIME,
  kindOfDrag,
  OUTPUT_MIME,
  readDrag,
  takeDrop
} from '../../../src/capture/drag';

function mimeOf(data: Record<string, unknown>): MimeData {
  const mime = new MimeData();
  Object.entries(data).forEach(([type, value]) => mime.setData(type, value));
  return mime;
}

const CELL = { cell_type: 'code', source: '', metadata: {} };

/** An event as Lumino makes it; its own constructor takes no window of jsdom. */
function dragEvent(
  supportedActions: Drag.SupportedActions,
  mimeData: MimeData
): Drag.Event {
  const event = new MouseEvent('lm-drop', { cancelable: true });
  const fields = { supportedActions, mimeData, dropAction: 'none' };
  return Object.assign(event, fields) as unknown as Drag.Event;
}

describe('a drag', () => {
  it('of the file browser brings every selected path, not only the last', () => {
    const mime = mimeOf({
      [CONTENTS_MIME]: ['a.csv', 'b.csv'],
      'application/x-jupyter-icontentsrich': { model: {} }
    });
    expect(readDrag(mime)).toEqual({
      type: 'contents',
      paths: ['a.csv', 'b.csv']
    });
    expect(kindOfDrag(mime)).toEqual({ noun: 'files', count: 2 });
  });

  it('of cells brings their JSON', () => {
    const mime = mimeOf({ [CELLS_MIME]: [CELL, CELL], 'text/plain': '' });
    expect(readDrag(mime)).toMatchObject({
      type: 'cells',
      cells: [CELL, CELL]
    });
    expect(kindOfDrag(mime)).toEqual({ noun: 'cells', count: 2 });
  });

  it('of one output is that output before anything else', () => {
    const output = { cell: CELL, index: 2 };
    const mime = mimeOf({ [OUTPUT_MIME]: output, [CELLS_MIME]: [CELL] });
    expect(readDrag(mime)).toEqual({ type: 'output', output });
  });

  it('of artifacts or of a tab is not for us', () => {
    const mime = mimeOf({ [ARTIFACTS_MIME]: ['x'], [CELLS_MIME]: [CELL] });
    expect(kindOfDrag(mime)).toBeNull();
    const tab = mimeOf({ 'application/vnd.lumino.widget-factory': () => null });
    expect(kindOfDrag(tab)).toBeNull();
  });
});

describe('the answer to a drag', () => {
  it('is move where the source allows nothing else, and copy where it can be', () => {
    const mime = mimeOf({ [CONTENTS_MIME]: ['a'] });
    const fromBrowser = dragEvent('move', mime);
    acceptDrag(fromBrowser);
    expect(fromBrowser.dropAction).toBe('move');
    const fromNotebook = dragEvent('copy-move', mime);
    acceptDrag(fromNotebook);
    expect(fromNotebook.dropAction).toBe('copy');
    expect(fromNotebook.defaultPrevented).toBe(true);
  });

  it('after the drop is that nothing was moved', () => {
    const event = dragEvent('move', mimeOf({ [CONTENTS_MIME]: ['a'] }));
    acceptDrag(event);
    expect(takeDrop(event)).toEqual({ type: 'contents', paths: ['a'] });
    expect(event.dropAction).toBe('none');
  });
});

it('only a native drag with files brings files', () => {
  const transfer = (types: string[]) => ({ types }) as unknown as DataTransfer;
  expect(bringsFiles(transfer(['text/plain', 'Files']))).toBe(true);
  expect(bringsFiles(transfer(['text/html', 'text/uri-list']))).toBe(false);
  expect(bringsFiles(null)).toBe(false);
});
