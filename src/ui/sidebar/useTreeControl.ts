import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import type { ListProps, TreeProps } from '../props';
import { useLatest, useStable } from '../useLatest';
import type { ArtifactRowActions } from './ArtifactRow';
import type { Layout } from './layout';
import { artifactKey, targetOf, type Row } from './row';
import type { Rows } from './rows';
import { useReveal } from './useReveal';
import { actedOn, artifactAt, rangeOf, toggled } from './selection';
import {
  expansionOf,
  treeCommand,
  typeAheadTarget,
  type TreeCommand
} from './treeKeys';

/** How long letters belong to the same word. */
const TYPE_AHEAD_MS = 600;

export interface TreeControl {
  /** The row that Tab goes to; -1 in an empty tree. */
  activeIndex: number;
  /** Whether the keyboard is in the tree. */
  focused: boolean;
  /** Key of the row whose name is being changed. */
  renaming: string | null;
  actions: ArtifactRowActions;
  focus: () => void;
  onFocus: (event: React.FocusEvent) => void;
  onBlur: (event: React.FocusEvent) => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
  onClick: (event: React.MouseEvent, index: number) => void;
  onOpen: (index: number) => void;
  /** Opens or closes a row, or does the other of both. */
  onToggle: (index: number) => void;
  onContextMenu: (event: React.MouseEvent, index: number) => void;
  onRenamed: (row: Row, name: string | null) => void;
}

