/**
 * Checks values against `schema/protocol.json`, at the edges of the front end.
 *
 * It knows the keywords that our schema uses and no other (the script that writes
 * `definitions.generated.ts` refuses those), so it is a fraction of what a compiler
 * of JSON Schema writes, and needs no `eval`, which content policies forbid.
 */
import * as generated from './definitions.generated';

/** A JSON Schema, as far as ours goes. */
export interface ISchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: ISchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ISchema>>;
  /** Of the properties that are not named; fields we do not know are never refused. */
  readonly additionalProperties?: ISchema;
  /** References to messages that are told apart by their `type`. */
  readonly oneOf?: ReadonlyArray<{ readonly $ref: string }>;
}

/** What is wrong with a value. */
export interface IProblem {
  /** Where, as a JSON pointer; empty for the value itself. */
  readonly path: string;
  /** Such as "must be string". */
  readonly message: string;
}

/** Tells whether a value is valid. */
export interface IValidator<T> {
  (value: unknown): value is T;
  /** Returns the first thing that is wrong, if any. */
  problem(value: unknown): IProblem | undefined;
}

/** Returns the validator of one definition; it is prepared when it is first needed. */
export function validator<T>(name: string): IValidator<T> {
  const problem: Check = value => definition(name)(value);
  const isValid = (value: unknown): value is T => !problem(value);
  return Object.assign(isValid, { problem });
}

type Check = (value: unknown) => IProblem | undefined;

const DEFINITIONS: Readonly<Record<string, ISchema>> = generated.DEFINITIONS;
const prepared = new Map<string, Check>();

function definition(name: string): Check {
  let check = prepared.get(name);
  if (!check) {
    const schema = DEFINITIONS[name];
    if (!schema) {
      throw new Error(`The protocol has no ${name}.`);
    }
    check = checkOf(schema);
    prepared.set(name, check);
  }
  return check;
}

/** Returns one function that does all of a schema's checks, the type first. */
function checkOf(schema: ISchema): Check {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    // Looked up when it is called: a definition may contain itself.
    return value => definition(name)(value);
  }
  const checks = [
    ...typeChecks(schema),
    ...valueChecks(schema),
    ...numberChecks(schema),
    ...textChecks(schema),
    ...listChecks(schema),
    ...objectChecks(schema),
    ...unionChecks(schema)
  ];
  return value => {
    for (const check of checks) {
      const problem = check(value);
      if (problem) {
        return problem;
      }
    }
    return undefined;
  };
}

function* typeChecks({ type }: ISchema): Iterable<Check> {
  if (type !== undefined) {
    const names = [type].flat();
    yield unless(`must be ${names.join(' or ')}`, value =>
      names.some(name => isOfType(value, name))
    );
  }
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function* valueChecks(schema: ISchema): Iterable<Check> {
  if ('const' in schema) {
    yield unless(
      `must be ${JSON.stringify(schema.const)}`,
      value => value === schema.const
    );
  }
  if (schema.enum) {
    const allowed = new Set(schema.enum);
    yield unless(`must be one of ${schema.enum.join(', ')}`, value =>
      allowed.has(value)
    );
  }
}

function* numberChecks({ minimum, maximum }: ISchema): Iterable<Check> {
  if (minimum !== undefined) {
    yield unless(
      `must be at least ${minimum}`,
      value => typeof value !== 'number' || value >= minimum
    );
  }
  if (maximum !== undefined) {
    yield unless(
      `must be at most ${maximum}`,
      value => typeof value !== 'number' || value <= maximum
    );
  }
}

function* textChecks(schema: ISchema): Iterable<Check> {
  const { minLength = 0, maxLength = Infinity } = schema;
  if (minLength > 0 || maxLength < Infinity) {
    yield unless(
      `must have ${minLength} to ${maxLength} characters`,
      value =>
        typeof value !== 'string' || hasLength(value, minLength, maxLength)
    );
  }
  if (schema.pattern !== undefined) {
    const pattern = new RegExp(schema.pattern, 'u');
    yield unless(
      `must match ${schema.pattern}`,
      value => typeof value !== 'string' || pattern.test(value)
    );
  }
}

/** JSON Schema counts characters, not UTF-16 units, of which a character has at most two. */
function hasLength(text: string, least: number, most: number): boolean {
  if (text.length < least || text.length > 2 * most) {
    return false;
  }
  const count =
    text.length > most || least > 1 ? [...text].length : text.length;
  return count >= least && count <= most;
}

function* listChecks({ items, maxItems, minItems }: ISchema): Iterable<Check> {
  if (minItems !== undefined) {
    yield unless(
      `must have at least ${minItems} items`,
      value => !Array.isArray(value) || value.length >= minItems
    );
  }
  if (maxItems !== undefined) {
    yield unless(
      `must have at most ${maxItems} items`,
      value => !Array.isArray(value) || value.length <= maxItems
    );
  }
  if (items) {
    const check = checkOf(items);
    yield value => {
      if (Array.isArray(value)) {
        for (let index = 0; index < value.length; index++) {
          const problem = check(value[index]);
          if (problem) {
            return within(String(index), problem);
          }
        }
      }
      return undefined;
    };
  }
}

function* objectChecks(schema: ISchema): Iterable<Check> {
  for (const name of schema.required ?? []) {
    yield unless(
      `must have ${name}`,
      value => !isObject(value) || value[name] !== undefined
    );
  }
  const { properties = {}, additionalProperties } = schema;
  for (const [name, property] of Object.entries(properties)) {
    const check = checkOf(property);
    yield value => {
      const part = isObject(value) ? value[name] : undefined;
      return part === undefined ? undefined : within(name, check(part));
    };
  }
  if (additionalProperties) {
    const check = checkOf(additionalProperties);
    yield value => {
      for (const [name, part] of isObject(value) ? Object.entries(value) : []) {
        const problem = Object.hasOwn(properties, name)
          ? undefined
          : check(part);
        if (problem) {
          return within(name, problem);
        }
      }
      return undefined;
    };
  }
}

/** Only the member of that `type` is asked, so that a problem names a field of this message. */
function* unionChecks({ oneOf }: ISchema): Iterable<Check> {
  if (oneOf) {
    const members = new Map(
      oneOf.map(({ $ref }) => {
        const name = nameOf($ref);
        return [DEFINITIONS[name]?.properties?.type?.const, name];
      })
    );
    yield value => {
      const name = isObject(value) ? members.get(value.type) : undefined;
      return name === undefined
        ? { path: '/type', message: 'is of no message that is known here' }
        : definition(name)(value);
    };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unless(message: string, holds: (value: unknown) => boolean): Check {
  const problem: IProblem = { path: '', message };
  return value => (holds(value) ? undefined : problem);
}

function within(
  name: string,
  problem: IProblem | undefined
): IProblem | undefined {
  return problem && { ...problem, path: `/${name}${problem.path}` };
}

function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}
