/**
 * The button in the corner of each output.
 *
 * A button is made when the pointer (or the focus) first comes to its output, or when the output is
 * saved in another way, so a notebook with thousands of outputs costs nothing. It is plain DOM in the
 * output's node, not a Lumino child, because the output area counts its children.
 */

import type * as nbformat from '@jupyterlab/nbformat';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { IOutputAreaModel, OutputArea } from '@jupyterlab/outputarea';
import type { IOutputModel } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';
import { createRoot, type Root } from 'react-dom/client';

import { isReference } from '../../capture/reference';
import { Disposable } from '../../transport/disposable';
import { DragHandle, KeepButton } from '../../ui/KeepButton';
import type { HelperState, KeepState } from '../../ui/props';
import {
  codeCellsOf,
  focusCell,
  outputIndexOf,
  outputsAround,
  type CellHosts,
  type ICellHost,
  type ILocatedOutput
} from './hosts';
import type { KeepStates } from './keepStates';
import { OutputDrags } from './outputDrags';
import { promisedWords, type KeepPromises } from './promises';

const HOST_CLASS = 'jp-Cellkeep-KeepHost';
/** Outputs inside of widgets have no column of numbers: they leave some room. */
const ROOM_CLASS = 'jp-Cellkeep-mod-room';
const OUTPUT_CLASS = 'jp-Cellkeep-mod-keepable';
/** Outputs of one cell whose buttons are made before the pointer or the focus is at them. */
const MOST = 50;

/** What a button and a handle below it take. */
const HANDLE_BELOW_PIXELS = 36;

/** What pressing a button does. */
export interface IKeepActions {
  keep(located: ILocatedOutput): void;
  /** Absent where no plugin opens artifacts. */
  readonly open: ((artifactId: string) => void) | undefined;
  /** What an output would be kept as. */
  readonly promises: Pick<KeepPromises, 'of' | 'look' | 'changed'>;
  /** Whether the kernel has what knows the objects behind outputs. */
  helper(host: ICellHost): HelperState | undefined;
}

interface IMounted {
  readonly node: HTMLElement;
  readonly root: Root;
  /** The cell's, or that of a widget in one of its outputs. */
  readonly area: OutputArea;
  readonly child: Widget;
}

/** Puts the buttons in the page. */
export class KeepButtons extends Disposable {
  constructor(
    private readonly _hosts: CellHosts,
    private readonly _states: KeepStates,
    private readonly _actions: IKeepActions,
    private readonly _trans: TranslationBundle
  ) {
    super();
    _hosts.all().forEach(host => this._watch(host));
    _hosts.added.connect((_, host) => this._watch(host), this);
    _states.changed.connect(this._onStateChanged, this);
    _actions.promises.changed.connect(
      (_, output) => this._renderWhere(one => this._outputOf(one) === output),
      this
    );
  }

  /** Whether there are buttons at all; a setting. */
  get enabled(): boolean {
    return this._enabled;
  }
  set enabled(enabled: boolean) {
    this._enabled = enabled;
    document.body.classList.toggle(ROOM_CLASS, enabled);
    if (!enabled) {
      [...this._mounted.values()].forEach(mounted => this._unmount(mounted));
    }
  }

  /** Draw the buttons again: what their actions say has changed. */
  readonly refresh = (): void => {
    this._mounted.forEach(mounted => this._render(mounted));
  };

  protected override letGo(): void {
    this.enabled = false;
    this._watched.forEach(stop => stop());
    this._watched.clear();
    this._drags.dispose();
  }

  private _watch(host: ICellHost): void {
    const { node } = host.widget;
    if (this._watched.has(node)) {
      return;
    }
    const onPointer = ({ target }: Event) => {
      if (this._enabled && target instanceof Node) {
        this._come(target);
      }
    };
    const onFocus = ({ target }: Event) => {
      if (this._enabled && target instanceof Node) {
        this._reach(target);
      }
    };
    node.addEventListener('pointerover', onPointer);
    node.addEventListener('focusin', onFocus);
    host.sessionContext.statusChanged.connect(this._onStatus, this);
    const stop = () => {
      node.removeEventListener('pointerover', onPointer);
      node.removeEventListener('focusin', onFocus);
      this._watched.delete(node);
    };
    this._watched.set(node, stop);
    if (host.widget instanceof NotebookPanel) {
      // A second view of a notebook opens with ticks.
      void host.widget.revealed.then(() => {
        if (this._enabled && !host.widget.isDisposed) {
          this._showStates(host);
        }
      });
    }
    host.widget.disposed.connect(stop, this);
  }

  private _come(target: Node): void {
    const element = target instanceof Element ? target : target.parentElement;
    const child = element?.closest('.jp-OutputArea-child');
    if (!child || child.querySelector(`:scope > .${HOST_CLASS}`)) {
      return;
    }
    const located = this._hosts.locate(child);
    if (located && !isReference(outputAt(located))) {
      const { cell, index, inner } = located;
      this._mount(inner ?? cell.outputArea, index);
    }
  }

  /** The cell has the keyboard: Tab is to come to the buttons of its outputs. */
  private _reach(target: Node): void {
    const found = this._hosts.cellAt(target);
    const count = Math.min(found?.cell.outputArea.model.length ?? 0, MOST);
    for (let index = 0; found && index < count; index++) {
      if (!isReference(outputAt({ ...found, index }))) {
        this._mount(found.cell.outputArea, index);
      }
    }
  }

