/** What the record of an artifact says of its content: enough to be drawn before any byte is read. */
import type { Preview } from '../protocol/generated';
import type { View } from './view';

/**
 * Returns what can be shown of an artifact from its record alone.
 *
 * @returns Undefined where the record says too little, as of a picture without its bytes.
 */
export function viewOfPreview(preview: Preview | undefined): View | undefined {
  switch (preview?.type) {
    case 'array': {
      const { dtype, shape } = preview;
      return {
        type: 'array',
        dtype,
        shape,
        count: 0,
        complete: shape.includes(0),
        text: () => '',
        number: () => NaN
      };
    }
    case 'table': {
      const { column_count, columns, head, rows } = preview;
      return {
        type: 'table',
        columns,
        count: head.length,
        complete: head.length === rows && columns.length === column_count,
        text: (row, column) => head[row]?.[column] ?? null
      };
    }
    case 'tensors': {
      const { count, parameters, tensors } = preview;
      return {
        type: 'tensors',
        count,
        parameters,
        tensors: tensors.map(({ dtype, name, shape }) => ({
          name,
          dtype,
          descr: dtype,
          shape,
          bytes: 0,
          start: 0
        })),
        metadata: {}
      };
    }
    case 'model':
      return {
        type: 'text',
        text: preview.text,
        mediaType: 'text/plain',
        complete: true
      };
    case 'text':
      return {
        type: 'text',
        text: preview.text,
        mediaType: 'text/plain',
        complete: !preview.truncated
      };
    case 'output':
      return preview.text === undefined
        ? undefined
        : {
            type: 'text',
            text: preview.text,
            mediaType: 'text/plain',
            complete: true
          };
    default:
      return undefined;
  }
}
