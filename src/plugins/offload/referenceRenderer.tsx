/**
 * Shows what stands in a notebook for an output that lies in the store.
 */

import { ReactWidget } from '@jupyterlab/apputils';
import type { IRenderMime } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import { multilineText } from '../../capture/bundle';
import {
  readReference,
  REFERENCE,
  type IReference
} from '../../capture/reference';
import { asCellkeepError } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { bound } from '../../ui/bound';
import { ReferenceCard } from '../../ui/ReferenceCard';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifactId } from '../application/commands';
import type { Offloader } from './offloading';
import type { IPreviews } from '../application/previews';
import type { CellHosts } from '../outputs/hosts';

const MIB = 1024 * 1024;
/** A person asked for it, so more is loaded than for a preview. */
const LARGEST_FULL_BYTES = 256 * MIB;

/** What the renderer works with. */
export interface IReferenceOptions {
  readonly cellkeep: ICellkeep;
  readonly hosts: CellHosts;
  readonly trans: TranslationBundle;
  readonly offloader: Offloader;
  readonly commands: CommandRegistry;
  readonly previews: IPreviews | null;
}

/** The factory for the registry of renderers. */
export function referenceFactory(
  options: IReferenceOptions
): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [REFERENCE],
    createRenderer: () => new RenderedReference(options)
  };
}

class RenderedReference extends ReactWidget implements IRenderMime.IRenderer {
  constructor(private readonly _options: IReferenceOptions) {
    super();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._reference = readReference(model.data[REFERENCE]);
    const png = multilineText(model.data['image/png']).replace(/\s/g, '');
    this._pictureUrl =
      png && /^[A-Za-z0-9+/]*={0,2}$/.test(png)
        ? `data:image/png;base64,${png}`
        : null;
    this.update();
    await this.renderPromise;
  }

  protected override render(): JSX.Element {
    const { cellkeep, commands, hosts, offloader, previews, trans } =
      this._options;
    if (!this._reference) {
      return <p>{trans.__('This reference to an artifact is damaged.')}</p>;
    }
    const located = hosts.locate(this.node);
    return (
      <Reference
        reference={this._reference}
        pictureUrl={this._pictureUrl}
        previews={previews}
        cellkeep={cellkeep}
        trans={trans}
        onOpen={actionOf(commands, CommandIDs.openArtifact, onArtifactId)}
        onBringBack={
          located === undefined
            ? undefined
            : () => {
                const now = hosts.locate(this.node);
                if (now) {
                  void offloader.bringBack(now);
                }
              }
        }
      />
    );
  }

  protected override onAfterAttach(): void {
    // Only in its place it can know whether there is an output to bring back.
    this.update();
  }
  private _reference: IReference | undefined;
  private _pictureUrl: string | null = null;
}

function Reference(props: {
  reference: IReference;
  pictureUrl: string | null;
  previews: IPreviews | null;
  cellkeep: ICellkeep;
  trans: TranslationBundle;
  onOpen: ((artifactId: string) => void) | undefined;
  onBringBack: (() => void) | undefined;
}): JSX.Element {
  const { cellkeep, previews, reference, trans } = props;
  const [artifact, setArtifact] = React.useState<Artifact>();
  const [problem, setProblem] = React.useState<string | null>(null);
  const [isFull, setFull] = React.useState(false);
  React.useEffect(() => {
    let gone = false;
    cellkeep.catalog.fetch(reference.id).then(
      found => {
        if (gone) {
          return;
        }
        const isSame = found.sha256 === reference.sha256;
        setArtifact(isSame ? found : undefined);
        setProblem(
          isSame
            ? null
            : trans.__(
                'The artifact in this store is not the one of this notebook.'
              )
        );
      },
      (error: unknown) => {
        if (!gone) {
          const { message } = asCellkeepError(error);
          setProblem(
            trans.__('The output cannot be shown from here: %1', message)
          );
        }
      }
    );
    return () => {
      gone = true;
    };
  }, [cellkeep, reference, trans]);
  return (
    <ReferenceCard
      trans={trans}
      name={reference.name}
      version={reference.version}
      kind={artifact?.kind ?? reference.kind}
      size={reference.size}
      summary={reference.summary}
      pictureUrl={props.pictureUrl}
      problem={problem}
      full={
        isFull && artifact && previews
          ? previews.draw(artifact, LARGEST_FULL_BYTES)
          : null
      }
      onToggleFull={() => setFull(!isFull)}
      onBringBack={props.onBringBack}
      onOpen={bound(props.onOpen, reference.id)}
    />
  );
}
