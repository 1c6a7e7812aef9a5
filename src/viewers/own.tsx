/** Cellkeep's own viewers, each loaded when the first artifact of its kind is opened. */
import * as React from 'react';

import type { ICodecRegistry } from '../codecs/registry';
import type { Artifact } from '../protocol/generated';
import type { IViewer, IViewerProps } from '../tokens';
import type { TranslationBundle } from '@jupyterlab/translation';
import { formatOf, formatSaid, type Format } from './sniff';

type Component = React.ComponentType<IViewerProps>;

/**
 * Returns the viewers, the best for most last, as they are added.
 *
 * @param codecs - Where other extensions add decoders; what theirs make is drawn too.
 */
export function ownViewers(
  trans: TranslationBundle,
  codecs: ICodecRegistry
): readonly IViewer[] {
  const viewer = (
    id: string,
    label: string,
    formats: readonly Format[] | 'all',
    component: Component,
    reads: IViewer['reads'] = 'nothing'
  ): IViewer => ({
    id: `cellkeep:${id}`,
    label,
    reads,
    component,
    readsWhole: WHOLE.has(id),
    accepts: artifact =>
      formats === 'all' || formats.includes(formatSaid(artifact)),
    acceptsContent: (artifact, head) =>
      formats === 'all' || formats.includes(formatOf(artifact, head))
  });
  return [
    viewer('hex', trans.__('Bytes'), 'all', Hex),
    viewer(
      'text',
      trans.__('Text'),
      [
        'text',
        'delimited',
        'json',
        'plotly',
        'figure',
        'output',
        'notebook',
        'markdown',
        'html',
        'svg'
      ],
      Text
    ),
    viewer(
      'json',
      trans.__('JSON tree'),
      ['json', 'plotly', 'figure', 'output', 'notebook'],
      Json
    ),
    viewer('archive', trans.__('Archive'), ['zip', 'tar', 'gzip'], Archive),
    {
      id: 'cellkeep:values',
      label: trans.__('JSON tree'),
      reads: 'nothing',
      component: Values,
      accepts: artifact =>
        ['values-zip.v1', 'xarray-zarr.v1'].includes(artifact.codec)
    },
    viewer('pickle', trans.__('Pickle'), ['pickle'], Pickle),
    viewer('pdf', trans.__('PDF'), ['pdf'], Pdf),
    viewer('audio', trans.__('Audio'), ['audio'], Audio),
    viewer('video', trans.__('Video'), ['video'], Video),
    viewer('html', trans.__('Page'), ['html'], Html),
    viewer('markdown', trans.__('Markdown'), ['markdown'], Markdown),
    viewer('notebook', trans.__('Notebook'), ['notebook'], Notebook),
    viewer('svg', trans.__('Picture'), ['svg'], Svg),
    viewer('image', trans.__('Picture'), ['image'], Image),
    viewer('output', trans.__('Output'), ['output'], Output, 'view'),
    viewer('figure', trans.__('Figure'), ['figure'], Figure, 'view'),
    viewer('plotly', trans.__('Plotly figure'), ['plotly'], Plotly, 'view'),
    viewer('tensors', trans.__('Tensors'), ['safetensors'], Tensors),
    viewer('npy', trans.__('Array'), ['npy'], Npy),
    viewer('array', trans.__('Array'), ['arrow-array'], ArrowArray),
    viewer('delimited', trans.__('Table'), ['delimited'], Delimited),
    viewer('parquet', trans.__('Table'), ['parquet'], Parquet),
    viewer('table', trans.__('Table'), ['arrow-table'], ArrowTable),
    {
      id: 'cellkeep:given',
      label: trans.__('As its codec reads it'),
      reads: 'view',
      component: Given,
      accepts: artifact => {
        const decoder = codecs.decoderFor(artifact);
        return decoder !== undefined && !decoder.id.startsWith('cellkeep:');
      }
    }
  ];
}

/** Viewers that read the content whole, or may. */
const WHOLE: ReadonlySet<string> = new Set([
  'archive',
  'figure',
  'html',
  'image',
  'markdown',
  'notebook',
  'output',
  'pdf',
  'plotly',
  'svg'
]);

/** A component that is loaded when it is first shown, with what makes it a viewer of one format. */
function lazy<P extends IViewerProps>(
  load: () => Promise<React.ComponentType<P>>,
  own: Omit<P, keyof IViewerProps>
): Component {
  const Loaded = React.lazy(async () => ({
    default: await load()
  })) as unknown as Component;
  return props => <Loaded {...props} {...own} />;
}

const table = async () => (await import('./table/TableViewer')).TableViewer;
const array = async () => (await import('./array/ArrayViewer')).ArrayViewer;
const picture = async () => (await import('./media/ImageViewer')).ImageViewer;
const play = async () => (await import('./media/PlayViewer')).PlayViewer;
const page = async () => (await import('./markup/MarkupViewer')).MarkupViewer;

const ArrowTable = lazy(table, { format: 'arrow' });
const Parquet = lazy(table, { format: 'parquet' });
const Delimited = lazy(table, { format: 'csv' });
const ArrowArray = lazy(array, { options: { format: 'arrow' } });
const Npy = lazy(array, { options: { format: 'npy' } });
const Tensors = lazy(
  async () => (await import('./tensors/TensorsViewer')).TensorsViewer,
  {}
);
const Plotly = lazy(
  async () => (await import('./plotly/PlotlyViewer')).PlotlyViewer,
  {}
);
const Figure = lazy(
  async () => (await import('./media/FigureViewer')).FigureViewer,
  {}
);
const Output = lazy(
  async () => (await import('./output/OutputViewer')).OutputViewer,
  {}
);
const Image = lazy(picture, { isSvg: false });
const Svg = lazy(picture, { isSvg: true });
const Audio = lazy(play, { media: 'audio' });
const Video = lazy(play, { media: 'video' });
const Pdf = lazy(async () => (await import('./media/PdfViewer')).PdfViewer, {});
const Html = lazy(page, { language: 'html' });
const Markdown = lazy(page, { language: 'markdown' });
const Notebook = lazy(page, { language: 'notebook' });
const Json = lazy(
  async () => (await import('./json/JsonViewer')).JsonViewer,
  {}
);
const Values = lazy(
  async () => (await import('./json/ValuesViewer')).ValuesViewer,
  {}
);
const Text = lazy(
  async () => (await import('./text/TextViewer')).TextViewer,
  {}
);
const Given = lazy(
  async () => (await import('./given/GivenViewer')).GivenViewer,
  {}
);
const Hex = lazy(
  async () => (await import('./binary/HexViewer')).HexViewer,
  {}
);
const Pickle = lazy(
  async () => (await import('./binary/PickleViewer')).PickleViewer,
  {}
);
const Zipped = lazy(
  async () => (await import('./binary/SniffedArchive')).SniffedArchive,
  {}
);
const Archive: Component = props => <Zipped {...props} />;

/** Whether an artifact's content is not what its record says. */
export function isOtherThanSaid(artifact: Artifact, head: Uint8Array): boolean {
  const found = formatOf(artifact, head);
  const said = formatSaid(artifact);
  // A text of any kind may be named as another, and a container as what is in it.
  return (
    found !== said &&
    (found === 'image' || found === 'pdf' || found === 'pickle') &&
    said !== 'bytes'
  );
}
