import * as React from 'react';

/** What a browser never takes for a page with scripts, whatever the bytes are. */
const INERT = /^image\/[\w.-]+$/;

/**
 * Returns a URL of bytes, for as long as the component shows them.
 *
 * A `blob:` URL has the origin of this page. An SVG (or other XML) that someone opens from
 * it in a tab of its own would run its scripts with all rights in Jupyter, so those get a
 * `data:` URL, whose origin is nobody's.
 */
export function useBytesUrl(
  bytes: BlobPart | undefined,
  mediaType: string
): string | undefined {
  const [url, setUrl] = React.useState<string | undefined>();
  React.useEffect(() => {
    if (bytes === undefined) {
      return;
    }
    const blob = new Blob([bytes], { type: mediaType });
    if (INERT.test(mediaType)) {
      const made = URL.createObjectURL(blob);
      setUrl(made);
      return () => URL.revokeObjectURL(made);
    }
    const reader = new FileReader();
    reader.onload = () => setUrl(reader.result as string);
    reader.readAsDataURL(blob);
    return () => {
      reader.abort();
      // The next one takes a moment, in which this must not stand for it.
      setUrl(undefined);
    };
  }, [bytes, mediaType]);
  return url;
}
