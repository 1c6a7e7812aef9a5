/** Diagrams of a page, drawn by Mermaid where it can reach nothing, and put into the page as pictures. */
import * as React from 'react';

import { picturesOf } from './hiddenFrame';
import type { ILibrary } from './libraryFrame';
import type { IMarkupPage } from './markdown';
import { escaped } from './notebook';
import { drawnElements } from './svgCost';

const LIBRARY: ILibrary = {
  scripts: [new URL('mermaid/dist/mermaid.min.js', import.meta.url).toString()],
  drawing: new URL('./mermaidDrawing.js', import.meta.url).toString()
};
/** All diagrams of a page, with the loading of Mermaid; what has not been drawn by then stays as it was written. */
const MOST_MS = 20_000;
const MOST_PICTURE = 500_000;
const MOST_PICTURES = 2_000_000;
/** Of a diagram's source, for who cannot see it. */
const MOST_ALTERNATIVE = 1000;

/** The pictures by the numbers of their diagrams, as far as there are any. */
export type Pictures = ReadonlyMap<number, string>;

export interface IDiagrams {
  /** Undefined while they are drawn. */
  readonly pictures: Pictures | undefined;
  readonly stop: () => void;
}

const NONE: Pictures = new Map();

/** Draws the diagrams of a page, once there is one. */
export function useDiagrams(page: IMarkupPage | undefined): IDiagrams {
  const [drawn, setDrawn] = React.useState<{
    of: IMarkupPage;
    pictures: Pictures;
  }>();
  const abort = React.useRef<AbortController>();
  React.useEffect(() => {
    if (!page?.diagrams.length) {
      return;
    }
    const mine = new AbortController();
    abort.current = mine;
    void draw(page.diagrams, mine.signal).then(pictures => {
      if (abort.current === mine) {
        setDrawn({ of: page, pictures });
      }
    });
    return () => {
      abort.current = undefined;
      mine.abort();
    };
  }, [page]);
  const isBusy = page && page.diagrams.length > 0 && drawn?.of !== page;
  return {
    pictures: isBusy ? undefined : (drawn?.pictures ?? NONE),
    stop: () => abort.current?.abort()
  };
}

async function draw(
  diagrams: readonly string[],
  signal: AbortSignal
): Promise<Pictures> {
  const pictures = new Map<number, string>();
  let length = 0;
  const take = (number: number, svg: string): void => {
    length += svg.length;
    if (
      svg.startsWith('<svg') &&
      svg.length <= MOST_PICTURE &&
      length <= MOST_PICTURES &&
      drawnElements(svg) !== Infinity
    ) {
      pictures.set(number, svg);
    }
  };
  try {
    const options = { milliseconds: MOST_MS, signal };
    await picturesOf(LIBRARY, diagrams, options, take);
  } catch (error) {
    console.debug('Cellkeep: not all diagrams were drawn.', error);
  }
  return pictures;
}

/**
 * The HTML of a page with its diagrams.
 *
 * @param notDrawn - Said of a diagram that stays as it was written; undefined while they are drawn.
 */
export function withDiagrams(
  { diagrams, parts }: IMarkupPage,
  pictures: Pictures,
  notDrawn: string | undefined
): string {
  return parts
    .map((part, index) => {
      const diagram = diagrams[index];
      return diagram === undefined
        ? part
        : part + diagramMarkup(diagram, pictures.get(index), notDrawn);
    })
    .join('');
}

function diagramMarkup(
  source: string,
  svg: string | undefined,
  notDrawn: string | undefined
): string {
  const url = svg === undefined ? undefined : urlOf(svg);
  if (svg === undefined || url === undefined) {
    const words = notDrawn && `<p><small>${escaped(notDrawn)}</small></p>`;
    return `<pre><code>${escaped(source)}</code></pre>${words ?? ''}`;
  }
  const root = svg.slice(0, svg.indexOf('>') + 1);
  const [, width] = /max-width:\s*([\d.]+)px/.exec(root) ?? [];
  const words = escaped(source.slice(0, MOST_ALTERNATIVE));
  // As a picture it runs nothing, loads nothing, and leads nowhere.
  return `<p><img alt="${words}" src="${url}"${width ? ` width="${width}"` : ''} style="max-width:100%"></p>`;
}

/** Undefined where it is no text. */
function urlOf(svg: string): string | undefined {
  try {
    return `data:image/svg+xml,${encodeURIComponent(svg).replaceAll("'", '%27')}`;
  } catch {
    return undefined;
  }
}