  private _mount(area: OutputArea, index: number): void {
    const child = area.widgets[index];
    if (!child || this._mounted.has(child)) {
      return;
    }
    const node = document.createElement('div');
    node.className = HOST_CLASS;
    child.node.appendChild(node);
    // Beside a number the handle stands below the button, where the output is high enough.
    const isLow = child.node.offsetHeight < HANDLE_BELOW_PIXELS;
    node.classList.toggle('jp-Cellkeep-mod-low', isLow);
    // A long number gets smaller, so that the button stands beside it.
    const number = child.node.querySelector(':scope > .jp-OutputPrompt');
    const characters = number?.textContent?.length ?? 0;
    child.node.style.setProperty('--jp-cellkeep-number', `${characters}`);
    const mounted: IMounted = { node, root: createRoot(node), area, child };
    this._mounted.set(child, mounted);
    child.node.classList.add(OUTPUT_CLASS);
    // By its handle and by its button; text in the output can be selected.
    node.addEventListener('pointerdown', event =>
      this._drags.watch(event, () => this._hosts.locate(child.node))
    );
    child.node.addEventListener('pointerenter', () => this._look(mounted));
    node.addEventListener('focusin', () => this._look(mounted));
    child.disposed.connect(() => this._unmount(mounted), this);
    // Lumino connects the same slot only once, however many outputs the cell has.
    area.model.changed.connect(this._onOutputsChanged, this);
    this._render(mounted);
    this._look(mounted);
  }

  /** An output area may put another output in the same place, such as by `update_display`. */
  private _onOutputsChanged(model: IOutputAreaModel): void {
    this._renderWhere(({ area }) => area.model === model);
  }

  private _renderWhere(isMeant: (mounted: IMounted) => boolean): void {
    [...this._mounted.values()]
      .filter(isMeant)
      .forEach(mounted => this._render(mounted));
  }

  private _unmount(mounted: IMounted): void {
    this._mounted.delete(mounted.child);
    mounted.node.remove();
    // React forbids to unmount while it renders, and a click can dispose of its own output.
    queueMicrotask(() => mounted.root.unmount());
  }

  /** A cell that ended has let go of what it showed. */
  private _onStatus(_: unknown, status: string): void {
    const isAt = ({ child }: IMounted) =>
      status === 'idle' && child.node.matches(':hover, :focus-within');
    [...this._mounted.values()].filter(isAt).forEach(one => this._look(one));
  }

  /** Before it is pressed: is what it says still there? */
  private _look(mounted: IMounted): void {
    const host = this._hosts.cellAt(mounted.child.node)?.host;
    const output = this._outputOf(mounted);
    if (host && output) {
      void this._actions.promises.look(host, output);
    }
  }

  private _onStateChanged(_: KeepStates, output: IOutputModel): void {
    const { status } = this._states.stateOf(output);
    let isShown = false;
    for (const mounted of this._mounted.values()) {
      if (this._outputOf(mounted) === output) {
        isShown ||= mounted.node.dataset['status'] === status;
        this._render(mounted);
      }
    }
    // Saved by a command, with no button there yet: the tick appears by itself, in each view.
    if (this._enabled && !isShown) {
      this._hosts.all().forEach(host => this._showStates(host));
    }
  }

  /** Mounts a button at each output of which there is something to say. */
  private _showStates(host: ICellHost): void {
    for (const cell of codeCellsOf(host)) {
      const { model } = cell.outputArea;
      for (let index = 0; index < model.length; index++) {
        if (this._states.stateOf(model.get(index)).status !== 'idle') {
          this._mount(cell.outputArea, index);
        }
      }
    }
  }

  private _outputOf({ area, child }: IMounted): IOutputModel | undefined {
    const index = outputIndexOf(area, child.node);
    return index >= 0 ? area.model.get(index) : undefined;
  }

  private _render(mounted: IMounted): void {
    const output = this._outputOf(mounted);
    if (!output) {
      return;
    }
    const json = output.toJSON();
    if (isReference(json)) {
      // It came into the place of what was kept.
      this._unmount(mounted);
      return;
    }
    const known = this._states.stateOf(output);
    const state: KeepState =
      known.status === 'idle' ? this._idle(mounted, output) : known;
    mounted.node.dataset['status'] = state.status;
    const { open } = this._actions;
    mounted.root.render(
      <>
        <DragHandle trans={this._trans} />
        <KeepButton
          trans={this._trans}
          state={state}
          onKeep={() => {
            const located = this._hosts.locate(mounted.child.node);
            if (located) {
              this._actions.keep(located);
            }
          }}
          onLeave={() => {
            const found = this._hosts.cellAt(mounted.child.node);
            if (found) {
              focusCell(found.host, found.cell);
            }
          }}
          onOpen={
            open &&
            (() => {
              const current = this._outputOf(mounted);
              const artifactId = current && this._states.artifactOf(current);
              if (artifactId) {
                open(artifactId);
              }
            })
          }
        />
      </>
    );
  }

  private _idle({ child }: IMounted, output: IOutputModel): KeepState {
    const host = this._hosts.cellAt(child.node)?.host;
    if (!host) {
      return { status: 'idle' };
    }
    const save = this._actions.promises.of(host, output);
    const what = promisedWords(save, this._trans);
    const helper = this._actions.helper(host);
    return what
      ? { status: 'idle', what }
      : { status: 'idle', display: save.display, ...(helper && { helper }) };
  }
  private readonly _drags = new OutputDrags();
  private readonly _mounted = new Map<Widget, IMounted>();
  private readonly _watched = new Map<HTMLElement, () => void>();
  private _enabled = true;
}

function outputAt(located: ILocatedOutput): nbformat.IOutput {
  return outputsAround(located).get(located.index).toJSON();
}
