/**
 * Writes the front end's protocol types, validators and registries from schema/.
 *
 * Run as `node scripts/generate-protocol.mjs [--check]`. With `--check` nothing is written,
 * and the exit code is 1 where a generated file is not what the schema gives.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { compile } from 'json-schema-to-typescript';
import * as prettier from 'prettier';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, 'src', 'protocol');
const BANNER =
  '// Generated from schema/ by scripts/generate-protocol.mjs. Do not edit.\n';

/**
 * What crosses an edge of the front end and is therefore checked there. Everything else is
 * built by our own code, where the types are enough.
 */
const VALIDATED = [
  'Artifact',
  'ArtifactPage',
  'BatchResult',
  'ChangeEvent',
  'Collected',
  'ControlEnvelope',
  'DeleteReport',
  'DeleteResult',
  'ErrorInfo',
  'FeedEnvelope',
  'GroupPage',
  'History',
  'IdList',
  'ImportReport',
  'Lineage',
  'Offer',
  'OfferResult',
  'Receipt',
  'Run',
  'RunInfo',
  'RunPage',
  'StoreLimit',
  'StoreStatus',
  'ContentsRequest',
  'TransferList',
  'TrashPage'
];

async function readJson(name) {
  return JSON.parse(await readFile(join(ROOT, 'schema', name), 'utf8'));
}

async function types(schema) {
  const text = await compile(structuredClone(schema), 'CellkeepProtocol', {
    additionalProperties: false,
    bannerComment: BANNER.trimEnd(),
    enableConstEnums: false,
    format: false,
    strictIndexSignatures: true,
    unreachableDefinitions: true
  });
  return namedRefs(text);
}

/** json2ts writes a definition that it meets twice as `Name1`; a flat schema must give none. */
function namedRefs(text) {
  const twice = text.match(/export (?:type|interface) (\w+\D)1\b/);
  if (twice) {
    throw new Error(`The schema gives two types for ${twice[1]}`);
  }
  return text;
}

function validators(schema) {
  const ajv = new Ajv.default({
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true, optimize: 2 },
    // A function for each definition, not a copy at each use: a tenth of the code.
    inlineRefs: false,
    strictTypes: false,
    // A message is told by its `type`, so an error names the field of that message and
    // not of every other one.
    discriminator: true
  });
  ajv.addSchema(tagged(structuredClone(schema)));
  const exported = Object.fromEntries(
    VALIDATED.map(name => [`is${name}`, `${schema.$id}#/definitions/${name}`])
  );
  return selfContained(standaloneCode.default(ajv, exported));
}

/** ajv's `discriminator` keyword, on each union of the schema, and no prose in the bundle. */
function tagged(schema) {
  for (const definition of Object.values(schema.definitions)) {
    delete definition.title;
    delete definition.description;
    for (const property of Object.values(definition.properties ?? {})) {
      delete property.description;
    }
    if (definition.oneOf) {
      definition.type = 'object';
      definition.discriminator = { propertyName: 'type' };
      definition.required = ['type'];
    }
  }
  return schema;
}

/** ajv leaves `require` calls for its helpers in ESM output; ours are two, both tiny. */
function selfContained(code) {
  const helpers = {
    'require("ajv/dist/runtime/ucs2length").default': 'codePoints',
    'require("ajv/dist/runtime/equal").default': 'deepEqual'
  };
  let text = code.replace(/^"use strict";\s*/, '');
  for (const [call, name] of Object.entries(helpers)) {
    text = text.replaceAll(call, name);
  }
  if (text.includes('require(') || text.includes('deepEqual')) {
    throw new Error(
      'The validators need a helper that this script does not supply'
    );
  }
  const length = `
// JSON Schema counts characters, not UTF-16 units.
function codePoints(text) {
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
}
`;
  return text.includes('codePoints') ? length + text : text;
}

/**
 * The validators as one TypeScript module: unchecked inside, typed at its exports, so that
 * tsc alone carries it into the build.
 */
function validatorModule(code) {
  const types = VALIDATED.map(name => `  ${name}`).join(',\n');
  const body = code.replace(
    /^export const (is\w+) = (\w+);$/gm,
    (_, name, run) => {
      return `export const ${name}: IValidator<${name.slice(2)}> = ${run};`;
    }
  );
  return `// @ts-nocheck The code of ajv is JavaScript; only the exports have types.
/* eslint-disable */
import type {
${types}
} from './generated';

/** One thing that is wrong with a value. */
export interface IValidationError {
  /** Where, as a JSON pointer. */
  instancePath: string;
  /** What, such as "must be string". */
  message?: string;
}

/** Tells whether a value is valid; \`errors\` is set by the last call. */
export interface IValidator<T> {
  (value: unknown): value is T;
  errors?: IValidationError[] | null;
}

${body}`;
}

function constant(name, about, value) {
  const text = JSON.stringify(value, null, 2);
  return `/** ${about} */\nexport const ${name} = ${text} as const;\n`;
}

async function outputs() {
  const [protocol, registry, errors] = await Promise.all(
    ['protocol.json', 'types.json', 'errors.json'].map(readJson)
  );
  const { kinds, codecs, media_kinds } = registry;
  return {
    'generated.ts': await types(protocol),
    'validators.generated.ts': BANNER + validatorModule(validators(protocol)),
    'types.generated.ts':
      BANNER +
      constant('KINDS', 'What an artifact is shown as.', kinds) +
      constant('CODECS', 'Every codec of the registry.', codecs) +
      constant(
        'MEDIA_KINDS',
        'The kind of a file by its media type.',
        media_kinds
      ),
    'errors.generated.ts':
      BANNER + constant('ERRORS', 'Every error, by its code.', errors.errors)
  };
}

async function main() {
  const check = process.argv.includes('--check');
  const style = await prettier.resolveConfig(join(OUT, 'generated.ts'));
  let stale = 0;
  for (const [name, raw] of Object.entries(await outputs())) {
    const path = join(OUT, name);
    const text = await prettier.format(raw, { ...style, filepath: path });
    const current = await readFile(path, 'utf8').catch(() => '');
    if (current === text) {
      continue;
    }
    stale += 1;
    if (check) {
      console.error(
        `${relative(ROOT, path)} is not what schema/ gives: run \`jlpm generate\``
      );
    } else {
      await writeFile(path, text);
    }
  }
  process.exitCode = check && stale ? 1 : 0;
}

await main();
