import { describe, expect, it } from 'vitest';

import { errorOfBody, errorOfResponse } from '../../../src/transport/answers';
import {
  CellkeepError,
  asCellkeepError,
  isAbort
} from '../../../src/protocol/errors';

describe('errors', () => {
  it("are the server's own where it wrote them", async () => {
    const body = {
      code: 'STORE_FULL',
      message: 'No room.',
      hint: 'Free some.',
      retryable: true,
      reason: 'Insufficient Storage'
    };
    const response = new Response(JSON.stringify(body), { status: 507 });
    const error = await errorOfResponse(response);
    expect(error).toMatchObject({
      code: 'STORE_FULL',
      message: 'No room.',
      hint: 'Free some.',
      retryable: true,
      status: 507
    });
    expect(error.info()).toEqual({
      code: 'STORE_FULL',
      message: 'No room.',
      hint: 'Free some.',
      retryable: true
    });
  });

  it.each([
    [403, 'FORBIDDEN', false],
    [404, 'STORE_UNREACHABLE', false],
    [413, 'TOO_LARGE', false],
    [423, 'UPLOAD_LOCKED', true],
    [429, 'STORE_UNREACHABLE', true],
    [502, 'STORE_UNREACHABLE', true],
    [504, 'TIMEOUT', true],
    [500, 'INTERNAL', true],
    [400, 'BAD_REQUEST', false]
  ])(
    "of status %i are %s where the body is a proxy's page",
    (status, code, retryable) => {
      const error = errorOfBody(status, '<html>no</html>');
      expect(error).toMatchObject({ code, retryable, status });
    }
  );

  it('of a code that is not known yet keep their words', () => {
    const body = JSON.stringify({ code: 'NEW_CODE', message: 'Moon phase.' });
    const error = errorOfBody(409, body);
    expect(error.message).toContain('Moon phase.');
  });

  it('are made of anything that was thrown', () => {
    const known = new CellkeepError('BAD_NAME', 'no');
    expect(asCellkeepError(known)).toBe(known);
    expect(asCellkeepError(new TypeError('x is not a function'))).toMatchObject(
      { code: 'INTERNAL', message: 'x is not a function' }
    );
    expect(asCellkeepError('odd').message).toBe('odd');
  });

  it('are told from a stop', () => {
    expect(isAbort(new DOMException('stop', 'AbortError'))).toBe(true);
    expect(isAbort(new Error('AbortError'))).toBe(false);
    expect(isAbort(null)).toBe(false);
  });
});
