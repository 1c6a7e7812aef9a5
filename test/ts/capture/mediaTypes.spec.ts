import { describe, expect, it } from 'vitest';

import {
  mediaTypeOf,
  mediaTypeOfLanguage,
  mediaTypeOfName
} from '../../../src/capture/mediaTypes';

const bytes = (text: string) =>
  Uint8Array.from(text, character => character.charCodeAt(0));

describe('the media type of a file', () => {
  it('is what its bytes prove, whatever it is called', () => {
    expect(mediaTypeOf('data.csv', bytes('\x89PNG\r\n\x1a\n'))).toBe(
      'image/png'
    );
    expect(mediaTypeOf('x', bytes('ARROW1\0\0'))).toBe(
      'application/vnd.apache.arrow.file'
    );
    expect(mediaTypeOf('x', bytes('\x93NUMPY\x01\0'))).toBe(
      'application/x-npy'
    );
  });

  it('is what its name says where the bytes are only a container', () => {
    expect(mediaTypeOf('book.xlsx', bytes('PK\x03\x04'))).toMatch(/sheet$/);
    expect(mediaTypeOf('x.bin', bytes('PK\x03\x04'))).toBe('application/zip');
  });

  it("is what its name says before the browser's guess", () => {
    const guess = 'application/vnd.ms-excel';
    expect(mediaTypeOf('a.CSV', bytes('a,b'), guess)).toBe('text/csv');
    expect(mediaTypeOf('a.unknown', bytes(''), guess)).toBe(guess);
  });

  it('is text where the bytes can be nothing else', () => {
    expect(mediaTypeOf('blockMeshDict', bytes('convertToMeters 0.1;'))).toBe(
      'text/plain'
    );
    // A character that the end of the sample cuts is no sign of binary.
    const cut = new TextEncoder().encode('日本').subarray(0, 4);
    expect(mediaTypeOf('x', cut)).toBe('text/plain');
    for (const head of ['\x00\x01', '\xff\xfe', '']) {
      expect(mediaTypeOf('x', bytes(head))).toBe('application/octet-stream');
    }
  });

  it('is not guessed from a name without an extension', () => {
    expect(mediaTypeOfName('folder.csv/readme')).toBeUndefined();
    expect(mediaTypeOfName('constructor')).toBeUndefined();
    expect(mediaTypeOfName('a.constructor')).toBeUndefined();
  });
});

it('code has the media type of its language', () => {
  expect(mediaTypeOfLanguage('ipython')).toBe('text/x-python');
  expect(mediaTypeOfLanguage('R')).toBe('text/x-r');
  expect(mediaTypeOfLanguage('C++')).toBe('text/x-c');
  expect(mediaTypeOfLanguage('markdown')).toBe('text/markdown');
});
