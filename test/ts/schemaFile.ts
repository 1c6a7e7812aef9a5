import { readFileSync } from 'node:fs';

/** What a file of `schema/` says, such as `vectors/names.json`. */
export function schemaFile<T>(path: string): T {
  return JSON.parse(readFileSync(`schema/${path}`, 'utf8')) as T;
}

const { valid } = schemaFile<{ valid: { name: string; value: unknown }[] }>(
  'vectors/messages.json'
);

/** A message as Python and TypeScript agree on it, by its name in the vectors. */
export function golden<T>(name: string): T {
  return valid.find(vector => vector.name === name)!.value as T;
}
