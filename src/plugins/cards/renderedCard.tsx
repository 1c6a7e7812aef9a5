/**
 * Cards of saves under a cell. They need no kernel: a save that is under way is known to this page,
 * one that has ended to the store. What neither knows is shown as the HTML that stands beside it.
 */

import { ReactWidget } from '@jupyterlab/apputils';
import { htmlRendererFactory, type IRenderMime } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { CardSave } from '../../protocol/generated';
import { isCard } from '../../protocol/validators.generated';
import { type CardSource, SaveCard } from './saveCard';

/** Media type of what the kernel's helper says of saves. */
export const CARD = 'application/vnd.cellkeep.card+json';

/** What a card works with. */
export interface ICardOptions {
  readonly cellkeep: CardSource;
  readonly trans: TranslationBundle;
  /** Path of the notebook that a node of the page is in. */
  readonly notebookOf: (node: Node) => string | undefined;
  /** For the HTML. */
  readonly renderer: IRenderMime.IRendererOptions;
  /** Absent where no plugin opens artifacts. */
  readonly open: ((artifactId: string) => void) | undefined;
}

export class RenderedCard extends ReactWidget implements IRenderMime.IRenderer {
  constructor(private readonly _options: ICardOptions) {
    super();
    this._html = htmlRendererFactory.createRenderer({
      ..._options.renderer,
      mimeType: 'text/html'
    });
  }

  override dispose(): void {
    this._html.dispose();
    super.dispose();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._saves = savesIn(model.data[CARD]);
    await this._html.renderModel(model);
    this.update();
    await this.renderPromise;
  }

  protected override render(): JSX.Element {
    const { cellkeep, open, trans } = this._options;
    return (
      <Cards
        html={this._html.node}
        saves={this._saves}
        notebook={this._notebook}
        cellkeep={cellkeep}
        open={open}
        trans={trans}
      />
    );
  }

  private readonly _html: IRenderMime.IRenderer;
  private readonly _notebook = () => this._options.notebookOf(this.node);
  private _saves: ReadonlyArray<CardSave> = [];
}

/** The saves of a card in a notebook that anybody may have written; none where it makes no sense. */
function savesIn(value: unknown): ReadonlyArray<CardSave> {
  return isCard(value) ? value.saves : [];
}

function Cards(
  props: Omit<ICardOptions, 'renderer' | 'notebookOf'> & {
    html: HTMLElement;
    saves: ReadonlyArray<CardSave>;
    notebook: () => string | undefined;
  }
): JSX.Element {
  const { html, saves, ...options } = props;
  // One that nobody knows is enough: the HTML shows all of them.
  const [unknown, setUnknown] = React.useState<ReadonlySet<number>>(new Set());
  const onKnown = React.useCallback(
    (index: number, isKnown: boolean) =>
      setUnknown(before => {
        const after = new Set(before);
        return (
          isKnown ? after.delete(index) : !before.has(index) && after.add(index)
        )
          ? after
          : before;
      }),
    []
  );
  const isHtml = saves.length === 0 || unknown.size > 0;
  return (
    <>
      {isHtml && <Html node={html} />}
      <div hidden={isHtml}>
        {saves.map((told, index) => (
          <NumberedCard
            // It goes on as the same card when its save has ended, and has no id any more.
            key={index}
            {...options}
            index={index}
            told={told}
            onNumberKnown={onKnown}
          />
        ))}
      </div>
    </>
  );
}

function NumberedCard(
  props: Omit<React.ComponentProps<typeof SaveCard>, 'onKnown'> & {
    index: number;
    onNumberKnown: (index: number, isKnown: boolean) => void;
  }
): JSX.Element {
  const { index, onNumberKnown, ...rest } = props;
  const onKnown = React.useCallback(
    (isKnown: boolean) => onNumberKnown(index, isKnown),
    [index, onNumberKnown]
  );
  return <SaveCard {...rest} onKnown={onKnown} />;
}

function Html({ node }: { node: HTMLElement }): JSX.Element {
  const place = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => place.current?.replaceChildren(node), [node]);
  return <div ref={place} />;
}
