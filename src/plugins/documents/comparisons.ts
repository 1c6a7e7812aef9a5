/** What comparing artifacts and comparing runs have in common: a command, one question, a tab. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog, type MainAreaWidget } from '@jupyterlab/apputils';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CellkeepError } from '../../protocol/errors';
import { displayName } from '../../ui/format';
import { compareIcon } from '../../ui/icons';
import type { AddCommand } from '../application/commands';
import { KeptTabs, objectIn } from '../application/keptTabs';
import type { IServices } from '../application/services';
import { asTab } from '../application/tabs';
import type { ComparisonDocument } from './comparisonDocument';

/** A kind of thing that can be compared. */
export interface IComparison<T> {
  readonly command: string;
  readonly label: (count: number) => string;
  readonly caption: string;
  /** Why nothing can be compared where nothing is chosen. */
  readonly whyNot: string;
  /** Schemas of the arguments. */
  readonly args: ReadonlyJSONObject;
  readonly inPalette?: true;
  /** Ids of the things, from the arguments or from what is selected. */
  readonly ids: (args: ReadonlyPartialJSONObject) => readonly string[];
  /** Arguments that mean these ids. */
  readonly argsOf: (ids: readonly string[]) => ReadonlyPartialJSONObject;
  readonly fetch: (id: string) => Promise<T>;
  readonly idOf: (item: T) => string;
  /** Older ones come first: what is after is compared with what was before. */
  readonly timeOf: (item: T) => string;
  readonly titleOf: (item: T) => string;
  /** What they are called together, for the tab. */
  readonly tabTitle: (items: readonly T[]) => string;
  /** What a thing may be compared with, by what it is called in a list; itself may be among them. */
  readonly choices: (item: T) => Promise<ReadonlyArray<readonly [string, T]>>;
  /** What to say where there is nothing else. */
  readonly nothing: { readonly message: string; readonly hint: string };
  readonly content: (
    items: readonly T[],
    saved: ReadonlyJSONObject
  ) => ComparisonDocument;
}

/** Adds the command of a comparison, and brings its tabs back when the page is loaded again. */
export function addComparison<T>(
  app: JupyterFrontEnd,
  add: AddCommand,
  restorer: ILayoutRestorer | null,
  services: IServices,
  comparison: IComparison<T>
): void {
  const { argsOf, command, fetch, idOf, ids, timeOf, titleOf } = comparison;
  const { cellkeep, trans } = services;
  const prefix = command.replace(':', '-');
  const nameOf = (of: readonly string[]): string => [prefix, ...of].join('-');
  const tabs = new KeptTabs<ComparisonDocument>({
    app,
    services,
    restorer,
    namespace: prefix,
    command,
    argsOf: content => ({ ...argsOf(content.ids), saved: content.saved }),
    nameOf: content => nameOf(content.ids)
  });
  add(command, {
    label: args => comparison.label(ids(args).length),
    caption: comparison.caption,
    args: comparison.args,
    inPalette: comparison.inPalette,
    isEnabled: args => ids(args).length > 0,
    whyNot: comparison.whyNot,
    execute: args => {
      const artifactIds = ids(args);
      return tabs.open(args, {
        store: cellkeep.at(cellkeep.place),
        artifactIds,
        load: async () => {
          const chosen = await Promise.all(artifactIds.map(fetch));
          const [first] = chosen;
          if (first !== undefined && chosen.length === 1) {
            const other = await askOther(first, comparison, trans);
            if (other === undefined) {
              return undefined;
            }
            chosen.push(other);
          }
          return loaded(chosen, args['saved']);
        }
      });
    }
  });

  function loaded(chosen: readonly T[], saved: unknown) {
    const items = [...chosen].sort((one, other) =>
      timeOf(one).localeCompare(timeOf(other))
    );
    const itemIds = items.map(idOf);
    const name = nameOf(itemIds);
    const make = (): MainAreaWidget<ComparisonDocument> => {
      const content = comparison.content(items, objectIn(saved));
      const tab = asTab(content, name);
      tab.title.icon = compareIcon;
      tab.title.label = displayName(comparison.tabTitle(items));
      tab.title.caption = items
        .map(item => displayName(titleOf(item)))
        .join('\n');
      tabs.saveOn(content.changed, tab);
      return tab;
    };
    return { name, make };
  }
}

/** Asks what else to compare something with; undefined where the person thought better of it. */
async function askOther<T>(
  item: T,
  comparison: IComparison<T>,
  trans: TranslationBundle
): Promise<T | undefined> {
  const { choices, idOf, nothing, titleOf } = comparison;
  const byLabel = new Map<string, T>();
  for (const [label, other] of await choices(item)) {
    const shown = displayName(label);
    if (idOf(other) !== idOf(item) && !byLabel.has(shown)) {
      byLabel.set(shown, other);
    }
  }
  if (byLabel.size === 0) {
    throw new CellkeepError('EMPTY_SELECTION', nothing.message, {
      hint: nothing.hint
    });
  }
  const { value } = await InputDialog.getItem({
    title: trans.__('Compare %1 with', displayName(titleOf(item))),
    items: [...byLabel.keys()],
    okLabel: trans.__('Compare')
  });
  return value === null ? undefined : byLabel.get(value);
}
