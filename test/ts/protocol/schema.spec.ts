import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';

import { checked } from '../../../src/protocol/envelope';
import { type IValidator, validator } from '../../../src/protocol/schema';
import * as validators from '../../../src/protocol/validators.generated';
import { schemaFile } from '../schemaFile';

interface ISchemaFile {
  $id: string;
  definitions: Record<string, AnySchema & { oneOf?: unknown }>;
}

const schema = schemaFile<ISchemaFile>('protocol.json');
const { valid, invalid } = schemaFile<
  Record<'valid' | 'invalid', { type: string; value?: unknown }[]>
>('vectors/messages.json');

const ajv = new Ajv({ allowUnionTypes: true, strictTypes: false });
ajv.addSchema(schema);

function reference(name: string): ValidateFunction {
  return ajv.getSchema(`${schema.$id}#/definitions/${name}`)!;
}

/** What a wrong writer might put in any place. */
const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  0.5,
  NaN,
  Infinity,
  2 ** 53,
  10n,
  '',
  'x',
  'é'.repeat(512),
  '😀'.repeat(512),
  '😀'.repeat(513),
  'a'.repeat(513),
  'A'.repeat(32),
  '0'.repeat(32),
  '0'.repeat(64),
  '0'.repeat(64) + '\n',
  '2026-11-23T16:58:14.120Z',
  '٢٠٢٦-11-23T16:58:14.120Z',
  [],
  ['x'],
  [1],
  {},
  { type: 'hello' },
  { constructor: 1 }
];

/** Every value that differs from this one in one place. */
function* variants(value: unknown): Iterable<unknown> {
  yield* VALUES;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    for (const [index, part] of list.slice(0, 3).entries()) {
      for (const other of variants(part)) {
        yield list.map((old, at) => (at === index ? other : old));
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      for (const other of variants(part)) {
        yield { ...value, [name]: other };
      }
    }
    yield { ...value, unknown: 1 };
  }
}

describe('the check of a value', () => {
  it('says the same as ajv, of every golden message changed in every place', () => {
    let refused = 0;
    let count = 0;
    for (const { type, value } of [...valid, ...invalid]) {
      const ours = validator(type);
      const theirs = reference(type);
      for (const variant of variants(value)) {
        const isValid = ours(variant);
        count += 1;
        refused += isValid ? 0 : 1;
        if (isValid !== theirs(variant)) {
          expect.fail(
            `${type}: ${JSON.stringify(variant)?.slice(0, 500)} is ${isValid ? '' : 'not '}taken, against ajv: ${ajv.errorsText(theirs.errors)}`
          );
        }
      }
    }
    expect(count).toBeGreaterThan(20_000);
    expect(refused).toBeGreaterThan(count / 2);
  });

  it('is there for every name that is exported', () => {
    const all: [string, IValidator<unknown>][] = Object.entries(validators);
    for (const [name, isValid] of all) {
      expect(name.slice(2) in schema.definitions).toBe(true);
      expect(isValid('no message')).toBe(false);
    }
  });

  it('names the place and the field that are wrong', () => {
    const envelope = valid.find(({ type }) => type === 'FeedEnvelope')!;
    const wrong = {
      ...(envelope.value as object),
      message: { ...(envelope.value as { message: object }).message, type: 'x' }
    };
    expect(() => checked(wrong, validators.isFeedEnvelope)).toThrow(
      '/message/type'
    );
    expect(
      validators.isRunPage.problem({ items: [{ id: 1 }], last_seq: 0 })?.path
    ).toMatch(/^\/items\/0/);
  });
});
