import type { ILibrary } from '../markup/libraryFrame';

/** plotly.js as the file that frames are given: a module of it in the page would be a second copy. */
export const PLOTLY_LIBRARY: Pick<ILibrary, 'scripts'> = {
  scripts: [
    new URL(
      'plotly.js-strict-dist-min/plotly-strict.min.js',
      import.meta.url
    ).toString()
  ]
};
