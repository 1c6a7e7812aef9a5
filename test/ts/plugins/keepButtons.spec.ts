import {
  CodeMirrorEditorFactory,
  CodeMirrorMimeTypeService,
  EditorLanguageRegistry
} from '@jupyterlab/codemirror';
import type { CodeCell } from '@jupyterlab/cells';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import {
  type INotebookModel,
  Notebook,
  StaticNotebook,
  NotebookModel,
  NotebookPanel,
  NotebookTracker
} from '@jupyterlab/notebook';
import type * as nbformat from '@jupyterlab/nbformat';
import type { OutputArea } from '@jupyterlab/outputarea';
import {
  RenderMimeRegistry,
  standardRendererFactories
} from '@jupyterlab/rendermime';
import { ContentsManager, type Event } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal, Stream } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { CapturerRegistry } from '../../../src/capture/capturers';
import {
  type ITransferOwner,
  TransfersModel
} from '../../../src/model/transfers';
import {
  CellHosts,
  codeCellsOf,
  outputIndexOf,
  type ICellHost
} from '../../../src/plugins/outputs/hosts';
import { KeepButtons } from '../../../src/plugins/outputs/keepButtons';
import { KeepStates } from '../../../src/plugins/outputs/keepStates';
import { OutputMakers } from '../../../src/plugins/outputs/outputMakers';
import { KeepPromises } from '../../../src/plugins/outputs/promises';
import type { TransferStatus } from '../../../src/protocol/generated';
import { ID, RECEIPT, transfer } from './transfer';
import { eventually } from '../eventually';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const TEXT = {
  output_type: 'stream',
  name: 'stdout',
  text: 'hello\n'
};
const NUMBER = {
  output_type: 'execute_result',
  execution_count: 1,
  data: { 'text/plain': '42' },
  metadata: {}
};

/** Who reports the transfers; its verbs are not asked for. */
const OWNER: ITransferOwner = {
  teller: 'browser',
  act: () => undefined,
  forget: () => undefined
};

/** A notebook with one code cell that has these outputs, in its panel. */
function openNotebook(outputs: readonly object[]): NotebookPanel {
  const rendermime = new RenderMimeRegistry({
    initialFactories: standardRendererFactories
  });
  const editors = new CodeMirrorEditorFactory();
  const content = new Notebook({
    rendermime,
    contentFactory: new Notebook.ContentFactory({
      editorFactory: editors.newInlineEditor.bind(editors)
    }),
    mimeTypeService: new CodeMirrorMimeTypeService(
      new EditorLanguageRegistry()
    ),
    notebookConfig: {
      ...StaticNotebook.defaultNotebookConfig,
      windowingMode: 'none',
      maxNumberOutputs: 2
    }
  });
  const model = new NotebookModel();
  model.sharedModel.insertCell(0, {
    cell_type: 'code',
    source: '',
    outputs: [...outputs] as nbformat.IOutput[]
  });
  // A document that nothing loads or saves.
  const context = {
    ready: Promise.resolve(),
    isReady: true,
    path: 'a.ipynb',
    localPath: 'a.ipynb',
    model,
    pathChanged: new Signal({}),
    saveState: new Signal({}),
    fileChanged: new Signal({}),
    sessionContext: {
      kernelChanged: new Signal({}),
      statusChanged: new Signal({}),
      session: null
    }
  } as unknown as DocumentRegistry.IContext<INotebookModel>;
  content.model = model;
  return new NotebookPanel({ context, content });
}

