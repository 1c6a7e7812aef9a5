/**
 * What the models behind a widget view hold, so that the view can be shown without its kernel.
 */

import type { JSONObject, JSONValue } from '@lumino/coreutils';

/** Media type of widgets' state in a notebook's metadata. */
export const WIDGET_STATE = 'application/vnd.jupyter.widget-state+json';

/** One model, as nbformat keeps it. */
export interface IWidgetModel extends JSONObject {
  model_name: string;
  model_module: string;
  state: JSONObject;
}

/** Models by their ids, as nbformat keeps them. */
export interface IWidgetState extends JSONObject {
  version_major: number;
  version_minor: number;
  state: { [modelId: string]: IWidgetModel };
}

const REFERENCE = 'IPY_MODEL_';

/**
 * The part of a state that one view needs: its model, and all that it refers to.
 *
 * @returns Undefined where the model is not in the state.
 */
export function stateBehind(
  all: IWidgetState,
  modelId: string
): IWidgetState | undefined {
  if (!all.state[modelId]) {
    return undefined;
  }
  const state: IWidgetState['state'] = {};
  const waiting = [modelId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const model = all.state[id];
    if (model && !(id in state)) {
      state[id] = model;
      waiting.push(...referencesIn(model.state));
    }
  }
  return { ...all, state };
}

function referencesIn(value: JSONValue): string[] {
  if (typeof value === 'string') {
    return value.startsWith(REFERENCE) ? [value.slice(REFERENCE.length)] : [];
  }
  if (value === null || typeof value !== 'object') {
    return [];
  }
  return Object.values(value).flatMap(referencesIn);
}

/** Widgets' state as something else wrote it, or undefined where it is not that. */
export function readWidgetState(value: unknown): IWidgetState | undefined {
  if (typeof value !== 'object' || value === null || !('state' in value)) {
    return undefined;
  }
  const { state } = value;
  const isState =
    typeof state === 'object' &&
    state !== null &&
    Object.values(state).every(
      (model: unknown) =>
        typeof model === 'object' &&
        model !== null &&
        'state' in model &&
        typeof model.state === 'object' &&
        model.state !== null
    );
  return isState ? (value as IWidgetState) : undefined;
}
