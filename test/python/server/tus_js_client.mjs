// Uploads a file with tus-js-client exactly as it is published.
// Usage: node tus_js_client.mjs <module> <endpoint> <authorization> <file> <chunk bytes> <pause at> <parallel>
// With 0 in parallel the length is said only at the end, as of a stream.
// Prints one JSON line: the receipt's header, and the methods of the requests made.
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { PassThrough } from 'node:stream';

const [modulePath, endpoint, authorization, file, chunk, pauseAt, parallel] =
  process.argv.slice(2);
const { default: tus } = await import(modulePath);
const size = statSync(file).size;
const isStream = Number(parallel) === 0;
const methods = [];

function start(uploadUrl, offsetToPause) {
  return new Promise((resolve, reject) => {
    let receipt = null;
    const whole = createReadStream(file);
    const upload = new tus.Upload(isStream ? whole.pipe(new PassThrough()) : whole, {
      endpoint,
      uploadUrl,
      // It knows the size of a file by itself, and refuses to be told when it cuts one up.
      ...(isStream
        ? { uploadLengthDeferred: true }
        : Number(parallel) > 1
          ? { parallelUploads: Number(parallel) }
          : { uploadSize: size }),
      chunkSize: Number(chunk) || Infinity,
      headers: { Authorization: authorization },
      metadata: { filename: basename(file), filetype: 'application/x-test' },
      retryDelays: [0, 200, 500],
      onBeforeRequest: request => void methods.push(request.getMethod()),
      onAfterResponse: (_, response) => {
        receipt = response.getHeader('Cellkeep-Receipt') ?? receipt;
      },
      onProgress: sent => {
        if (offsetToPause && sent >= offsetToPause) {
          void upload.abort().then(() => resolve({ url: upload.url, receipt: null }));
        }
      },
      onError: reject,
      onSuccess: () => resolve({ url: upload.url, receipt })
    });
    upload.start();
  });
}

let ended = await start(null, Number(pauseAt));
if (!ended.receipt) {
  ended = await start(ended.url, 0);
}
console.log(JSON.stringify({ receipt: ended.receipt, methods }));
