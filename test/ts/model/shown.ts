/** A catalog over a store in memory: what it is asked to show, and what it shows. */
import { CatalogModel } from '../../../src/model/catalog';
import type { IGroupSnapshot } from '../../../src/model/types';
import {
  DEFAULT_VIEW,
  type ICatalogFilter,
  type ICatalogView
} from '../../../src/model/view';
import { TestClock } from '../transfer/world';
import { MemoryStore } from './store';

/** What a test of a catalog begins with: nothing but a run. */
export function catalogWorld() {
  const store = new MemoryStore();
  const { api, events } = store;
  const clock = new TestClock();
  const catalog = new CatalogModel({ api, events, clock });
  /** Has it show a view, and waits for what it asks for. */
  const look = async (
    view: Partial<ICatalogView>,
    filter?: Partial<ICatalogFilter>
  ): Promise<void> => {
    show(catalog, view, filter);
    await clock.pass(10);
  };
  return { store, clock, catalog, look, run: store.addRun('first') };
}

/** The groups that a catalog shows; none where it shows a flat list. */
export function groupsOf({
  snapshot: { list }
}: CatalogModel): readonly IGroupSnapshot[] {
  return list.type === 'groups' ? list.groups : [];
}

/** `label count: names` of each group that a catalog shows; closed ones without names. */
export function groupLines(catalog: CatalogModel): string[] {
  return groupsOf(catalog).map(({ label, count, artifacts, expanded }) =>
    expanded
      ? `${label} ${count}: ${artifacts.map(({ name }) => name).join(' ')}`
      : `${label} ${count}`
  );
}

/** The names in the flat list that a catalog shows. */
export function flatNames({
  snapshot: { list }
}: CatalogModel): string[] | undefined {
  return list.type === 'flat'
    ? list.artifacts.map(({ name }) => name)
    : undefined;
}

/** Has a catalog show a view, in which nothing is filtered but what is said. */
export function show(
  catalog: CatalogModel,
  view: Partial<ICatalogView>,
  filter: Partial<ICatalogFilter> = {}
): void {
  catalog.setView({
    ...DEFAULT_VIEW,
    ...view,
    filter: { text: '', ...filter }
  });
}