describe('the button of an output', () => {
  let area: OutputArea;
  let widget: NotebookPanel;
  let transfers: TransfersModel;
  let states: KeepStates;
  let buttons: KeepButtons;
  let tracker: NotebookTracker;
  const keep = vi.fn();
  const open = vi.fn();

  beforeEach(() => {
    widget = openNotebook([TEXT, NUMBER]);
    Widget.attach(widget, document.body);
    const contents = new ContentsManager();
    tracker = new NotebookTracker({ namespace: 'notebook' });
    void tracker.add(widget);
    const hosts = new CellHosts(tracker, null, contents);
    area = (widget.content.widgets[0] as CodeCell).outputArea;
    transfers = new TransfersModel();
    states = new KeepStates(transfers);
    const trans = nullTranslator.load('');
    const promises = new KeepPromises({
      cellkeep: { lookAtObject: () => Promise.resolve({ there: true }) },
      capturers: new CapturerRegistry(),
      makers: new OutputMakers({ processOf: () => undefined }, hosts, '/', {
        stream: new Stream<Event.IManager, Event.Emission>({} as Event.IManager)
      }),
      trans
    });
    const helper = () => undefined;
    buttons = new KeepButtons(
      hosts,
      states,
      { keep, open, promises, helper },
      trans
    );
  });

  /** React takes a button away only after the event that caused it. */
  const settle = (action: () => void) =>
    act(async () => {
      action();
      await Promise.resolve();
    });

  afterEach(async () => {
    await settle(() => buttons.dispose());
    transfers.dispose();
    tracker.dispose();
    widget.dispose();
    vi.clearAllMocks();
  });

  const childOf = (index: number) => area.widgets[index]!.node;
  const buttonOf = (index: number) => childOf(index).querySelector('button');
  const hover = (index: number) =>
    act(
      () =>
        void childOf(index).firstElementChild!.dispatchEvent(
          new Event('pointerover', { bubbles: true })
        )
    );

  it('is made when the pointer first comes to it, once', () => {
    expect(area.node.querySelector('button')).toBeNull();
    hover(1);
    hover(1);
    expect(area.node.querySelectorAll('button')).toHaveLength(1);
    expect(buttonOf(1)?.getAttribute('aria-label')).toBe(
      'Save this output as displayed: text of 1 line'
    );
  });

  it('is no child of the output area, which counts its children', () => {
    hover(0);
    expect(area.widgets).toHaveLength(2);
    const model = area.model;
    act(() => model.set(1, { ...NUMBER, data: { 'text/plain': '43' } }));
    expect(childOf(1).textContent).toContain('43');
  });

  it('keeps the output that it stands at, and no other of the cell', () => {
    hover(1);
    act(() => buttonOf(1)!.click());
    expect(keep).toHaveBeenCalledOnce();
    expect(keep.mock.calls[0]?.[0]).toMatchObject({ index: 1 });
  });

  it('becomes a tick that opens the artifact', async () => {
    hover(0);
    const output = area.model.get(0);
    const report = (status: Partial<TransferStatus>) =>
      transfers.report(OWNER, [transfer(status)]);
    const label = () => buttonOf(0)?.getAttribute('aria-label');
    act(() => states.begin(output));
    expect(buttonOf(0)?.textContent).toBe('…');
    report({ state: 'uploading', sent: 100 });
    act(() => states.follow(output, ID));
    expect(label()).toBe('Saving this output, 50%');
    act(() => buttonOf(0)!.click());
    report({ state: 'stored', sent: 200, receipt: RECEIPT });
    // The transfers tell their changes in one go a little later.
    await act(() =>
      eventually(() => expect(states.stateOf(output).status).toBe('kept'))
    );
    expect(label()).toBe('Saved as fig v4. Open it');
    act(() => buttonOf(0)!.click());
    expect(open).toHaveBeenCalledExactlyOnceWith(RECEIPT.artifact_id);
    expect(keep).not.toHaveBeenCalled();
  });

  it('keeps again after a failure', () => {
    hover(0);
    const output = area.model.get(0);
    act(() => states.begin(output));
    act(() =>
      states.fail(output, { code: 'INTERNAL', message: '', retryable: true })
    );
    act(() => buttonOf(0)!.click());
    expect(keep).toHaveBeenCalledOnce();
    expect(open).not.toHaveBeenCalled();
  });

  it('goes with its output when the cell is run again', async () => {
    hover(0);
    const button = buttonOf(0)!;
    await settle(() => area.model.clear());
    expect(button.isConnected).toBe(false);
    await settle(() => area.model.add(NUMBER));
    hover(0);
    expect(buttonOf(0)?.getAttribute('aria-label')).toBe(
      'Save this output as displayed: text of 1 line'
    );
  });

  it('is not at the line that says that outputs are hidden', () => {
    const panel = openNotebook(
      [0, 1, 2, 3].map(count => ({ ...NUMBER, execution_count: count }))
    );
    const [cell] = codeCellsOf({ widget: panel } as ICellHost);
    area = cell!.outputArea;
    expect(area.widgets).toHaveLength(3);
    expect([0, 1, 2].map(index => outputIndexOf(area, childOf(index)))).toEqual(
      [0, 1, -1]
    );
  });

  it('is nowhere when the setting says so', async () => {
    hover(0);
    await settle(() => {
      buttons.enabled = false;
    });
    hover(1);
    expect(area.node.querySelector('button')).toBeNull();
  });
});
