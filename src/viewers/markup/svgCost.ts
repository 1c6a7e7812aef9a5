/** How much a browser would draw of an SVG picture, whose elements may stand for others many times over. */

/** More elements than these take a browser seconds and gigabytes. */
export const MOST_SVG_ELEMENTS = 100_000;
const MOST_DEPTH = 500;

const ID = /\sid\s*=\s*(?:"([^"]*)"|'([^']*)')/;
/** Whatever draws another element: `<use href="#a">`, `fill="url(#a)"`, a style. */
const REFERENCE =
  /href\s*=\s*["']\s*#([^"']+)["']|url\(\s*["']?#([^"')]+)["']?\s*\)/g;

/** An element with a name, and those in it that have none. */
interface IElement {
  count: number;
  readonly references: string[];
  readonly inside: IElement[];
}

/**
 * Counts the elements that are drawn, those that stand for others as often as they do.
 *
 * @returns Infinity where it is more than may be drawn, or an element stands for itself.
 */
export function drawnElements(svg: string): number {
  const elements = elementsOf(svg);
  if (!elements) {
    return Infinity;
  }
  const { named, root } = elements;
  const known = new Map<IElement, number>();
  const cost = (element: IElement, depth: number): number => {
    const before = known.get(element);
    if (before !== undefined || depth > MOST_DEPTH) {
      return before ?? Infinity;
    }
    // Until it is known: an element that leads back to itself never ends.
    known.set(element, Infinity);
    let sum = element.count;
    for (const inner of element.inside) {
      sum += cost(inner, depth + 1);
    }
    for (const id of element.references) {
      const other = named.get(id);
      sum += other ? cost(other, depth + 1) : 0;
    }
    sum = sum > MOST_SVG_ELEMENTS ? Infinity : sum;
    known.set(element, sum);
    return sum;
  };
  return cost(root, 0);
}

/** Undefined where they alone are more than may be drawn: the rest is not even looked at. */
function elementsOf(
  svg: string
): { named: Map<string, IElement>; root: IElement } | undefined {
  let tags = 0;
  const root: IElement = { count: 0, references: [], inside: [] };
  const named = new Map<string, IElement>();
  const open: IElement[] = [root];
  for (const { attributes, name } of tagsOf(svg)) {
    tags += 1;
    if (tags > 2 * MOST_SVG_ELEMENTS) {
      return undefined;
    }
    if (name.startsWith('/')) {
      if (open.length > 1) {
        open.pop();
      }
      continue;
    }
    let place = open.at(-1) ?? root;
    const [, double, single] = ID.exec(attributes) ?? [];
    const id = double ?? single;
    if (id !== undefined) {
      const own: IElement = { count: 0, references: [], inside: [] };
      place.inside.push(own);
      named.set(id, own);
      place = own;
    }
    place.count += 1;
    // A link leads to a place and draws nothing.
    for (const [, href, url] of name === 'a'
      ? []
      : attributes.matchAll(REFERENCE)) {
      place.references.push(href ?? url ?? '');
    }
    if (!attributes.endsWith('/')) {
      open.push(place);
    }
  }
  return { named, root };
}

/** The tags of a text in one pass, however it is broken: each character is looked at once. */
function* tagsOf(
  svg: string
): Generator<{ readonly name: string; readonly attributes: string }> {
  let start = svg.indexOf('<');
  while (start >= 0) {
    const isComment = svg.startsWith('<!--', start);
    const end = isComment ? svg.indexOf('-->', start) : endOfTag(svg, start);
    if (end < 0) {
      return;
    }
    const nameEnd = start + 1 + svg.slice(start + 1, end).search(/[\s/>]|$/);
    // `</a>` is told by its first character.
    const isEnd = svg[start + 1] === '/';
    if (!isComment && /[\w/]/.test(svg[start + 1] ?? '')) {
      yield isEnd
        ? { name: '/', attributes: '' }
        : {
            name: svg.slice(start + 1, nameEnd),
            attributes: svg.slice(nameEnd, end)
          };
    }
    start = svg.indexOf('<', end);
  }
}

/** Where a tag ends; a `>` between quotes does not end it. */
function endOfTag(svg: string, start: number): number {
  const stop = /[>"']/g;
  stop.lastIndex = start;
  for (let found = stop.exec(svg); found; found = stop.exec(svg)) {
    if (found[0] === '>') {
      return found.index;
    }
    const close = svg.indexOf(found[0], found.index + 1);
    if (close < 0) {
      return -1;
    }
    stop.lastIndex = close + 1;
  }
  return -1;
}
