import * as React from 'react';

/** Returns an address of bytes, for as long as the component shows them. */
export function useObjectUrl(
  bytes: BlobPart | undefined,
  mediaType: string
): string | undefined {
  const [url, setUrl] = React.useState<string | undefined>();
  React.useEffect(() => {
    if (bytes === undefined) {
      return;
    }
    const made = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, mediaType]);
  return url;
}
