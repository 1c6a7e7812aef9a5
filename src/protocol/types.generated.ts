// Generated from schema/ by scripts/generate-protocol.mjs. Do not edit.
/** What an artifact is shown as. */
export const KINDS = [
  {
    kind: 'array',
    label: 'Array'
  },
  {
    kind: 'table',
    label: 'Table'
  },
  {
    kind: 'tensors',
    label: 'Tensors'
  },
  {
    kind: 'figure',
    label: 'Figure'
  },
  {
    kind: 'plotly',
    label: 'Plotly figure'
  },
  {
    kind: 'image',
    label: 'Image'
  },
  {
    kind: 'output',
    label: 'Output'
  },
  {
    kind: 'html',
    label: 'HTML'
  },
  {
    kind: 'json',
    label: 'JSON'
  },
  {
    kind: 'text',
    label: 'Text'
  },
  {
    kind: 'code',
    label: 'Code'
  },
  {
    kind: 'notebook',
    label: 'Notebook'
  },
  {
    kind: 'pdf',
    label: 'PDF'
  },
  {
    kind: 'audio',
    label: 'Audio'
  },
  {
    kind: 'video',
    label: 'Video'
  },
  {
    kind: 'archive',
    label: 'Archive'
  },
  {
    kind: 'pickle',
    label: 'Pickle'
  },
  {
    kind: 'file',
    label: 'File'
  }
] as const;
/** Every codec of the registry. */
export const CODECS = [
  {
    codec: 'ndarray-arrow.v1',
    media_type: 'application/vnd.apache.arrow.file',
    kind: 'array',
    extension: '.arrow',
    safe: true,
    about:
      'NumPy array as an Arrow IPC file with the canonical arrow.fixed_shape_tensor extension, in row batches'
  },
  {
    codec: 'ndarray-npy.v1',
    media_type: 'application/x-npy',
    kind: 'array',
    extension: '.npy',
    safe: true,
    about: 'NumPy array as .npy, version 1 to 3, never with pickle'
  },
  {
    codec: 'table-arrow.v1',
    media_type: 'application/vnd.apache.arrow.file',
    kind: 'table',
    extension: '.arrow',
    safe: true,
    about:
      'pandas, polars, pyarrow or any __arrow_c_stream__ as an Arrow IPC file'
  },
  {
    codec: 'tensors-safetensors.v1',
    media_type: 'application/vnd.safetensors',
    kind: 'tensors',
    extension: '.safetensors',
    safe: true,
    about:
      'PyTorch tensors in any nesting as safetensors, the structure in its metadata'
  },
  {
    codec: 'figure-mimebundle.v1',
    media_type: 'application/vnd.jupyter.mimebundle+json',
    kind: 'figure',
    extension: '.mimebundle.json',
    safe: true,
    about:
      'Matplotlib figure as a mimebundle of PNG and SVG with its size and dpi'
  },
  {
    codec: 'plotly-json.v1',
    media_type: 'application/vnd.plotly.v1+json',
    kind: 'plotly',
    extension: '.plotly.json',
    safe: true,
    about: 'Plotly figure as JSON, never with plotly.js'
  },
  {
    codec: 'mimebundle.v1',
    media_type: 'application/vnd.jupyter.mimebundle+json',
    kind: 'output',
    extension: '.mimebundle.json',
    safe: true,
    about:
      'One or more outputs of a cell with all their representations, as nbformat 4 outputs'
  },
  {
    codec: 'json.v1',
    media_type: 'application/json',
    kind: 'json',
    extension: '.json',
    safe: true,
    about: 'Value that comes back equal from JSON (RFC 8259)'
  },
  {
    codec: 'pickle.v1',
    media_type: 'application/x-python-pickle',
    kind: 'pickle',
    extension: '.pkl',
    safe: false,
    about: 'Any object by pickle; never loaded unasked'
  },
  {
    codec: 'bytes.v1',
    media_type: 'application/octet-stream',
    kind: 'file',
    extension: '',
    safe: true,
    about: 'The bytes as they are; the media type tells what they are'
  }
] as const;
/** The kind of a file by its media type. */
export const MEDIA_KINDS = [
  {
    media_type: 'image/svg+xml',
    kind: 'image'
  },
  {
    media_type: 'image/',
    kind: 'image'
  },
  {
    media_type: 'text/html',
    kind: 'html'
  },
  {
    media_type: 'application/xhtml+xml',
    kind: 'html'
  },
  {
    media_type: 'application/json',
    kind: 'json'
  },
  {
    media_type: 'application/geo+json',
    kind: 'json'
  },
  {
    media_type: 'application/x-ipynb+json',
    kind: 'notebook'
  },
  {
    media_type: 'application/pdf',
    kind: 'pdf'
  },
  {
    media_type: 'audio/',
    kind: 'audio'
  },
  {
    media_type: 'video/',
    kind: 'video'
  },
  {
    media_type: 'application/vnd.plotly.v1+json',
    kind: 'plotly'
  },
  {
    media_type: 'application/vnd.apache.arrow.file',
    kind: 'table'
  },
  {
    media_type: 'application/vnd.apache.parquet',
    kind: 'table'
  },
  {
    media_type: 'text/csv',
    kind: 'table'
  },
  {
    media_type: 'application/x-npy',
    kind: 'array'
  },
  {
    media_type: 'application/vnd.safetensors',
    kind: 'tensors'
  },
  {
    media_type: 'application/zip',
    kind: 'archive'
  },
  {
    media_type: 'application/gzip',
    kind: 'archive'
  },
  {
    media_type: 'application/x-tar',
    kind: 'archive'
  },
  {
    media_type: 'application/x-python-pickle',
    kind: 'pickle'
  },
  {
    media_type: 'text/x-python',
    kind: 'code'
  },
  {
    media_type: 'text/javascript',
    kind: 'code'
  },
  {
    media_type: 'text/x-c',
    kind: 'code'
  },
  {
    media_type: 'text/x-sh',
    kind: 'code'
  },
  {
    media_type: 'application/x-sh',
    kind: 'code'
  },
  {
    media_type: 'text/',
    kind: 'text'
  },
  {
    media_type: 'application/yaml',
    kind: 'text'
  },
  {
    media_type: 'application/toml',
    kind: 'text'
  },
  {
    media_type: 'application/xml',
    kind: 'text'
  }
] as const;
