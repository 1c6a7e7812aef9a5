/**
 * The files of pdf.js that a document may need: what codes of its text mean, the fonts that each reader
 * has, and what decodes pictures of JPEG 2000, JBIG2 and fax, and reads colour profiles.
 */

/** Gives the addresses of the files of a folder; the bundler knows it. */
interface IFiles {
  (name: string): string;
  keys(): string[];
}

declare global {
  interface ImportMeta {
    webpackContext?(
      folder: string,
      options: { recursive: boolean; regExp: RegExp }
    ): IFiles;
  }
}

/** The address of a file, undefined where pdf.js has none of that name. */
export function pdfFile(name: string): string | undefined {
  for (const files of foldersOf()) {
    // The names are known: whatever is asked for, it is one of them.
    if (files?.keys().includes(`./${name}`)) {
      return files(`./${name}`);
    }
  }
  return undefined;
}

/** Their licences go with them. */
function foldersOf(): readonly (IFiles | undefined)[] {
  return [
    import.meta.webpackContext?.('pdfjs-dist/cmaps', {
      recursive: false,
      regExp: /\.bcmap$|LICENSE/
    }),
    import.meta.webpackContext?.('pdfjs-dist/standard_fonts', {
      recursive: false,
      regExp: /\.(pfb|ttf)$|LICENSE/
    }),
    import.meta.webpackContext?.('pdfjs-dist/wasm', {
      recursive: false,
      // Not the one that runs a document's scripts.
      regExp:
        /(jbig2|openjpeg|qcms_bg)\.wasm$|LICENSE_(PDFJS_)?(JBIG2|OPENJPEG|QCMS)$/
    })
  ];
}
