import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { useServices } from '../frame/services';
import { useViewerState } from '../frame/useViewerState';
import { useSteps } from './ImageViewer';
import { useObjectUrl } from './useObjectUrl';
import { Zoomed } from './Zoomed';
import { TextButton } from '../../ui/TextButton';

/** A Matplotlib figure in each of the forms that it was kept in. */
export function FigureViewer(props: IViewerProps): JSX.Element {
  const { artifact, view } = props;
  const { trans } = useServices();
  const { get, set } = useViewerState(props);
  const forms = React.useMemo(() => formsOf(view), [view]);
  const form = forms.find(({ name }) => name === get('form', '')) ?? forms[0];
  const url = useObjectUrl(form?.bytes, form?.mediaType ?? '');
  const onStep = useSteps(props);
  if (!form || !url) {
    return (
      <p className="ck-Viewer-note">
        {form ? trans.__('Drawing…') : trans.__('It holds no picture.')}
      </p>
    );
  }
  return (
    <Zoomed
      url={url}
      name={artifact.name}
      zoom={get('zoom', 0)}
      onZoom={zoom => set('zoom', zoom)}
      onStep={onStep}
    >
      {forms.length > 1 &&
        forms.map(({ name }) => (
          <TextButton
            key={name}
            aria-pressed={name === form.name}
            onClick={() => set('form', name)}
          >
            {name}
          </TextButton>
        ))}
    </Zoomed>
  );
}

interface IForm {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: BlobPart;
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

function bytesOf(base64: string | undefined): BlobPart | undefined {
  try {
    return base64 === undefined
      ? undefined
      : Uint8Array.from(atob(base64.replace(/\s/g, '')), character =>
          character.charCodeAt(0)
        );
  } catch {
    return undefined;
  }
}
