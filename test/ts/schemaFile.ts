import { readFileSync } from 'node:fs';

/** What a file of `schema/` says, such as `vectors/names.json`. */
export function schemaFile<T>(path: string): T {
  return JSON.parse(readFileSync(`schema/${path}`, 'utf8')) as T;
}
