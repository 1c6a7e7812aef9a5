import './jupyterlab';

import type { CodeCell } from '@jupyterlab/cells';
import { OutputArea, OutputAreaModel } from '@jupyterlab/outputarea';
import {
  RenderMimeRegistry,
  standardRendererFactories
} from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ITransfersModel } from '../../../src/model/types';
import {
  outputIndexOf,
  type CellHosts,
  type ICellHost
} from '../../../src/plugins/outputs/hosts';
import { KeepButtons } from '../../../src/plugins/outputs/keepButtons';
import { KeepStates } from '../../../src/plugins/outputs/keepStates';

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

describe('the button of an output', () => {
  let area: OutputArea;
  let widget: Widget;
  let states: KeepStates;
  let buttons: KeepButtons;
  const keep = vi.fn();
  const open = vi.fn();

  beforeEach(() => {
    const model = new OutputAreaModel({ trusted: true });
    model.add(TEXT);
    model.add(NUMBER);
    area = new OutputArea({
      model,
      rendermime: new RenderMimeRegistry({
        initialFactories: standardRendererFactories
      })
    });
    // A real output area; of its cell and its notebook only where they stand.
    const cell = { outputArea: area } as unknown as CodeCell;
    widget = new Widget();
    widget.node.appendChild(area.node);
    document.body.appendChild(widget.node);
    const host = { widget } as unknown as ICellHost;
    const hosts = {
      all: () => [host],
      added: new Signal({}),
      locate: (node: Element) => {
        const child = node.closest('.jp-OutputArea-child');
        const index = child ? outputIndexOf(cell, child) : -1;
        return index >= 0 ? { host, cell, index } : undefined;
      }
    } as unknown as CellHosts;
    const transfers = { stateChanged: new Signal({}), get: () => undefined };
    states = new KeepStates(transfers as unknown as ITransfersModel);
    const trans = nullTranslator.load('');
    const more = () => null;
    buttons = new KeepButtons(hosts, states, { keep, open, more }, trans);
  });

  /** React takes a button away only after the event that caused it. */
  const settle = (action: () => void) =>
    act(async () => {
      action();
      await Promise.resolve();
    });

  afterEach(async () => {
    await settle(() => buttons.dispose());
    widget.node.remove();
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
    expect(widget.node.querySelector('button')).toBeNull();
    hover(1);
    hover(1);
    expect(widget.node.querySelectorAll('button')).toHaveLength(1);
    expect(buttonOf(1)?.getAttribute('aria-label')).toBe(
      'Keep this output as displayed'
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

  it('becomes a tick that opens the artifact', () => {
    hover(0);
    const output = area.model.get(0);
    act(() => states.begin(output));
    expect(buttonOf(0)?.textContent).toBe('…');
    vi.spyOn(states, 'artifactOf').mockReturnValue('an-artifact');
    vi.spyOn(states, 'stateOf').mockReturnValue({
      status: 'kept',
      name: 'x',
      version: 2
    });
    hover(0);
    act(() =>
      states.fail(output, { code: 'INTERNAL', message: '', retryable: true })
    );
    act(() => buttonOf(0)!.click());
    expect(open).toHaveBeenCalledWith('an-artifact');
    expect(keep).not.toHaveBeenCalled();
  });

  it('goes with its output when the cell is run again', async () => {
    hover(0);
    const button = buttonOf(0)!;
    await settle(() => area.model.clear());
    expect(button.isConnected).toBe(false);
    await settle(() => area.model.add(NUMBER));
    hover(0);
    expect(buttonOf(0)?.getAttribute('aria-label')).toBe(
      'Keep this output as displayed'
    );
  });

  it('is not at the line that says that outputs are hidden', () => {
    area.dispose();
    const model = new OutputAreaModel({ trusted: true });
    for (let index = 0; index < 4; index++) {
      model.add({ ...NUMBER, execution_count: index });
    }
    area = new OutputArea({
      model,
      rendermime: new RenderMimeRegistry({
        initialFactories: standardRendererFactories
      }),
      maxNumberOutputs: 2
    });
    const cell = { outputArea: area } as unknown as CodeCell;
    expect(area.widgets).toHaveLength(3);
    expect([0, 1, 2].map(index => outputIndexOf(cell, childOf(index)))).toEqual(
      [0, 1, -1]
    );
  });

  it('is nowhere when the setting says so', async () => {
    hover(0);
    await settle(() => {
      buttons.enabled = false;
    });
    hover(1);
    expect(widget.node.querySelector('button')).toBeNull();
  });
});
