/**
 * Writes what the front end takes from schema/: the types, the definitions that values are checked
 * against and what checks them, the limits, and the tables of errors and of artifact types.
 *
 * Run as `node scripts/generate-protocol.mjs`, which `jlpm install`, the build and the tests do.
 * The files are not committed; one that is up to date is not touched.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { compile } from 'json-schema-to-typescript';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, 'src', 'protocol');
const BANNER =
  '// Generated from schema/ by scripts/generate-protocol.mjs. Do not edit.\n';

/** What src/protocol/schema.ts checks. */
const KEYWORDS = new Set(
  `$ref type const enum minimum maximum minLength maxLength pattern minItems maxItems items
  required properties additionalProperties oneOf`.split(/\s+/)
);
/** What says something to a reader only. */
const PROSE = new Set(['title', 'description']);

async function readJson(name) {
  return JSON.parse(await readFile(join(ROOT, 'schema', name), 'utf8'));
}

async function types(schema) {
  const text = await compile(structuredClone(schema), 'CellkeepProtocol', {
    additionalProperties: false,
    bannerComment: '',
    enableConstEnums: false,
    format: false,
    strictIndexSignatures: true,
    unreachableDefinitions: true
  });
  // A definition that is met twice is written as `Name1`; a flat schema must give none.
  const twice = text.match(/export (?:type|interface) (\w+\D)1\b/);
  if (twice) {
    throw new Error(`The schema gives two types for ${twice[1]}`);
  }
  return text;
}

/** A schema without prose; throws where it has a keyword that nobody would check. */
function checkedPart(schema, where) {
  const part = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (
      PROSE.has(keyword) ||
      (keyword === 'additionalProperties' && value === true)
    ) {
      continue;
    }
    if (!KEYWORDS.has(keyword)) {
      throw new Error(
        `${where}: src/protocol/schema.ts does not know ${keyword}`
      );
    }
    part[keyword] =
      keyword === 'properties'
        ? checkedParts(value, where)
        : keyword === 'items' || keyword === 'additionalProperties'
          ? checkedPart(value, `${where}/${keyword}`)
          : value;
  }
  return part;
}

function checkedParts(schemas, where) {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      checkedPart(schema, `${where}/${name}`)
    ])
  );
}

/** What tells of a value from outside whether it is of a type. */
function validators(names) {
  const lines = names.map(
    name =>
      `export const is${name} = /* @__PURE__ */ validator<types.${name}>('${name}');\n`
  );
  return (
    "import type * as types from './generated';\n" +
    "import { validator } from './schema';\n" +
    lines.join('')
  );
}

function constant(name, about, value) {
  const text = JSON.stringify(value, null, 2);
  return `/** ${about} */\nexport const ${name} = ${text} as const;\n`;
}

async function outputs() {
  const [protocol, registry, errors, limits] = await Promise.all(
    ['protocol.json', 'types.json', 'errors.json', 'limits.json'].map(readJson)
  );
  const { kinds, codecs, media_kinds, forms, endings } = registry;
  return {
    'generated.ts': await types(protocol),
    'definitions.generated.ts': constant(
      'DEFINITIONS',
      'The definitions of the protocol, as far as values are checked against them.',
      checkedParts(protocol.definitions, '')
    ),
    'validators.generated.ts': validators(Object.keys(protocol.definitions)),
    'types.generated.ts':
      constant('KINDS', 'What an artifact is shown as.', kinds) +
      constant('CODECS', 'Every codec of the registry.', codecs) +
      constant(
        'MEDIA_KINDS',
        'The kind of a file by its media type.',
        media_kinds
      ) +
      constant('FORMS', 'What artifacts can be downloaded as.', forms) +
      constant(
        'ENDINGS',
        'What a file of a media type is named with at its end.',
        endings
      ),
    'errors.generated.ts': constant(
      'ERRORS',
      'Every error, by its code.',
      errors.errors
    ),
    'limits.generated.ts': constant(
      'LIMITS',
      'How large may be what describes an artifact or a run.',
      limits.limits
    )
  };
}

for (const [name, text] of Object.entries(await outputs())) {
  const path = join(OUT, name);
  const current = await readFile(path, 'utf8').catch(() => '');
  if (current !== BANNER + text) {
    await writeFile(path, BANNER + text);
  }
}
