import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { Choices } from '../../ui/Choices';
import { useServices } from '../frame/services';
import { useKept } from '../frame/keptState';
import { ShownPicture } from './ShownPicture';

/** A Matplotlib figure in each of the forms that it was kept in. */
export function FigureViewer(props: IViewerProps): JSX.Element {
  const { view } = props;
  const { trans } = useServices();
  const [chosen, setChosen] = useKept<string>('form', '');
  const forms = React.useMemo(() => formsOf(view), [view]);
  const form = forms.find(({ name }) => name === chosen) ?? forms[0];
  if (!form) {
    return (
      <p className="jp-Cellkeep-Viewer-note">
        {trans.__('It holds no picture.')}
      </p>
    );
  }
  return (
    <ShownPicture viewer={props} bytes={form.bytes} mediaType={form.mediaType}>
      {forms.length > 1 && (
        <Choices
          choices={forms.map(({ name }) => [name, name])}
          value={form.name}
          onChoose={setChosen}
        />
      )}
    </ShownPicture>
  );
}

interface IForm {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer> | string;
}

/** The pictures that an output holds. */
export function formsOf(view: IViewerProps['view']): IForm[] {
  const [output] = view?.type === 'outputs' ? view.outputs : [];
  const data = (output?.data ?? {}) as Readonly<Record<string, unknown>>;
  const forms: IForm[] = [];
  const svg = textOf(data['image/svg+xml']);
  if (svg !== undefined) {
    forms.push({ name: 'SVG', mediaType: 'image/svg+xml', bytes: svg });
  }
  for (const [name, mediaType] of [
    ['PNG', 'image/png'],
    ['JPEG', 'image/jpeg']
  ] as const) {
    const bytes = bytesOf(textOf(data[mediaType]));
    if (bytes) {
      forms.push({ name, mediaType, bytes });
    }
  }
  return forms;
}

/** nbformat writes text as a string or as a list of lines. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.join('')
      : undefined;
}

function bytesOf(
  base64: string | undefined
): Uint8Array<ArrayBuffer> | undefined {
  try {
    if (base64 === undefined) {
      return undefined;
    }
    const text = atob(base64.replace(/\s/g, ''));
    const bytes = new Uint8Array(text.length);
    // By hand: a function for each of millions of bytes takes a second.
    for (let index = 0; index < text.length; index += 1) {
      bytes[index] = text.charCodeAt(index);
    }
    return bytes;
  } catch {
    return undefined;
  }
}
