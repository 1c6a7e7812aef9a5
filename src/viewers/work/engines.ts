/** The engines: what a worker does for each family of viewers. */
import { openArray } from '../array/engine';
import { openBinary } from '../binary/engine';
import { openCompare } from '../compare/engine';
import { openJson } from '../json/engine';
import { openLineage } from '../lineage/engine';
import { openMarkup } from '../markup/engine';
import { openTable } from '../table/engine';
import { openTensors } from '../tensors/engine';

/** Each opens contents and returns methods whose first argument is the call. */
export const ENGINES = {
  array: openArray,
  binary: openBinary,
  compare: openCompare,
  json: openJson,
  lineage: openLineage,
  markup: openMarkup,
  table: openTable,
  tensors: openTensors
};

export type EngineName = keyof typeof ENGINES;
/** The methods of an engine. */
export type EngineOf<N extends EngineName> = Awaited<
  ReturnType<(typeof ENGINES)[N]>
>;
/** What an engine is opened with. */
export type OptionsOf<N extends EngineName> = Parameters<
  (typeof ENGINES)[N]
>[2];

export function isEngineName(name: string): name is EngineName {
  return Object.hasOwn(ENGINES, name);
}
