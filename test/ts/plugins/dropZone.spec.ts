import { nullTranslator } from '@jupyterlab/translation';
import { MimeData } from '@lumino/coreutils';
import type { Drag } from '@lumino/dragdrop';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { CELLS_MIME, CONTENTS_MIME } from '../../../src/capture/drag';
import { DropZone } from '../../../src/plugins/drag/dropZone';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const CELL = { cell_type: 'code', source: 'x', metadata: {}, outputs: [] };

describe('the sidebar as a place to drop things', () => {
  let node: HTMLElement;
  let zone: DropZone;
  let under: Element | null;
  let isReady: boolean;
  const onDrop = vi.fn();
  const onFiles = vi.fn();

  beforeEach(() => {
    node = document.body.appendChild(document.createElement('div'));
    under = null;
    isReady = true;
    zone = new DropZone({
      node,
      trans: nullTranslator.load(''),
      isReady: () => isReady,
      runName: () => 'analysis.ipynb',
      otherRuns: () => [
        {
          id: 'r2',
          name: 'older.ipynb',
          created_at: '2026-11-03T14:02:00.000Z'
        }
      ],
      draggedPicture: () => null,
      onDrop,
      onFiles
    });
  });

  afterEach(() => {
    act(() => zone.dispose());
    node.remove();
    vi.clearAllMocks();
  });

  const target = (category: string) =>
    node.querySelector(`[data-category="${category}"]`);

  function send<T extends object>(
    type: string,
    fields: T,
    relatedTarget: Element | null = null
  ): MouseEvent & T {
    const init = { bubbles: true, cancelable: true, relatedTarget };
    const event = new MouseEvent(type, init);
    Object.assign(event, fields);
    act(() => void (under ?? node).dispatchEvent(event));
    return event as MouseEvent & T;
  }

  function lumino(
    type: string,
    data: Record<string, unknown>,
    supportedActions: Drag.SupportedActions = 'copy-move'
  ) {
    const mimeData = new MimeData();
    Object.entries(data).forEach(([key, value]) =>
      mimeData.setData(key, value)
    );
    return send(type, { mimeData, supportedActions, dropAction: 'none' });
  }

  function native(type: string, types: string[], files: File[] = []) {
    const items = files.map(file => ({
      kind: 'file',
      getAsFile: () => file,
      webkitGetAsEntry: () => null
    }));
    const dataTransfer = { types, items, files, dropEffect: 'none' };
    return send(type, { dataTransfer });
  }

  it('shows three targets and where things go, and takes only what lands on one', () => {
    const cells = { [CELLS_MIME]: [CELL, CELL] };
    expect(lumino('lm-dragenter', cells).defaultPrevented).toBe(true);
    expect(node.textContent).toContain('2 cells → analysis.ipynb');
    expect(lumino('lm-dragover', cells).dropAction).toBe('none');

    under = target('input');
    expect(lumino('lm-dragover', cells).dropAction).toBe('copy');
    const drop = lumino('lm-drop', cells);
    expect(drop.dropAction).toBe('none');
    expect(onDrop).toHaveBeenCalledWith(
      { type: 'cells', cells: [CELL, CELL], live: [] },
      { category: 'input' }
    );
    expect(target('input')).toBeNull();
  });

  it('answers the file browser with the one action that it knows, and moves nothing', () => {
    const paths = { [CONTENTS_MIME]: ['a.csv'] };
    lumino('lm-dragenter', paths, 'move');
    under = target('output');
    expect(lumino('lm-dragover', paths, 'move').dropAction).toBe('move');
    expect(lumino('lm-drop', paths, 'move').dropAction).toBe('none');
    expect(onDrop).toHaveBeenCalledOnce();
  });

  it('takes files of the desktop', () => {
    const file = new File(['x'], 'x.txt');
    expect(native('dragenter', ['Files'], [file]).defaultPrevented).toBe(true);
    under = target('code');
    expect(native('dragover', ['Files'], [file]).dataTransfer.dropEffect).toBe(
      'copy'
    );
    native('drop', ['Files'], [file]);
    expect(onFiles).toHaveBeenCalledWith([file], { category: 'code' });
  });

  it('keeps the browser from opening a file that fell between the targets', () => {
    native('dragenter', ['Files']);
    expect(native('drop', ['Files']).defaultPrevented).toBe(true);
    expect(onFiles).not.toHaveBeenCalled();
    expect(node.textContent).toBe('');
  });

  it('leaves alone what it cannot keep', () => {
    expect(native('dragenter', ['text/plain']).defaultPrevented).toBe(false);
    const tab = { 'application/vnd.lumino.widget-factory': () => null };
    expect(lumino('lm-dragenter', tab).defaultPrevented).toBe(false);
    isReady = false;
    expect(native('dragenter', ['Files']).defaultPrevented).toBe(false);
    expect(node.textContent).toBe('');
  });

  it('is as before when the drag leaves or ends by Escape, not when it only crosses a child', () => {
    native('dragenter', ['Files']);
    send('dragleave', {}, target('code'));
    expect(target('code')).not.toBeNull();
    send('dragleave', {});
    expect(target('code')).toBeNull();
  });
});