/** Moves the active row and the selection, and passes everything else up. */
export function useTreeControl(
  { list, selection }: TreeProps,
  rows: Rows,
  scroller: React.RefObject<HTMLElement>,
  tree: {
    layout: Layout;
    scrollTo: (index: number) => void;
    setFlightExpanded: (expanded: boolean) => void;
    setOpened: (keys: readonly string[], expanded: boolean) => void;
  }
): TreeControl {
  const [activeKey, setActiveKey] = React.useState<string | null>(null);
  const [focused, setFocused] = React.useState(false);
  const [renaming, setRenaming] = React.useState<string | null>(null);
  const lastIndex = React.useRef(0);
  const anchor = React.useRef<string | null>(null);
  const focusWanted = React.useRef(false);
  const typed = React.useRef({ text: '', at: 0 });

  const activeIndex = React.useMemo(() => {
    const found =
      activeKey === null ? -1 : rows.indexOf(activeKey, lastIndex.current);
    // A row that is gone leaves the keyboard at the place where it was.
    return found >= 0 ? found : Math.min(lastIndex.current, rows.length - 1);
  }, [rows, activeKey]);

  React.useLayoutEffect(() => {
    lastIndex.current = Math.max(0, activeIndex);
    const element = rowElement(scroller.current, rows.at(activeIndex));
    // The browser drops the focus to the page when the focused row goes away.
    const lost = focused && document.activeElement === document.body;
    if (element && (focusWanted.current || lost)) {
      focusWanted.current = false;
      element.focus({ preventScroll: true });
    }
  });

  const latest = useLatest({ list, selection, rows, activeIndex, tree });

  const onOpen = useStable(list.onOpen);
  const onInsertLoadCode = useStable(list.onInsertLoadCode);
  const onDownload = useStable(selection.onDownload);
  const onDelete = useStable(selection.onDelete);
  const actions = React.useMemo<ArtifactRowActions>(() => {
    const about = (artifact: Artifact): readonly Artifact[] =>
      actedOn(
        latest.current.list.shown,
        artifact,
        latest.current.selection.ids
      );
    return {
      open: onOpen,
      insertLoadCode: onInsertLoadCode,
      download: onDownload && (artifact => onDownload(about(artifact))),
      delete: onDelete && (artifact => onDelete(about(artifact))),
      dragNative: (artifact, { dataTransfer }) =>
        latest.current.list.onDragToDesktop?.(artifact, dataTransfer)
    };
  }, [latest, onOpen, onInsertLoadCode, onDownload, onDelete]);

  const activate = (index: number): void => {
    const row = latest.current.rows.at(index);
    if (row) {
      setActiveKey(row.key);
      lastIndex.current = index;
    }
  };
  const moveTo = (index: number, extend: boolean, only = false): void => {
    const now = latest.current;
    if (extend) {
      startRange();
    }
    focusWanted.current = true;
    activate(index);
    now.tree.scrollTo(index);
    const artifact = artifactAt(now.rows, index);
    if (only) {
      return;
    }
    if (extend && artifact) {
      selectRange(index);
    } else if (artifact) {
      selectOne(artifact);
    }
  };
  const selectOne = (artifact: Artifact): void => {
    anchor.current = artifactKey(artifact.id);
    latest.current.selection.onChange([artifact.id]);
  };
  /** A range begins at the active row where nothing was selected before. */
  const startRange = (): void => {
    const { activeIndex: active, rows: present } = latest.current;
    anchor.current ??= present.at(active)?.key ?? null;
  };
  const selectRange = (index: number): void => {
    const { activeIndex: active, rows: present } = latest.current;
    startRange();
    const from = anchor.current ? present.indexOf(anchor.current, active) : -1;
    latest.current.selection.onChange(
      rangeOf(present, from < 0 ? index : from, index)
    );
  };
  const expand = (index: number, expanded: boolean): void => {
    const row = latest.current.rows.at(index);
    if (row?.type === 'flight') {
      latest.current.tree.setFlightExpanded(expanded);
    } else if (row?.type === 'group') {
      latest.current.list.onToggleGroup(row.group.key, expanded);
    } else if (row?.type === 'artifact' && row.older?.group !== undefined) {
      latest.current.list.onToggleGroup(row.older.group, expanded);
    } else if (row?.type === 'folder' || row?.type === 'run') {
      latest.current.tree.setOpened([row.key], expanded);
    } else if (row?.type === 'artifact' && row.older) {
      latest.current.tree.setOpened([row.older.key], expanded);
    }
  };
  const open = (index: number): void => {
    const { list: now, rows: present } = latest.current;
    const row = present.at(index);
    const artifact = artifactAt(present, index);
    const expanded = expansionOf(present.at(index));
    if (row?.type === 'more') {
      now.onLoadMore(row.group);
    } else if (artifact) {
      now.onOpen?.(artifact);
    } else if (expanded !== undefined) {
      expand(index, !expanded);
    }
  };
  const obey = (command: TreeCommand): void => {
    const now = latest.current;
    const { activeIndex: index, rows: present } = now;
    const row = present.at(index);
    const artifact = artifactAt(present, index);
    switch (command.type) {
      case 'move':
        return moveTo(command.index, command.extend, command.only);
      case 'expand':
        return expand(index, command.expanded);
      case 'open':
        return open(index);
      case 'select':
        if (!artifact) {
          return open(index);
        }
        anchor.current = artifactKey(artifact.id);
        return now.selection.onChange(toggled(now.selection.ids, artifact.id));
      case 'selectAll':
        return now.selection.onChange(rangeOf(present, 0, present.length - 1));
      case 'delete':
        return row && isRun(row)
          ? now.list.onDeleteRun?.(row.group.key)
          : artifact && actions.delete?.(artifact);
      case 'rename':
        return row && isRenamable(row, now.list)
          ? setRenaming(row.key)
          : undefined;
      case 'typeAhead': {
        const at = Date.now();
        const goesOn = at - typed.current.at < TYPE_AHEAD_MS;
        const text = (goesOn ? typed.current.text : '') + command.character;
        typed.current = { text, at };
        const target = typeAheadTarget(present, index, text);
        return target >= 0 ? moveTo(target, false) : undefined;
      }
    }
  };

  useReveal(
    list.revealed ?? null,
    rows,
    index => {
      activate(index);
      latest.current.tree.scrollTo(index);
    },
    keys => latest.current.tree.setOpened(keys, true)
  );

  return {
    activeIndex,
    focused,
    renaming,
    actions,
    focus: () => {
      const index = Math.max(0, latest.current.activeIndex);
      focusWanted.current = true;
      activate(index);
      setFocused(true);
      latest.current.tree.scrollTo(index);
    },
    onFocus: event => {
      setFocused(true);
      // Screen readers put the focus on any row, not only on the one that Tab goes to.
      const row = event.target.closest<HTMLElement>('[data-key]');
      const index = rows.indexOf(row?.dataset.key ?? '', activeIndex);
      if (index >= 0) {
        activate(index);
      }
    },
    onBlur: event => {
      const next = event.relatedTarget;
      if (!(next instanceof Node && event.currentTarget.contains(next))) {
        // A row that is taken away while it has the focus does not end the visit.
        setFocused(next === null && !event.target.isConnected);
      }
    },
    onKeyDown: event => {
      const onRow =
        event.target instanceof Element &&
        event.target.getAttribute('role') === 'treeitem';
      const pressesButton = event.key === 'Enter' || event.key === ' ';
      if (!onRow && pressesButton) {
        return;
      }
      if (!onRow && event.key === 'Escape') {
        rowElement(scroller.current, rows.at(activeIndex))?.focus();
        return;
      }
      const { layout } = tree;
      const height = scroller.current?.clientHeight ?? 0;
      const line = layout.heightOf(layout.lineOf(activeIndex));
      const command = treeCommand(
        event,
        rows,
        activeIndex,
        Math.max(1, Math.floor(height / line) - 1),
        Date.now() - typed.current.at < TYPE_AHEAD_MS,
        layout
      );
      if (command) {
        event.preventDefault();
        event.stopPropagation();
        obey(command);
      }
    },
    onClick: (event, index) => {
      const artifact = artifactAt(rows, index);
      if (!artifact) {
        activate(index);
        open(index);
        return;
      }
      if (event.shiftKey) {
        selectRange(index);
      } else if (event.ctrlKey || event.metaKey) {
        anchor.current = artifactKey(artifact.id);
        selection.onChange(toggled(selection.ids, artifact.id));
      } else {
        selectOne(artifact);
      }
      activate(index);
    },
    onOpen: index => {
      if (artifactAt(rows, index)) {
        open(index);
      }
    },
    onToggle: index => {
      const expanded = expansionOf(rows.at(index));
      activate(index);
      if (expanded !== undefined) {
        expand(index, !expanded);
      }
    },
    onContextMenu: (event, index) => {
      const row = rows.at(index);
      activate(index);
      if (row?.type === 'artifact') {
        if (!selection.ids.includes(row.artifact.id)) {
          selectOne(row.artifact);
        }
      }
      const target = row && targetOf(row);
      if (target) {
        list.onContextMenu?.(event, target);
      }
    },
    onRenamed: (row, name) => {
      setRenaming(null);
      focusWanted.current = true;
      if (name !== null && row.type === 'group') {
        list.onRenameRun?.(row.group.key, name);
      } else if (name !== null && row.type === 'artifact') {
        list.onRenameArtifact?.(row.artifact, name);
      }
    }
  };
}

function isRenamable(row: Row, list: ListProps): boolean {
  return row.type === 'artifact'
    ? list.onRenameArtifact !== undefined
    : isRun(row) && list.onRenameRun !== undefined;
}

function isRun(row: Row): row is Extract<Row, { type: 'group' }> {
  return row.type === 'group' && row.by === 'run';
}

/** The element of a row, while it is drawn. */
function rowElement(
  scroller: HTMLElement | null,
  row: Row | undefined
): HTMLElement | null {
  const drawn = scroller?.querySelectorAll<HTMLElement>('[data-key]') ?? [];
  return [...drawn].find(element => element.dataset.key === row?.key) ?? null;
}
