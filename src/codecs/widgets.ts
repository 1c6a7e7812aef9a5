/**
 * Kept widgets as a tree to read. Their own code is not here to draw them, and what a
 * stranger's state would have it do is unknown: nothing of it runs.
 */

import type { JSONObject, JSONValue } from '@lumino/coreutils';

const VIEW = 'application/vnd.jupyter.widget-view+json';
const STATE = 'application/vnd.jupyter.widget-state+json';
const REFERENCE = 'IPY_MODEL_';
/** More are not read; whoever wrote it may have meant to keep the page busy. */
const MOST_WIDGETS = 300;
const MOST_DEPTH = 12;

/** One widget, as it was when it was kept. */
export interface IWidgetNode {
  /** Such as 'IntSlider'. */
  readonly kind: string;
  readonly label: string;
  /** What it stands at; undefined for one that has no value. */
  readonly value?: JSONValue;
  /** What else it is set to, but how it looks. */
  readonly settings: JSONObject;
  readonly children: readonly IWidgetNode[];
  /** Children that are not here, because there are too many. */
  readonly left: number;
}

/**
 * The widget that an output shows.
 *
 * @param data - The output's representations.
 * @param widgets - What was kept along with the outputs.
 * @returns Undefined where the output is no widget, or its state was not kept.
 */
export function widgetOf(
  data: unknown,
  widgets: unknown
): IWidgetNode | undefined {
  const id = objectAt(objectOf(data), VIEW)?.['model_id'];
  const models = objectAt(objectAt(objectOf(widgets), STATE), 'state');
  return typeof id === 'string' && models
    ? new Reader(models).read(id, 0)
    : undefined;
}

class Reader {
  constructor(private readonly _models: JSONObject) {}

  read(id: string, depth: number): IWidgetNode | undefined {
    const model = objectAt(this._models, id);
    const state = objectAt(model, 'state');
    if (!model || !state || this._read.has(id)) {
      return undefined;
    }
    this._read.add(id);
    const ids = childrenOf(state);
    const children: IWidgetNode[] = [];
    for (const child of ids) {
      if (depth >= MOST_DEPTH || this._read.size >= MOST_WIDGETS) {
        break;
      }
      const node = this.read(child, depth + 1);
      if (node) {
        children.push(node);
      }
    }
    const { description, value } = state;
    return {
      kind: textOf(model['model_name']).replace(/Model$/, ''),
      label: textOf(description),
      ...(value !== undefined && { value }),
      settings: settingsOf(state),
      children,
      left: ids.length - children.length
    };
  }

  /** A widget that holds itself, or stands in two places, is read once. */
  private readonly _read = new Set<string>();
}

/** The widgets inside of one, whatever the property that has them is called. */
function childrenOf(state: JSONObject): string[] {
  return Object.entries(state)
    .filter(([key]) => !isLooks(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isReference)
    .map(value => value.slice(REFERENCE.length));
}

function settingsOf(state: JSONObject): JSONObject {
  const known = new Set(['description', 'value']);
  return Object.fromEntries(
    Object.entries(state).filter(
      ([key, value]) =>
        !known.has(key) &&
        !isLooks(key) &&
        value !== null &&
        ![value].flat().some(isReference)
    )
  );
}

function textOf(value: JSONValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** What says how a widget looks, or which code draws it. */
function isLooks(key: string): boolean {
  return key.startsWith('_') || key === 'layout' || key === 'style';
}

function isReference(value: JSONValue | undefined): value is string {
  return typeof value === 'string' && value.startsWith(REFERENCE);
}

function objectOf(value: unknown): JSONObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JSONObject)
    : undefined;
}

function objectAt(
  object: JSONObject | undefined,
  key: string
): JSONObject | undefined {
  return object && Object.hasOwn(object, key)
    ? objectOf(object[key])
    : undefined;
}
