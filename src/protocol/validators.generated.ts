// Generated from schema/ by scripts/generate-protocol.mjs. Do not edit.
// @ts-nocheck The code of ajv is JavaScript; only the exports have types.
/* eslint-disable */
import type {
  Artifact,
  ArtifactPage,
  BatchResult,
  ChangeEvent,
  Collected,
  ControlEnvelope,
  DeleteReport,
  DeleteResult,
  ErrorInfo,
  FeedEnvelope,
  GroupPage,
  History,
  IdList,
  ImportReport,
  Lineage,
  Offer,
  OfferResult,
  Receipt,
  Run,
  RunInfo,
  RunPage,
  StoreLimit,
  StoreStatus,
  ContentsRequest,
  TransferList,
  TrashPage
} from './generated';

/** One thing that is wrong with a value. */
export interface IValidationError {
  /** Where, as a JSON pointer. */
  instancePath: string;
  /** What, such as "must be string". */
  message?: string;
}

/** Tells whether a value is valid; `errors` is set by the last call. */
export interface IValidator<T> {
  (value: unknown): value is T;
  errors?: IValidationError[] | null;
}

// JSON Schema counts characters, not UTF-16 units.
function codePoints(text) {
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
}
export const isArtifact: IValidator<Artifact> = validate168;
const schema56 = {
  type: 'object',
  properties: {
    id: { $ref: '#/definitions/Id' },
    seq: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    run_id: { $ref: '#/definitions/Id' },
    run_name: { type: 'string' },
    name: { type: 'string' },
    version: { type: 'integer', minimum: 1, maximum: 9007199254740991 },
    category: { $ref: '#/definitions/Category' },
    media_type: { type: 'string' },
    codec: { type: 'string' },
    kind: { type: 'string' },
    size: { $ref: '#/definitions/ByteCount' },
    sha256: { $ref: '#/definitions/Sha256' },
    created_at: { $ref: '#/definitions/Timestamp' },
    stored_at: { $ref: '#/definitions/Timestamp' },
    summary: { type: 'string' },
    preview: { $ref: '#/definitions/Preview' },
    provenance: { $ref: '#/definitions/Provenance' },
    metadata: { type: 'object', additionalProperties: true },
    thumbnail: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    notes: { type: 'string' },
    aliases: { type: 'array', items: { type: 'string' } }
  },
  required: [
    'id',
    'seq',
    'run_id',
    'run_name',
    'name',
    'version',
    'category',
    'media_type',
    'codec',
    'kind',
    'size',
    'sha256',
    'created_at',
    'stored_at',
    'provenance',
    'metadata',
    'thumbnail'
  ]
};
const schema8 = {
  type: 'string',
  pattern: '^[0-9a-f]{32}$',
  minLength: 32,
  maxLength: 32
};
const func2 = codePoints;
const pattern0 = new RegExp('^[0-9a-f]{32}$', 'u');

function validate23(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === 'string') {
      if (func2(data) > 32) {
        validate23.errors = [
          {
            instancePath,
            schemaPath: '#/maxLength',
            keyword: 'maxLength',
            params: { limit: 32 },
            message: 'must NOT have more than 32 characters'
          }
        ];
        return false;
      } else {
        if (func2(data) < 32) {
          validate23.errors = [
            {
              instancePath,
              schemaPath: '#/minLength',
              keyword: 'minLength',
              params: { limit: 32 },
              message: 'must NOT have fewer than 32 characters'
            }
          ];
          return false;
        } else {
          if (!pattern0.test(data)) {
            validate23.errors = [
              {
                instancePath,
                schemaPath: '#/pattern',
                keyword: 'pattern',
                params: { pattern: '^[0-9a-f]{32}$' },
                message: 'must match pattern "' + '^[0-9a-f]{32}$' + '"'
              }
            ];
            return false;
          }
        }
      }
    } else {
      validate23.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string'
        }
      ];
      return false;
    }
  }
  validate23.errors = vErrors;
  return errors === 0;
}

const schema16 = { type: 'string', enum: ['code', 'input', 'output'] };

function validate37(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (typeof data !== 'string') {
    validate37.errors = [
      {
        instancePath,
        schemaPath: '#/type',
        keyword: 'type',
        params: { type: 'string' },
        message: 'must be string'
      }
    ];
    return false;
  }
  if (!(data === 'code' || data === 'input' || data === 'output')) {
    validate37.errors = [
      {
        instancePath,
        schemaPath: '#/enum',
        keyword: 'enum',
        params: { allowedValues: schema16.enum },
        message: 'must be equal to one of the allowed values'
      }
    ];
    return false;
  }
  validate37.errors = vErrors;
  return errors === 0;
}

const schema11 = { type: 'integer', minimum: 0, maximum: 9007199254740991 };

function validate27(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (!(
    typeof data == 'number' &&
    !(data % 1) &&
    !isNaN(data) &&
    isFinite(data)
  )) {
    validate27.errors = [
      {
        instancePath,
        schemaPath: '#/type',
        keyword: 'type',
        params: { type: 'integer' },
        message: 'must be integer'
      }
    ];
    return false;
  }
  if (errors === 0) {
    if (typeof data == 'number' && isFinite(data)) {
      if (data > 9007199254740991 || isNaN(data)) {
        validate27.errors = [
          {
            instancePath,
            schemaPath: '#/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 9007199254740991 },
            message: 'must be <= 9007199254740991'
          }
        ];
        return false;
      } else {
        if (data < 0 || isNaN(data)) {
          validate27.errors = [
            {
              instancePath,
              schemaPath: '#/minimum',
              keyword: 'minimum',
              params: { comparison: '>=', limit: 0 },
              message: 'must be >= 0'
            }
          ];
          return false;
        }
      }
    }
  }
  validate27.errors = vErrors;
  return errors === 0;
}

const schema17 = {
  type: 'string',
  pattern: '^[0-9a-f]{64}$',
  minLength: 64,
  maxLength: 64
};
const pattern2 = new RegExp('^[0-9a-f]{64}$', 'u');

function validate40(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === 'string') {
      if (func2(data) > 64) {
        validate40.errors = [
          {
            instancePath,
            schemaPath: '#/maxLength',
            keyword: 'maxLength',
            params: { limit: 64 },
            message: 'must NOT have more than 64 characters'
          }
        ];
        return false;
      } else {
        if (func2(data) < 64) {
          validate40.errors = [
            {
              instancePath,
              schemaPath: '#/minLength',
              keyword: 'minLength',
              params: { limit: 64 },
              message: 'must NOT have fewer than 64 characters'
            }
          ];
          return false;
        } else {
          if (!pattern2.test(data)) {
            validate40.errors = [
              {
                instancePath,
                schemaPath: '#/pattern',
                keyword: 'pattern',
                params: { pattern: '^[0-9a-f]{64}$' },
                message: 'must match pattern "' + '^[0-9a-f]{64}$' + '"'
              }
            ];
            return false;
          }
        }
      }
    } else {
      validate40.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string'
        }
      ];
      return false;
    }
  }
  validate40.errors = vErrors;
  return errors === 0;
}

const schema15 = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  minLength: 24,
  maxLength: 24
};
const pattern1 = new RegExp(
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  'u'
);

function validate34(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (typeof data === 'string') {
      if (func2(data) > 24) {
        validate34.errors = [
          {
            instancePath,
            schemaPath: '#/maxLength',
            keyword: 'maxLength',
            params: { limit: 24 },
            message: 'must NOT have more than 24 characters'
          }
        ];
        return false;
      } else {
        if (func2(data) < 24) {
          validate34.errors = [
            {
              instancePath,
              schemaPath: '#/minLength',
              keyword: 'minLength',
              params: { limit: 24 },
              message: 'must NOT have fewer than 24 characters'
            }
          ];
          return false;
        } else {
          if (!pattern1.test(data)) {
            validate34.errors = [
              {
                instancePath,
                schemaPath: '#/pattern',
                keyword: 'pattern',
                params: {
                  pattern:
                    '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$'
                },
                message:
                  'must match pattern "' +
                  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' +
                  '"'
              }
            ];
            return false;
          }
        }
      }
    } else {
      validate34.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string'
        }
      ];
      return false;
    }
  }
  validate34.errors = vErrors;
  return errors === 0;
}

const schema18 = {
  oneOf: [
    { $ref: '#/definitions/ArrayPreview' },
    { $ref: '#/definitions/TablePreview' },
    { $ref: '#/definitions/TensorsPreview' },
    { $ref: '#/definitions/ImagePreview' },
    { $ref: '#/definitions/PlotlyPreview' },
    { $ref: '#/definitions/TextPreview' },
    { $ref: '#/definitions/OutputPreview' }
  ],
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type']
};
const schema19 = {
  type: 'object',
  properties: {
    type: { const: 'array' },
    shape: { type: 'array', items: { $ref: '#/definitions/ByteCount' } },
    dtype: { type: 'string' },
    minimum: { type: 'string' },
    maximum: { type: 'string' },
    text: { type: 'string' }
  },
  required: ['type', 'shape', 'dtype']
};

function validate44(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.shape === undefined && (missing0 = 'shape')) ||
        (data.dtype === undefined && (missing0 = 'dtype'))
      ) {
        validate44.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('array' !== data.type) {
            validate44.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'array' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.shape !== undefined) {
            let data1 = data.shape;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (Array.isArray(data1)) {
                var valid1 = true;
                const len0 = data1.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  const _errs4 = errors;
                  if (
                    !validate27(data1[i0], {
                      instancePath: instancePath + '/shape/' + i0,
                      parentData: data1,
                      parentDataProperty: i0,
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate27.errors
                        : vErrors.concat(validate27.errors);
                    errors = vErrors.length;
                  }
                  var valid1 = _errs4 === errors;
                  if (!valid1) {
                    break;
                  }
                }
              } else {
                validate44.errors = [
                  {
                    instancePath: instancePath + '/shape',
                    schemaPath: '#/properties/shape/type',
                    keyword: 'type',
                    params: { type: 'array' },
                    message: 'must be array'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.dtype !== undefined) {
              const _errs5 = errors;
              if (typeof data.dtype !== 'string') {
                validate44.errors = [
                  {
                    instancePath: instancePath + '/dtype',
                    schemaPath: '#/properties/dtype/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.minimum !== undefined) {
                const _errs7 = errors;
                if (typeof data.minimum !== 'string') {
                  validate44.errors = [
                    {
                      instancePath: instancePath + '/minimum',
                      schemaPath: '#/properties/minimum/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.maximum !== undefined) {
                  const _errs9 = errors;
                  if (typeof data.maximum !== 'string') {
                    validate44.errors = [
                      {
                        instancePath: instancePath + '/maximum',
                        schemaPath: '#/properties/maximum/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.text !== undefined) {
                    const _errs11 = errors;
                    if (typeof data.text !== 'string') {
                      validate44.errors = [
                        {
                          instancePath: instancePath + '/text',
                          schemaPath: '#/properties/text/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs11 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate44.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate44.errors = vErrors;
  return errors === 0;
}

const schema20 = {
  type: 'object',
  properties: {
    type: { const: 'table' },
    rows: { $ref: '#/definitions/ByteCount' },
    columns: { type: 'array', items: { $ref: '#/definitions/ColumnPreview' } },
    column_count: { $ref: '#/definitions/ByteCount' },
    head: {
      type: 'array',
      items: {
        type: 'array',
        items: { type: ['string', 'null'] },
        description: 'Cells as text, null where missing.'
      }
    }
  },
  required: ['type', 'rows', 'columns', 'column_count', 'head']
};
const schema21 = {
  type: 'object',
  properties: { name: { type: 'string' }, dtype: { type: 'string' } },
  required: ['name', 'dtype']
};

function validate48(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.name === undefined && (missing0 = 'name')) ||
        (data.dtype === undefined && (missing0 = 'dtype'))
      ) {
        validate48.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.name !== undefined) {
          const _errs1 = errors;
          if (typeof data.name !== 'string') {
            validate48.errors = [
              {
                instancePath: instancePath + '/name',
                schemaPath: '#/properties/name/type',
                keyword: 'type',
                params: { type: 'string' },
                message: 'must be string'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.dtype !== undefined) {
            const _errs3 = errors;
            if (typeof data.dtype !== 'string') {
              validate48.errors = [
                {
                  instancePath: instancePath + '/dtype',
                  schemaPath: '#/properties/dtype/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate48.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate48.errors = vErrors;
  return errors === 0;
}

function validate46(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.rows === undefined && (missing0 = 'rows')) ||
        (data.columns === undefined && (missing0 = 'columns')) ||
        (data.column_count === undefined && (missing0 = 'column_count')) ||
        (data.head === undefined && (missing0 = 'head'))
      ) {
        validate46.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('table' !== data.type) {
            validate46.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'table' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.rows !== undefined) {
            const _errs2 = errors;
            if (
              !validate27(data.rows, {
                instancePath: instancePath + '/rows',
                parentData: data,
                parentDataProperty: 'rows',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate27.errors
                  : vErrors.concat(validate27.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.columns !== undefined) {
              let data2 = data.columns;
              const _errs3 = errors;
              if (errors === _errs3) {
                if (Array.isArray(data2)) {
                  var valid1 = true;
                  const len0 = data2.length;
                  for (let i0 = 0; i0 < len0; i0++) {
                    const _errs5 = errors;
                    if (
                      !validate48(data2[i0], {
                        instancePath: instancePath + '/columns/' + i0,
                        parentData: data2,
                        parentDataProperty: i0,
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate48.errors
                          : vErrors.concat(validate48.errors);
                      errors = vErrors.length;
                    }
                    var valid1 = _errs5 === errors;
                    if (!valid1) {
                      break;
                    }
                  }
                } else {
                  validate46.errors = [
                    {
                      instancePath: instancePath + '/columns',
                      schemaPath: '#/properties/columns/type',
                      keyword: 'type',
                      params: { type: 'array' },
                      message: 'must be array'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.column_count !== undefined) {
                const _errs6 = errors;
                if (
                  !validate27(data.column_count, {
                    instancePath: instancePath + '/column_count',
                    parentData: data,
                    parentDataProperty: 'column_count',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.head !== undefined) {
                  let data5 = data.head;
                  const _errs7 = errors;
                  if (errors === _errs7) {
                    if (Array.isArray(data5)) {
                      var valid2 = true;
                      const len1 = data5.length;
                      for (let i1 = 0; i1 < len1; i1++) {
                        let data6 = data5[i1];
                        const _errs9 = errors;
                        if (errors === _errs9) {
                          if (Array.isArray(data6)) {
                            var valid3 = true;
                            const len2 = data6.length;
                            for (let i2 = 0; i2 < len2; i2++) {
                              let data7 = data6[i2];
                              const _errs11 = errors;
                              if (typeof data7 !== 'string' && data7 !== null) {
                                validate46.errors = [
                                  {
                                    instancePath:
                                      instancePath + '/head/' + i1 + '/' + i2,
                                    schemaPath:
                                      '#/properties/head/items/items/type',
                                    keyword: 'type',
                                    params: {
                                      type: schema20.properties.head.items.items
                                        .type
                                    },
                                    message: 'must be string,null'
                                  }
                                ];
                                return false;
                              }
                              var valid3 = _errs11 === errors;
                              if (!valid3) {
                                break;
                              }
                            }
                          } else {
                            validate46.errors = [
                              {
                                instancePath: instancePath + '/head/' + i1,
                                schemaPath: '#/properties/head/items/type',
                                keyword: 'type',
                                params: { type: 'array' },
                                message: 'must be array'
                              }
                            ];
                            return false;
                          }
                        }
                        var valid2 = _errs9 === errors;
                        if (!valid2) {
                          break;
                        }
                      }
                    } else {
                      validate46.errors = [
                        {
                          instancePath: instancePath + '/head',
                          schemaPath: '#/properties/head/type',
                          keyword: 'type',
                          params: { type: 'array' },
                          message: 'must be array'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate46.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate46.errors = vErrors;
  return errors === 0;
}

const schema22 = {
  type: 'object',
  properties: {
    type: { const: 'tensors' },
    count: { $ref: '#/definitions/ByteCount' },
    parameters: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    tensors: { type: 'array', items: { $ref: '#/definitions/TensorPreview' } }
  },
  required: ['type', 'count', 'parameters', 'tensors']
};
const schema23 = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    dtype: { type: 'string' },
    shape: { type: 'array', items: { $ref: '#/definitions/ByteCount' } }
  },
  required: ['name', 'dtype', 'shape']
};

function validate53(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.name === undefined && (missing0 = 'name')) ||
        (data.dtype === undefined && (missing0 = 'dtype')) ||
        (data.shape === undefined && (missing0 = 'shape'))
      ) {
        validate53.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.name !== undefined) {
          const _errs1 = errors;
          if (typeof data.name !== 'string') {
            validate53.errors = [
              {
                instancePath: instancePath + '/name',
                schemaPath: '#/properties/name/type',
                keyword: 'type',
                params: { type: 'string' },
                message: 'must be string'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.dtype !== undefined) {
            const _errs3 = errors;
            if (typeof data.dtype !== 'string') {
              validate53.errors = [
                {
                  instancePath: instancePath + '/dtype',
                  schemaPath: '#/properties/dtype/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.shape !== undefined) {
              let data2 = data.shape;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (Array.isArray(data2)) {
                  var valid1 = true;
                  const len0 = data2.length;
                  for (let i0 = 0; i0 < len0; i0++) {
                    const _errs7 = errors;
                    if (
                      !validate27(data2[i0], {
                        instancePath: instancePath + '/shape/' + i0,
                        parentData: data2,
                        parentDataProperty: i0,
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate27.errors
                          : vErrors.concat(validate27.errors);
                      errors = vErrors.length;
                    }
                    var valid1 = _errs7 === errors;
                    if (!valid1) {
                      break;
                    }
                  }
                } else {
                  validate53.errors = [
                    {
                      instancePath: instancePath + '/shape',
                      schemaPath: '#/properties/shape/type',
                      keyword: 'type',
                      params: { type: 'array' },
                      message: 'must be array'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate53.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate53.errors = vErrors;
  return errors === 0;
}

function validate51(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.count === undefined && (missing0 = 'count')) ||
        (data.parameters === undefined && (missing0 = 'parameters')) ||
        (data.tensors === undefined && (missing0 = 'tensors'))
      ) {
        validate51.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('tensors' !== data.type) {
            validate51.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'tensors' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.count !== undefined) {
            const _errs2 = errors;
            if (
              !validate27(data.count, {
                instancePath: instancePath + '/count',
                parentData: data,
                parentDataProperty: 'count',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate27.errors
                  : vErrors.concat(validate27.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.parameters !== undefined) {
              let data2 = data.parameters;
              const _errs3 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate51.errors = [
                  {
                    instancePath: instancePath + '/parameters',
                    schemaPath: '#/properties/parameters/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs3) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate51.errors = [
                      {
                        instancePath: instancePath + '/parameters',
                        schemaPath: '#/properties/parameters/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate51.errors = [
                        {
                          instancePath: instancePath + '/parameters',
                          schemaPath: '#/properties/parameters/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.tensors !== undefined) {
                let data3 = data.tensors;
                const _errs5 = errors;
                if (errors === _errs5) {
                  if (Array.isArray(data3)) {
                    var valid1 = true;
                    const len0 = data3.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      const _errs7 = errors;
                      if (
                        !validate53(data3[i0], {
                          instancePath: instancePath + '/tensors/' + i0,
                          parentData: data3,
                          parentDataProperty: i0,
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate53.errors
                            : vErrors.concat(validate53.errors);
                        errors = vErrors.length;
                      }
                      var valid1 = _errs7 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  } else {
                    validate51.errors = [
                      {
                        instancePath: instancePath + '/tensors',
                        schemaPath: '#/properties/tensors/type',
                        keyword: 'type',
                        params: { type: 'array' },
                        message: 'must be array'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate51.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate51.errors = vErrors;
  return errors === 0;
}

const schema24 = {
  type: 'object',
  properties: {
    type: { const: 'image' },
    media_type: { type: 'string' },
    width: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    height: { type: 'integer', minimum: 0, maximum: 9007199254740991 }
  },
  required: ['type', 'media_type', 'width', 'height']
};

function validate56(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.media_type === undefined && (missing0 = 'media_type')) ||
        (data.width === undefined && (missing0 = 'width')) ||
        (data.height === undefined && (missing0 = 'height'))
      ) {
        validate56.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('image' !== data.type) {
            validate56.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'image' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.media_type !== undefined) {
            const _errs2 = errors;
            if (typeof data.media_type !== 'string') {
              validate56.errors = [
                {
                  instancePath: instancePath + '/media_type',
                  schemaPath: '#/properties/media_type/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.width !== undefined) {
              let data2 = data.width;
              const _errs4 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate56.errors = [
                  {
                    instancePath: instancePath + '/width',
                    schemaPath: '#/properties/width/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate56.errors = [
                      {
                        instancePath: instancePath + '/width',
                        schemaPath: '#/properties/width/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate56.errors = [
                        {
                          instancePath: instancePath + '/width',
                          schemaPath: '#/properties/width/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.height !== undefined) {
                let data3 = data.height;
                const _errs6 = errors;
                if (!(
                  typeof data3 == 'number' &&
                  !(data3 % 1) &&
                  !isNaN(data3) &&
                  isFinite(data3)
                )) {
                  validate56.errors = [
                    {
                      instancePath: instancePath + '/height',
                      schemaPath: '#/properties/height/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                if (errors === _errs6) {
                  if (typeof data3 == 'number' && isFinite(data3)) {
                    if (data3 > 9007199254740991 || isNaN(data3)) {
                      validate56.errors = [
                        {
                          instancePath: instancePath + '/height',
                          schemaPath: '#/properties/height/maximum',
                          keyword: 'maximum',
                          params: { comparison: '<=', limit: 9007199254740991 },
                          message: 'must be <= 9007199254740991'
                        }
                      ];
                      return false;
                    } else {
                      if (data3 < 0 || isNaN(data3)) {
                        validate56.errors = [
                          {
                            instancePath: instancePath + '/height',
                            schemaPath: '#/properties/height/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 0 },
                            message: 'must be >= 0'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate56.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate56.errors = vErrors;
  return errors === 0;
}

const schema25 = {
  type: 'object',
  properties: {
    type: { const: 'plotly' },
    traces: { type: 'array', items: { type: 'string' } },
    title: { type: 'string' },
    plotly_version: { type: 'string' }
  },
  required: ['type', 'traces']
};

function validate57(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.traces === undefined && (missing0 = 'traces'))
      ) {
        validate57.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('plotly' !== data.type) {
            validate57.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'plotly' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.traces !== undefined) {
            let data1 = data.traces;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (Array.isArray(data1)) {
                var valid1 = true;
                const len0 = data1.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  const _errs4 = errors;
                  if (typeof data1[i0] !== 'string') {
                    validate57.errors = [
                      {
                        instancePath: instancePath + '/traces/' + i0,
                        schemaPath: '#/properties/traces/items/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid1 = _errs4 === errors;
                  if (!valid1) {
                    break;
                  }
                }
              } else {
                validate57.errors = [
                  {
                    instancePath: instancePath + '/traces',
                    schemaPath: '#/properties/traces/type',
                    keyword: 'type',
                    params: { type: 'array' },
                    message: 'must be array'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.title !== undefined) {
              const _errs6 = errors;
              if (typeof data.title !== 'string') {
                validate57.errors = [
                  {
                    instancePath: instancePath + '/title',
                    schemaPath: '#/properties/title/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.plotly_version !== undefined) {
                const _errs8 = errors;
                if (typeof data.plotly_version !== 'string') {
                  validate57.errors = [
                    {
                      instancePath: instancePath + '/plotly_version',
                      schemaPath: '#/properties/plotly_version/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate57.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate57.errors = vErrors;
  return errors === 0;
}

const schema26 = {
  type: 'object',
  properties: {
    type: { const: 'text' },
    text: { type: 'string' },
    truncated: { type: 'boolean' }
  },
  required: ['type', 'text', 'truncated']
};

function validate58(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.text === undefined && (missing0 = 'text')) ||
        (data.truncated === undefined && (missing0 = 'truncated'))
      ) {
        validate58.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('text' !== data.type) {
            validate58.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'text' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.text !== undefined) {
            const _errs2 = errors;
            if (typeof data.text !== 'string') {
              validate58.errors = [
                {
                  instancePath: instancePath + '/text',
                  schemaPath: '#/properties/text/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.truncated !== undefined) {
              const _errs4 = errors;
              if (typeof data.truncated !== 'boolean') {
                validate58.errors = [
                  {
                    instancePath: instancePath + '/truncated',
                    schemaPath: '#/properties/truncated/type',
                    keyword: 'type',
                    params: { type: 'boolean' },
                    message: 'must be boolean'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate58.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate58.errors = vErrors;
  return errors === 0;
}

const schema27 = {
  type: 'object',
  properties: {
    type: { const: 'output' },
    media_types: { type: 'array', items: { type: 'string' } },
    text: { type: 'string' },
    width: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    height: { type: 'integer', minimum: 0, maximum: 9007199254740991 }
  },
  required: ['type', 'media_types']
};

function validate59(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.media_types === undefined && (missing0 = 'media_types'))
      ) {
        validate59.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('output' !== data.type) {
            validate59.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'output' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.media_types !== undefined) {
            let data1 = data.media_types;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (Array.isArray(data1)) {
                var valid1 = true;
                const len0 = data1.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  const _errs4 = errors;
                  if (typeof data1[i0] !== 'string') {
                    validate59.errors = [
                      {
                        instancePath: instancePath + '/media_types/' + i0,
                        schemaPath: '#/properties/media_types/items/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid1 = _errs4 === errors;
                  if (!valid1) {
                    break;
                  }
                }
              } else {
                validate59.errors = [
                  {
                    instancePath: instancePath + '/media_types',
                    schemaPath: '#/properties/media_types/type',
                    keyword: 'type',
                    params: { type: 'array' },
                    message: 'must be array'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.text !== undefined) {
              const _errs6 = errors;
              if (typeof data.text !== 'string') {
                validate59.errors = [
                  {
                    instancePath: instancePath + '/text',
                    schemaPath: '#/properties/text/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.width !== undefined) {
                let data4 = data.width;
                const _errs8 = errors;
                if (!(
                  typeof data4 == 'number' &&
                  !(data4 % 1) &&
                  !isNaN(data4) &&
                  isFinite(data4)
                )) {
                  validate59.errors = [
                    {
                      instancePath: instancePath + '/width',
                      schemaPath: '#/properties/width/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                if (errors === _errs8) {
                  if (typeof data4 == 'number' && isFinite(data4)) {
                    if (data4 > 9007199254740991 || isNaN(data4)) {
                      validate59.errors = [
                        {
                          instancePath: instancePath + '/width',
                          schemaPath: '#/properties/width/maximum',
                          keyword: 'maximum',
                          params: { comparison: '<=', limit: 9007199254740991 },
                          message: 'must be <= 9007199254740991'
                        }
                      ];
                      return false;
                    } else {
                      if (data4 < 0 || isNaN(data4)) {
                        validate59.errors = [
                          {
                            instancePath: instancePath + '/width',
                            schemaPath: '#/properties/width/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 0 },
                            message: 'must be >= 0'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.height !== undefined) {
                  let data5 = data.height;
                  const _errs10 = errors;
                  if (!(
                    typeof data5 == 'number' &&
                    !(data5 % 1) &&
                    !isNaN(data5) &&
                    isFinite(data5)
                  )) {
                    validate59.errors = [
                      {
                        instancePath: instancePath + '/height',
                        schemaPath: '#/properties/height/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs10) {
                    if (typeof data5 == 'number' && isFinite(data5)) {
                      if (data5 > 9007199254740991 || isNaN(data5)) {
                        validate59.errors = [
                          {
                            instancePath: instancePath + '/height',
                            schemaPath: '#/properties/height/maximum',
                            keyword: 'maximum',
                            params: {
                              comparison: '<=',
                              limit: 9007199254740991
                            },
                            message: 'must be <= 9007199254740991'
                          }
                        ];
                        return false;
                      } else {
                        if (data5 < 0 || isNaN(data5)) {
                          validate59.errors = [
                            {
                              instancePath: instancePath + '/height',
                              schemaPath: '#/properties/height/minimum',
                              keyword: 'minimum',
                              params: { comparison: '>=', limit: 0 },
                              message: 'must be >= 0'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs10 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate59.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate59.errors = vErrors;
  return errors === 0;
}

function validate43(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.type === undefined && (missing0 = 'type')) {
        validate43.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const tag0 = data.type;
        if (typeof tag0 == 'string') {
          if (tag0 === 'array') {
            if (
              !validate44(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate44.errors
                  : vErrors.concat(validate44.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'table') {
            if (
              !validate46(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate46.errors
                  : vErrors.concat(validate46.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'tensors') {
            if (
              !validate51(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate51.errors
                  : vErrors.concat(validate51.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'image') {
            if (
              !validate56(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate56.errors
                  : vErrors.concat(validate56.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'plotly') {
            if (
              !validate57(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate57.errors
                  : vErrors.concat(validate57.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'text') {
            if (
              !validate58(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate58.errors
                  : vErrors.concat(validate58.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'output') {
            if (
              !validate59(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate59.errors
                  : vErrors.concat(validate59.errors);
              errors = vErrors.length;
            }
          } else {
            validate43.errors = [
              {
                instancePath,
                schemaPath: '#/discriminator',
                keyword: 'discriminator',
                params: { error: 'mapping', tag: 'type', tagValue: tag0 },
                message: 'value of tag "type" must be in oneOf'
              }
            ];
            return false;
          }
        } else {
          validate43.errors = [
            {
              instancePath,
              schemaPath: '#/discriminator',
              keyword: 'discriminator',
              params: { error: 'tag', tag: 'type', tagValue: tag0 },
              message: 'tag "type" must be string'
            }
          ];
          return false;
        }
      }
    } else {
      validate43.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate43.errors = vErrors;
  return errors === 0;
}

const schema28 = {
  type: 'object',
  properties: {
    via: {
      type: 'string',
      enum: [
        'save',
        'magic',
        'output',
        'cell',
        'drop',
        'upload',
        'cli',
        'contents',
        'auto'
      ]
    },
    notebook: { type: 'string' },
    cell_id: { type: 'string' },
    execution_count: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    source: { type: 'string' },
    source_sha256: { $ref: '#/definitions/Sha256' },
    original_path: { type: 'string' },
    kernel_id: { type: 'string' },
    language: { type: 'string' },
    libraries: { type: 'object', additionalProperties: { type: 'string' } },
    git_commit: { type: 'string' },
    captured: { type: 'string', enum: ['object', 'display'] },
    output_index: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    inputs: { type: 'array', items: { $ref: '#/definitions/ArtifactRef' } }
  },
  required: ['via']
};
const schema29 = {
  type: 'object',
  properties: {
    artifact_id: { $ref: '#/definitions/Id' },
    run_id: { $ref: '#/definitions/Id' },
    name: { type: 'string' },
    version: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    sha256: { $ref: '#/definitions/Sha256' }
  },
  required: ['artifact_id', 'run_id', 'name', 'version', 'sha256']
};

function validate70(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.artifact_id === undefined && (missing0 = 'artifact_id')) ||
        (data.run_id === undefined && (missing0 = 'run_id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.version === undefined && (missing0 = 'version')) ||
        (data.sha256 === undefined && (missing0 = 'sha256'))
      ) {
        validate70.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.artifact_id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.artifact_id, {
              instancePath: instancePath + '/artifact_id',
              parentData: data,
              parentDataProperty: 'artifact_id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.run_id !== undefined) {
            const _errs2 = errors;
            if (
              !validate23(data.run_id, {
                instancePath: instancePath + '/run_id',
                parentData: data,
                parentDataProperty: 'run_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.name !== undefined) {
              const _errs3 = errors;
              if (typeof data.name !== 'string') {
                validate70.errors = [
                  {
                    instancePath: instancePath + '/name',
                    schemaPath: '#/properties/name/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.version !== undefined) {
                let data3 = data.version;
                const _errs5 = errors;
                if (!(
                  typeof data3 == 'number' &&
                  !(data3 % 1) &&
                  !isNaN(data3) &&
                  isFinite(data3)
                )) {
                  validate70.errors = [
                    {
                      instancePath: instancePath + '/version',
                      schemaPath: '#/properties/version/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                if (errors === _errs5) {
                  if (typeof data3 == 'number' && isFinite(data3)) {
                    if (data3 > 9007199254740991 || isNaN(data3)) {
                      validate70.errors = [
                        {
                          instancePath: instancePath + '/version',
                          schemaPath: '#/properties/version/maximum',
                          keyword: 'maximum',
                          params: { comparison: '<=', limit: 9007199254740991 },
                          message: 'must be <= 9007199254740991'
                        }
                      ];
                      return false;
                    } else {
                      if (data3 < 0 || isNaN(data3)) {
                        validate70.errors = [
                          {
                            instancePath: instancePath + '/version',
                            schemaPath: '#/properties/version/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 0 },
                            message: 'must be >= 0'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.sha256 !== undefined) {
                  const _errs7 = errors;
                  if (
                    !validate40(data.sha256, {
                      instancePath: instancePath + '/sha256',
                      parentData: data,
                      parentDataProperty: 'sha256',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate40.errors
                        : vErrors.concat(validate40.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate70.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate70.errors = vErrors;
  return errors === 0;
}

function validate68(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.via === undefined && (missing0 = 'via')) {
        validate68.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.via !== undefined) {
          let data0 = data.via;
          const _errs1 = errors;
          if (typeof data0 !== 'string') {
            validate68.errors = [
              {
                instancePath: instancePath + '/via',
                schemaPath: '#/properties/via/type',
                keyword: 'type',
                params: { type: 'string' },
                message: 'must be string'
              }
            ];
            return false;
          }
          if (!(
            data0 === 'save' ||
            data0 === 'magic' ||
            data0 === 'output' ||
            data0 === 'cell' ||
            data0 === 'drop' ||
            data0 === 'upload' ||
            data0 === 'cli' ||
            data0 === 'contents' ||
            data0 === 'auto'
          )) {
            validate68.errors = [
              {
                instancePath: instancePath + '/via',
                schemaPath: '#/properties/via/enum',
                keyword: 'enum',
                params: { allowedValues: schema28.properties.via.enum },
                message: 'must be equal to one of the allowed values'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.notebook !== undefined) {
            const _errs3 = errors;
            if (typeof data.notebook !== 'string') {
              validate68.errors = [
                {
                  instancePath: instancePath + '/notebook',
                  schemaPath: '#/properties/notebook/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.cell_id !== undefined) {
              const _errs5 = errors;
              if (typeof data.cell_id !== 'string') {
                validate68.errors = [
                  {
                    instancePath: instancePath + '/cell_id',
                    schemaPath: '#/properties/cell_id/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.execution_count !== undefined) {
                let data3 = data.execution_count;
                const _errs7 = errors;
                if (!(
                  typeof data3 == 'number' &&
                  !(data3 % 1) &&
                  !isNaN(data3) &&
                  isFinite(data3)
                )) {
                  validate68.errors = [
                    {
                      instancePath: instancePath + '/execution_count',
                      schemaPath: '#/properties/execution_count/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                if (errors === _errs7) {
                  if (typeof data3 == 'number' && isFinite(data3)) {
                    if (data3 > 9007199254740991 || isNaN(data3)) {
                      validate68.errors = [
                        {
                          instancePath: instancePath + '/execution_count',
                          schemaPath: '#/properties/execution_count/maximum',
                          keyword: 'maximum',
                          params: { comparison: '<=', limit: 9007199254740991 },
                          message: 'must be <= 9007199254740991'
                        }
                      ];
                      return false;
                    } else {
                      if (data3 < 0 || isNaN(data3)) {
                        validate68.errors = [
                          {
                            instancePath: instancePath + '/execution_count',
                            schemaPath: '#/properties/execution_count/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 0 },
                            message: 'must be >= 0'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.source !== undefined) {
                  const _errs9 = errors;
                  if (typeof data.source !== 'string') {
                    validate68.errors = [
                      {
                        instancePath: instancePath + '/source',
                        schemaPath: '#/properties/source/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.source_sha256 !== undefined) {
                    const _errs11 = errors;
                    if (
                      !validate40(data.source_sha256, {
                        instancePath: instancePath + '/source_sha256',
                        parentData: data,
                        parentDataProperty: 'source_sha256',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate40.errors
                          : vErrors.concat(validate40.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs11 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.original_path !== undefined) {
                      const _errs12 = errors;
                      if (typeof data.original_path !== 'string') {
                        validate68.errors = [
                          {
                            instancePath: instancePath + '/original_path',
                            schemaPath: '#/properties/original_path/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.kernel_id !== undefined) {
                        const _errs14 = errors;
                        if (typeof data.kernel_id !== 'string') {
                          validate68.errors = [
                            {
                              instancePath: instancePath + '/kernel_id',
                              schemaPath: '#/properties/kernel_id/type',
                              keyword: 'type',
                              params: { type: 'string' },
                              message: 'must be string'
                            }
                          ];
                          return false;
                        }
                        var valid0 = _errs14 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.language !== undefined) {
                          const _errs16 = errors;
                          if (typeof data.language !== 'string') {
                            validate68.errors = [
                              {
                                instancePath: instancePath + '/language',
                                schemaPath: '#/properties/language/type',
                                keyword: 'type',
                                params: { type: 'string' },
                                message: 'must be string'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs16 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.libraries !== undefined) {
                            let data9 = data.libraries;
                            const _errs18 = errors;
                            if (errors === _errs18) {
                              if (
                                data9 &&
                                typeof data9 == 'object' &&
                                !Array.isArray(data9)
                              ) {
                                for (const key0 in data9) {
                                  const _errs21 = errors;
                                  if (typeof data9[key0] !== 'string') {
                                    validate68.errors = [
                                      {
                                        instancePath:
                                          instancePath +
                                          '/libraries/' +
                                          key0
                                            .replace(/~/g, '~0')
                                            .replace(/\//g, '~1'),
                                        schemaPath:
                                          '#/properties/libraries/additionalProperties/type',
                                        keyword: 'type',
                                        params: { type: 'string' },
                                        message: 'must be string'
                                      }
                                    ];
                                    return false;
                                  }
                                  var valid1 = _errs21 === errors;
                                  if (!valid1) {
                                    break;
                                  }
                                }
                              } else {
                                validate68.errors = [
                                  {
                                    instancePath: instancePath + '/libraries',
                                    schemaPath: '#/properties/libraries/type',
                                    keyword: 'type',
                                    params: { type: 'object' },
                                    message: 'must be object'
                                  }
                                ];
                                return false;
                              }
                            }
                            var valid0 = _errs18 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.git_commit !== undefined) {
                              const _errs23 = errors;
                              if (typeof data.git_commit !== 'string') {
                                validate68.errors = [
                                  {
                                    instancePath: instancePath + '/git_commit',
                                    schemaPath: '#/properties/git_commit/type',
                                    keyword: 'type',
                                    params: { type: 'string' },
                                    message: 'must be string'
                                  }
                                ];
                                return false;
                              }
                              var valid0 = _errs23 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.captured !== undefined) {
                                let data12 = data.captured;
                                const _errs25 = errors;
                                if (typeof data12 !== 'string') {
                                  validate68.errors = [
                                    {
                                      instancePath: instancePath + '/captured',
                                      schemaPath: '#/properties/captured/type',
                                      keyword: 'type',
                                      params: { type: 'string' },
                                      message: 'must be string'
                                    }
                                  ];
                                  return false;
                                }
                                if (!(
                                  data12 === 'object' || data12 === 'display'
                                )) {
                                  validate68.errors = [
                                    {
                                      instancePath: instancePath + '/captured',
                                      schemaPath: '#/properties/captured/enum',
                                      keyword: 'enum',
                                      params: {
                                        allowedValues:
                                          schema28.properties.captured.enum
                                      },
                                      message:
                                        'must be equal to one of the allowed values'
                                    }
                                  ];
                                  return false;
                                }
                                var valid0 = _errs25 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.output_index !== undefined) {
                                  let data13 = data.output_index;
                                  const _errs27 = errors;
                                  if (!(
                                    typeof data13 == 'number' &&
                                    !(data13 % 1) &&
                                    !isNaN(data13) &&
                                    isFinite(data13)
                                  )) {
                                    validate68.errors = [
                                      {
                                        instancePath:
                                          instancePath + '/output_index',
                                        schemaPath:
                                          '#/properties/output_index/type',
                                        keyword: 'type',
                                        params: { type: 'integer' },
                                        message: 'must be integer'
                                      }
                                    ];
                                    return false;
                                  }
                                  if (errors === _errs27) {
                                    if (
                                      typeof data13 == 'number' &&
                                      isFinite(data13)
                                    ) {
                                      if (
                                        data13 > 9007199254740991 ||
                                        isNaN(data13)
                                      ) {
                                        validate68.errors = [
                                          {
                                            instancePath:
                                              instancePath + '/output_index',
                                            schemaPath:
                                              '#/properties/output_index/maximum',
                                            keyword: 'maximum',
                                            params: {
                                              comparison: '<=',
                                              limit: 9007199254740991
                                            },
                                            message:
                                              'must be <= 9007199254740991'
                                          }
                                        ];
                                        return false;
                                      } else {
                                        if (data13 < 0 || isNaN(data13)) {
                                          validate68.errors = [
                                            {
                                              instancePath:
                                                instancePath + '/output_index',
                                              schemaPath:
                                                '#/properties/output_index/minimum',
                                              keyword: 'minimum',
                                              params: {
                                                comparison: '>=',
                                                limit: 0
                                              },
                                              message: 'must be >= 0'
                                            }
                                          ];
                                          return false;
                                        }
                                      }
                                    }
                                  }
                                  var valid0 = _errs27 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.inputs !== undefined) {
                                    let data14 = data.inputs;
                                    const _errs29 = errors;
                                    if (errors === _errs29) {
                                      if (Array.isArray(data14)) {
                                        var valid2 = true;
                                        const len0 = data14.length;
                                        for (let i0 = 0; i0 < len0; i0++) {
                                          const _errs31 = errors;
                                          if (
                                            !validate70(data14[i0], {
                                              instancePath:
                                                instancePath + '/inputs/' + i0,
                                              parentData: data14,
                                              parentDataProperty: i0,
                                              rootData
                                            })
                                          ) {
                                            vErrors =
                                              vErrors === null
                                                ? validate70.errors
                                                : vErrors.concat(
                                                    validate70.errors
                                                  );
                                            errors = vErrors.length;
                                          }
                                          var valid2 = _errs31 === errors;
                                          if (!valid2) {
                                            break;
                                          }
                                        }
                                      } else {
                                        validate68.errors = [
                                          {
                                            instancePath:
                                              instancePath + '/inputs',
                                            schemaPath:
                                              '#/properties/inputs/type',
                                            keyword: 'type',
                                            params: { type: 'array' },
                                            message: 'must be array'
                                          }
                                        ];
                                        return false;
                                      }
                                    }
                                    var valid0 = _errs29 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate68.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate68.errors = vErrors;
  return errors === 0;
}

function validate168(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.id === undefined && (missing0 = 'id')) ||
        (data.seq === undefined && (missing0 = 'seq')) ||
        (data.run_id === undefined && (missing0 = 'run_id')) ||
        (data.run_name === undefined && (missing0 = 'run_name')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.version === undefined && (missing0 = 'version')) ||
        (data.category === undefined && (missing0 = 'category')) ||
        (data.media_type === undefined && (missing0 = 'media_type')) ||
        (data.codec === undefined && (missing0 = 'codec')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.size === undefined && (missing0 = 'size')) ||
        (data.sha256 === undefined && (missing0 = 'sha256')) ||
        (data.created_at === undefined && (missing0 = 'created_at')) ||
        (data.stored_at === undefined && (missing0 = 'stored_at')) ||
        (data.provenance === undefined && (missing0 = 'provenance')) ||
        (data.metadata === undefined && (missing0 = 'metadata')) ||
        (data.thumbnail === undefined && (missing0 = 'thumbnail'))
      ) {
        validate168.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.id, {
              instancePath: instancePath + '/id',
              parentData: data,
              parentDataProperty: 'id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.seq !== undefined) {
            let data1 = data.seq;
            const _errs2 = errors;
            if (!(
              typeof data1 == 'number' &&
              !(data1 % 1) &&
              !isNaN(data1) &&
              isFinite(data1)
            )) {
              validate168.errors = [
                {
                  instancePath: instancePath + '/seq',
                  schemaPath: '#/properties/seq/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            if (errors === _errs2) {
              if (typeof data1 == 'number' && isFinite(data1)) {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate168.errors = [
                    {
                      instancePath: instancePath + '/seq',
                      schemaPath: '#/properties/seq/maximum',
                      keyword: 'maximum',
                      params: { comparison: '<=', limit: 9007199254740991 },
                      message: 'must be <= 9007199254740991'
                    }
                  ];
                  return false;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    validate168.errors = [
                      {
                        instancePath: instancePath + '/seq',
                        schemaPath: '#/properties/seq/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 0 },
                        message: 'must be >= 0'
                      }
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.run_id !== undefined) {
              const _errs4 = errors;
              if (
                !validate23(data.run_id, {
                  instancePath: instancePath + '/run_id',
                  parentData: data,
                  parentDataProperty: 'run_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.run_name !== undefined) {
                const _errs5 = errors;
                if (typeof data.run_name !== 'string') {
                  validate168.errors = [
                    {
                      instancePath: instancePath + '/run_name',
                      schemaPath: '#/properties/run_name/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.name !== undefined) {
                  const _errs7 = errors;
                  if (typeof data.name !== 'string') {
                    validate168.errors = [
                      {
                        instancePath: instancePath + '/name',
                        schemaPath: '#/properties/name/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.version !== undefined) {
                    let data5 = data.version;
                    const _errs9 = errors;
                    if (!(
                      typeof data5 == 'number' &&
                      !(data5 % 1) &&
                      !isNaN(data5) &&
                      isFinite(data5)
                    )) {
                      validate168.errors = [
                        {
                          instancePath: instancePath + '/version',
                          schemaPath: '#/properties/version/type',
                          keyword: 'type',
                          params: { type: 'integer' },
                          message: 'must be integer'
                        }
                      ];
                      return false;
                    }
                    if (errors === _errs9) {
                      if (typeof data5 == 'number' && isFinite(data5)) {
                        if (data5 > 9007199254740991 || isNaN(data5)) {
                          validate168.errors = [
                            {
                              instancePath: instancePath + '/version',
                              schemaPath: '#/properties/version/maximum',
                              keyword: 'maximum',
                              params: {
                                comparison: '<=',
                                limit: 9007199254740991
                              },
                              message: 'must be <= 9007199254740991'
                            }
                          ];
                          return false;
                        } else {
                          if (data5 < 1 || isNaN(data5)) {
                            validate168.errors = [
                              {
                                instancePath: instancePath + '/version',
                                schemaPath: '#/properties/version/minimum',
                                keyword: 'minimum',
                                params: { comparison: '>=', limit: 1 },
                                message: 'must be >= 1'
                              }
                            ];
                            return false;
                          }
                        }
                      }
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.category !== undefined) {
                      const _errs11 = errors;
                      if (
                        !validate37(data.category, {
                          instancePath: instancePath + '/category',
                          parentData: data,
                          parentDataProperty: 'category',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate37.errors
                            : vErrors.concat(validate37.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs11 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.media_type !== undefined) {
                        const _errs12 = errors;
                        if (typeof data.media_type !== 'string') {
                          validate168.errors = [
                            {
                              instancePath: instancePath + '/media_type',
                              schemaPath: '#/properties/media_type/type',
                              keyword: 'type',
                              params: { type: 'string' },
                              message: 'must be string'
                            }
                          ];
                          return false;
                        }
                        var valid0 = _errs12 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.codec !== undefined) {
                          const _errs14 = errors;
                          if (typeof data.codec !== 'string') {
                            validate168.errors = [
                              {
                                instancePath: instancePath + '/codec',
                                schemaPath: '#/properties/codec/type',
                                keyword: 'type',
                                params: { type: 'string' },
                                message: 'must be string'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs14 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.kind !== undefined) {
                            const _errs16 = errors;
                            if (typeof data.kind !== 'string') {
                              validate168.errors = [
                                {
                                  instancePath: instancePath + '/kind',
                                  schemaPath: '#/properties/kind/type',
                                  keyword: 'type',
                                  params: { type: 'string' },
                                  message: 'must be string'
                                }
                              ];
                              return false;
                            }
                            var valid0 = _errs16 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.size !== undefined) {
                              const _errs18 = errors;
                              if (
                                !validate27(data.size, {
                                  instancePath: instancePath + '/size',
                                  parentData: data,
                                  parentDataProperty: 'size',
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate27.errors
                                    : vErrors.concat(validate27.errors);
                                errors = vErrors.length;
                              }
                              var valid0 = _errs18 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.sha256 !== undefined) {
                                const _errs19 = errors;
                                if (
                                  !validate40(data.sha256, {
                                    instancePath: instancePath + '/sha256',
                                    parentData: data,
                                    parentDataProperty: 'sha256',
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate40.errors
                                      : vErrors.concat(validate40.errors);
                                  errors = vErrors.length;
                                }
                                var valid0 = _errs19 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.created_at !== undefined) {
                                  const _errs20 = errors;
                                  if (
                                    !validate34(data.created_at, {
                                      instancePath:
                                        instancePath + '/created_at',
                                      parentData: data,
                                      parentDataProperty: 'created_at',
                                      rootData
                                    })
                                  ) {
                                    vErrors =
                                      vErrors === null
                                        ? validate34.errors
                                        : vErrors.concat(validate34.errors);
                                    errors = vErrors.length;
                                  }
                                  var valid0 = _errs20 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.stored_at !== undefined) {
                                    const _errs21 = errors;
                                    if (
                                      !validate34(data.stored_at, {
                                        instancePath:
                                          instancePath + '/stored_at',
                                        parentData: data,
                                        parentDataProperty: 'stored_at',
                                        rootData
                                      })
                                    ) {
                                      vErrors =
                                        vErrors === null
                                          ? validate34.errors
                                          : vErrors.concat(validate34.errors);
                                      errors = vErrors.length;
                                    }
                                    var valid0 = _errs21 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.summary !== undefined) {
                                      const _errs22 = errors;
                                      if (typeof data.summary !== 'string') {
                                        validate168.errors = [
                                          {
                                            instancePath:
                                              instancePath + '/summary',
                                            schemaPath:
                                              '#/properties/summary/type',
                                            keyword: 'type',
                                            params: { type: 'string' },
                                            message: 'must be string'
                                          }
                                        ];
                                        return false;
                                      }
                                      var valid0 = _errs22 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.preview !== undefined) {
                                        const _errs24 = errors;
                                        if (
                                          !validate43(data.preview, {
                                            instancePath:
                                              instancePath + '/preview',
                                            parentData: data,
                                            parentDataProperty: 'preview',
                                            rootData
                                          })
                                        ) {
                                          vErrors =
                                            vErrors === null
                                              ? validate43.errors
                                              : vErrors.concat(
                                                  validate43.errors
                                                );
                                          errors = vErrors.length;
                                        }
                                        var valid0 = _errs24 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (data.provenance !== undefined) {
                                          const _errs25 = errors;
                                          if (
                                            !validate68(data.provenance, {
                                              instancePath:
                                                instancePath + '/provenance',
                                              parentData: data,
                                              parentDataProperty: 'provenance',
                                              rootData
                                            })
                                          ) {
                                            vErrors =
                                              vErrors === null
                                                ? validate68.errors
                                                : vErrors.concat(
                                                    validate68.errors
                                                  );
                                            errors = vErrors.length;
                                          }
                                          var valid0 = _errs25 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                        if (valid0) {
                                          if (data.metadata !== undefined) {
                                            let data17 = data.metadata;
                                            const _errs26 = errors;
                                            if (errors === _errs26) {
                                              if (!(
                                                data17 &&
                                                typeof data17 == 'object' &&
                                                !Array.isArray(data17)
                                              )) {
                                                validate168.errors = [
                                                  {
                                                    instancePath:
                                                      instancePath +
                                                      '/metadata',
                                                    schemaPath:
                                                      '#/properties/metadata/type',
                                                    keyword: 'type',
                                                    params: { type: 'object' },
                                                    message: 'must be object'
                                                  }
                                                ];
                                                return false;
                                              }
                                            }
                                            var valid0 = _errs26 === errors;
                                          } else {
                                            var valid0 = true;
                                          }
                                          if (valid0) {
                                            if (data.thumbnail !== undefined) {
                                              const _errs29 = errors;
                                              if (
                                                typeof data.thumbnail !==
                                                'boolean'
                                              ) {
                                                validate168.errors = [
                                                  {
                                                    instancePath:
                                                      instancePath +
                                                      '/thumbnail',
                                                    schemaPath:
                                                      '#/properties/thumbnail/type',
                                                    keyword: 'type',
                                                    params: { type: 'boolean' },
                                                    message: 'must be boolean'
                                                  }
                                                ];
                                                return false;
                                              }
                                              var valid0 = _errs29 === errors;
                                            } else {
                                              var valid0 = true;
                                            }
                                            if (valid0) {
                                              if (data.tags !== undefined) {
                                                let data19 = data.tags;
                                                const _errs31 = errors;
                                                if (errors === _errs31) {
                                                  if (Array.isArray(data19)) {
                                                    var valid1 = true;
                                                    const len0 = data19.length;
                                                    for (
                                                      let i0 = 0;
                                                      i0 < len0;
                                                      i0++
                                                    ) {
                                                      const _errs33 = errors;
                                                      if (
                                                        typeof data19[i0] !==
                                                        'string'
                                                      ) {
                                                        validate168.errors = [
                                                          {
                                                            instancePath:
                                                              instancePath +
                                                              '/tags/' +
                                                              i0,
                                                            schemaPath:
                                                              '#/properties/tags/items/type',
                                                            keyword: 'type',
                                                            params: {
                                                              type: 'string'
                                                            },
                                                            message:
                                                              'must be string'
                                                          }
                                                        ];
                                                        return false;
                                                      }
                                                      var valid1 =
                                                        _errs33 === errors;
                                                      if (!valid1) {
                                                        break;
                                                      }
                                                    }
                                                  } else {
                                                    validate168.errors = [
                                                      {
                                                        instancePath:
                                                          instancePath +
                                                          '/tags',
                                                        schemaPath:
                                                          '#/properties/tags/type',
                                                        keyword: 'type',
                                                        params: {
                                                          type: 'array'
                                                        },
                                                        message: 'must be array'
                                                      }
                                                    ];
                                                    return false;
                                                  }
                                                }
                                                var valid0 = _errs31 === errors;
                                              } else {
                                                var valid0 = true;
                                              }
                                              if (valid0) {
                                                if (data.notes !== undefined) {
                                                  const _errs35 = errors;
                                                  if (
                                                    typeof data.notes !==
                                                    'string'
                                                  ) {
                                                    validate168.errors = [
                                                      {
                                                        instancePath:
                                                          instancePath +
                                                          '/notes',
                                                        schemaPath:
                                                          '#/properties/notes/type',
                                                        keyword: 'type',
                                                        params: {
                                                          type: 'string'
                                                        },
                                                        message:
                                                          'must be string'
                                                      }
                                                    ];
                                                    return false;
                                                  }
                                                  var valid0 =
                                                    _errs35 === errors;
                                                } else {
                                                  var valid0 = true;
                                                }
                                                if (valid0) {
                                                  if (
                                                    data.aliases !== undefined
                                                  ) {
                                                    let data22 = data.aliases;
                                                    const _errs37 = errors;
                                                    if (errors === _errs37) {
                                                      if (
                                                        Array.isArray(data22)
                                                      ) {
                                                        var valid2 = true;
                                                        const len1 =
                                                          data22.length;
                                                        for (
                                                          let i1 = 0;
                                                          i1 < len1;
                                                          i1++
                                                        ) {
                                                          const _errs39 =
                                                            errors;
                                                          if (
                                                            typeof data22[
                                                              i1
                                                            ] !== 'string'
                                                          ) {
                                                            validate168.errors =
                                                              [
                                                                {
                                                                  instancePath:
                                                                    instancePath +
                                                                    '/aliases/' +
                                                                    i1,
                                                                  schemaPath:
                                                                    '#/properties/aliases/items/type',
                                                                  keyword:
                                                                    'type',
                                                                  params: {
                                                                    type: 'string'
                                                                  },
                                                                  message:
                                                                    'must be string'
                                                                }
                                                              ];
                                                            return false;
                                                          }
                                                          var valid2 =
                                                            _errs39 === errors;
                                                          if (!valid2) {
                                                            break;
                                                          }
                                                        }
                                                      } else {
                                                        validate168.errors = [
                                                          {
                                                            instancePath:
                                                              instancePath +
                                                              '/aliases',
                                                            schemaPath:
                                                              '#/properties/aliases/type',
                                                            keyword: 'type',
                                                            params: {
                                                              type: 'array'
                                                            },
                                                            message:
                                                              'must be array'
                                                          }
                                                        ];
                                                        return false;
                                                      }
                                                    }
                                                    var valid0 =
                                                      _errs37 === errors;
                                                  } else {
                                                    var valid0 = true;
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate168.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate168.errors = vErrors;
  return errors === 0;
}

export const isArtifactPage: IValidator<ArtifactPage> = validate178;
const schema57 = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { $ref: '#/definitions/Artifact' } },
    next_cursor: { type: 'string' }
  },
  required: ['items']
};

function validate178(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.items === undefined && (missing0 = 'items')) {
        validate178.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.items !== undefined) {
          let data0 = data.items;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (Array.isArray(data0)) {
              var valid1 = true;
              const len0 = data0.length;
              for (let i0 = 0; i0 < len0; i0++) {
                const _errs3 = errors;
                if (
                  !validate168(data0[i0], {
                    instancePath: instancePath + '/items/' + i0,
                    parentData: data0,
                    parentDataProperty: i0,
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate168.errors
                      : vErrors.concat(validate168.errors);
                  errors = vErrors.length;
                }
                var valid1 = _errs3 === errors;
                if (!valid1) {
                  break;
                }
              }
            } else {
              validate178.errors = [
                {
                  instancePath: instancePath + '/items',
                  schemaPath: '#/properties/items/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array'
                }
              ];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.next_cursor !== undefined) {
            const _errs4 = errors;
            if (typeof data.next_cursor !== 'string') {
              validate178.errors = [
                {
                  instancePath: instancePath + '/next_cursor',
                  schemaPath: '#/properties/next_cursor/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate178.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate178.errors = vErrors;
  return errors === 0;
}

export const isBatchResult: IValidator<BatchResult> = validate180;
const schema58 = {
  type: 'object',
  properties: {
    results: { type: 'array', items: { $ref: '#/definitions/BatchItem' } }
  },
  required: ['results']
};
const schema59 = {
  oneOf: [
    { $ref: '#/definitions/StoredResult' },
    { $ref: '#/definitions/WantedResult' },
    { $ref: '#/definitions/RefusedResult' }
  ],
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type']
};
const schema60 = {
  type: 'object',
  properties: {
    type: { const: 'stored' },
    receipt: { $ref: '#/definitions/Receipt' }
  },
  required: ['type', 'receipt']
};
const schema35 = {
  type: 'object',
  properties: {
    offer_id: { $ref: '#/definitions/Id' },
    artifact_id: { $ref: '#/definitions/Id' },
    run_id: { $ref: '#/definitions/Id' },
    name: { type: 'string' },
    version: { type: 'integer', minimum: 1, maximum: 9007199254740991 },
    size: { $ref: '#/definitions/ByteCount' },
    sha256: { $ref: '#/definitions/Sha256' },
    stored_at: { $ref: '#/definitions/Timestamp' },
    existing: { type: 'boolean' }
  },
  required: [
    'offer_id',
    'artifact_id',
    'run_id',
    'name',
    'version',
    'size',
    'sha256',
    'stored_at',
    'existing'
  ]
};

function validate91(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.offer_id === undefined && (missing0 = 'offer_id')) ||
        (data.artifact_id === undefined && (missing0 = 'artifact_id')) ||
        (data.run_id === undefined && (missing0 = 'run_id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.version === undefined && (missing0 = 'version')) ||
        (data.size === undefined && (missing0 = 'size')) ||
        (data.sha256 === undefined && (missing0 = 'sha256')) ||
        (data.stored_at === undefined && (missing0 = 'stored_at')) ||
        (data.existing === undefined && (missing0 = 'existing'))
      ) {
        validate91.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.offer_id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.offer_id, {
              instancePath: instancePath + '/offer_id',
              parentData: data,
              parentDataProperty: 'offer_id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.artifact_id !== undefined) {
            const _errs2 = errors;
            if (
              !validate23(data.artifact_id, {
                instancePath: instancePath + '/artifact_id',
                parentData: data,
                parentDataProperty: 'artifact_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.run_id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.run_id, {
                  instancePath: instancePath + '/run_id',
                  parentData: data,
                  parentDataProperty: 'run_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.name !== undefined) {
                const _errs4 = errors;
                if (typeof data.name !== 'string') {
                  validate91.errors = [
                    {
                      instancePath: instancePath + '/name',
                      schemaPath: '#/properties/name/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.version !== undefined) {
                  let data4 = data.version;
                  const _errs6 = errors;
                  if (!(
                    typeof data4 == 'number' &&
                    !(data4 % 1) &&
                    !isNaN(data4) &&
                    isFinite(data4)
                  )) {
                    validate91.errors = [
                      {
                        instancePath: instancePath + '/version',
                        schemaPath: '#/properties/version/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs6) {
                    if (typeof data4 == 'number' && isFinite(data4)) {
                      if (data4 > 9007199254740991 || isNaN(data4)) {
                        validate91.errors = [
                          {
                            instancePath: instancePath + '/version',
                            schemaPath: '#/properties/version/maximum',
                            keyword: 'maximum',
                            params: {
                              comparison: '<=',
                              limit: 9007199254740991
                            },
                            message: 'must be <= 9007199254740991'
                          }
                        ];
                        return false;
                      } else {
                        if (data4 < 1 || isNaN(data4)) {
                          validate91.errors = [
                            {
                              instancePath: instancePath + '/version',
                              schemaPath: '#/properties/version/minimum',
                              keyword: 'minimum',
                              params: { comparison: '>=', limit: 1 },
                              message: 'must be >= 1'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.size !== undefined) {
                    const _errs8 = errors;
                    if (
                      !validate27(data.size, {
                        instancePath: instancePath + '/size',
                        parentData: data,
                        parentDataProperty: 'size',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate27.errors
                          : vErrors.concat(validate27.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.sha256 !== undefined) {
                      const _errs9 = errors;
                      if (
                        !validate40(data.sha256, {
                          instancePath: instancePath + '/sha256',
                          parentData: data,
                          parentDataProperty: 'sha256',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate40.errors
                            : vErrors.concat(validate40.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs9 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.stored_at !== undefined) {
                        const _errs10 = errors;
                        if (
                          !validate34(data.stored_at, {
                            instancePath: instancePath + '/stored_at',
                            parentData: data,
                            parentDataProperty: 'stored_at',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate34.errors
                              : vErrors.concat(validate34.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs10 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.existing !== undefined) {
                          const _errs11 = errors;
                          if (typeof data.existing !== 'boolean') {
                            validate91.errors = [
                              {
                                instancePath: instancePath + '/existing',
                                schemaPath: '#/properties/existing/type',
                                keyword: 'type',
                                params: { type: 'boolean' },
                                message: 'must be boolean'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs11 === errors;
                        } else {
                          var valid0 = true;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate91.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate91.errors = vErrors;
  return errors === 0;
}

function validate182(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.receipt === undefined && (missing0 = 'receipt'))
      ) {
        validate182.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('stored' !== data.type) {
            validate182.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'stored' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.receipt !== undefined) {
            const _errs2 = errors;
            if (
              !validate91(data.receipt, {
                instancePath: instancePath + '/receipt',
                parentData: data,
                parentDataProperty: 'receipt',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate91.errors
                  : vErrors.concat(validate91.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate182.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate182.errors = vErrors;
  return errors === 0;
}

const schema61 = {
  type: 'object',
  properties: { type: { const: 'wanted' } },
  required: ['type']
};

function validate184(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.type === undefined && (missing0 = 'type')) {
        validate184.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          if ('wanted' !== data.type) {
            validate184.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'wanted' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
        }
      }
    } else {
      validate184.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate184.errors = vErrors;
  return errors === 0;
}

const schema62 = {
  type: 'object',
  properties: {
    type: { const: 'refused' },
    error: { $ref: '#/definitions/ErrorInfo' }
  },
  required: ['type', 'error']
};
const schema36 = {
  type: 'object',
  properties: {
    code: { $ref: '#/definitions/ErrorCode' },
    message: { type: 'string' },
    hint: { type: 'string' },
    retryable: { type: 'boolean' }
  },
  required: ['code', 'message', 'retryable']
};
const schema37 = {
  type: 'string',
  enum: [
    'BAD_REQUEST',
    'BAD_NAME',
    'NAME_REQUIRED',
    'NAME_CONFLICT',
    'UNKNOWN_CATEGORY',
    'BAD_MEDIA_TYPE',
    'EMPTY_SELECTION',
    'FILE_NOT_FOUND',
    'NOT_A_DIRECTORY',
    'NOT_A_FILE',
    'FILE_CHANGED',
    'NOT_SERIALISABLE',
    'PICKLE_REFUSED',
    'CODEC_NOT_FOUND',
    'RUN_CLOSED',
    'RUN_NOT_FOUND',
    'ARTIFACT_NOT_FOUND',
    'ID_CONFLICT',
    'BLOB_MISSING',
    'BLOB_DAMAGED',
    'DIGEST_MISMATCH',
    'SIZE_MISMATCH',
    'CHECKSUM_MISMATCH',
    'OFFSET_MISMATCH',
    'UPLOAD_NOT_FOUND',
    'UPLOAD_EXPIRED',
    'UPLOAD_LOCKED',
    'TOO_LARGE',
    'RANGE_NOT_SATISFIABLE',
    'UNSUPPORTED_MEDIA_TYPE',
    'PROTOCOL_MISMATCH',
    'FORBIDDEN',
    'STORE_FULL',
    'STORE_UNREACHABLE',
    'CATALOG_BUSY',
    'TIMEOUT',
    'CANCELLED',
    'INTERNAL'
  ]
};

function validate100(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (typeof data !== 'string') {
    validate100.errors = [
      {
        instancePath,
        schemaPath: '#/type',
        keyword: 'type',
        params: { type: 'string' },
        message: 'must be string'
      }
    ];
    return false;
  }
  if (!(
    data === 'BAD_REQUEST' ||
    data === 'BAD_NAME' ||
    data === 'NAME_REQUIRED' ||
    data === 'NAME_CONFLICT' ||
    data === 'UNKNOWN_CATEGORY' ||
    data === 'BAD_MEDIA_TYPE' ||
    data === 'EMPTY_SELECTION' ||
    data === 'FILE_NOT_FOUND' ||
    data === 'NOT_A_DIRECTORY' ||
    data === 'NOT_A_FILE' ||
    data === 'FILE_CHANGED' ||
    data === 'NOT_SERIALISABLE' ||
    data === 'PICKLE_REFUSED' ||
    data === 'CODEC_NOT_FOUND' ||
    data === 'RUN_CLOSED' ||
    data === 'RUN_NOT_FOUND' ||
    data === 'ARTIFACT_NOT_FOUND' ||
    data === 'ID_CONFLICT' ||
    data === 'BLOB_MISSING' ||
    data === 'BLOB_DAMAGED' ||
    data === 'DIGEST_MISMATCH' ||
    data === 'SIZE_MISMATCH' ||
    data === 'CHECKSUM_MISMATCH' ||
    data === 'OFFSET_MISMATCH' ||
    data === 'UPLOAD_NOT_FOUND' ||
    data === 'UPLOAD_EXPIRED' ||
    data === 'UPLOAD_LOCKED' ||
    data === 'TOO_LARGE' ||
    data === 'RANGE_NOT_SATISFIABLE' ||
    data === 'UNSUPPORTED_MEDIA_TYPE' ||
    data === 'PROTOCOL_MISMATCH' ||
    data === 'FORBIDDEN' ||
    data === 'STORE_FULL' ||
    data === 'STORE_UNREACHABLE' ||
    data === 'CATALOG_BUSY' ||
    data === 'TIMEOUT' ||
    data === 'CANCELLED' ||
    data === 'INTERNAL'
  )) {
    validate100.errors = [
      {
        instancePath,
        schemaPath: '#/enum',
        keyword: 'enum',
        params: { allowedValues: schema37.enum },
        message: 'must be equal to one of the allowed values'
      }
    ];
    return false;
  }
  validate100.errors = vErrors;
  return errors === 0;
}

function validate99(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.code === undefined && (missing0 = 'code')) ||
        (data.message === undefined && (missing0 = 'message')) ||
        (data.retryable === undefined && (missing0 = 'retryable'))
      ) {
        validate99.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.code !== undefined) {
          const _errs1 = errors;
          if (
            !validate100(data.code, {
              instancePath: instancePath + '/code',
              parentData: data,
              parentDataProperty: 'code',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate100.errors
                : vErrors.concat(validate100.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.message !== undefined) {
            const _errs2 = errors;
            if (typeof data.message !== 'string') {
              validate99.errors = [
                {
                  instancePath: instancePath + '/message',
                  schemaPath: '#/properties/message/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.hint !== undefined) {
              const _errs4 = errors;
              if (typeof data.hint !== 'string') {
                validate99.errors = [
                  {
                    instancePath: instancePath + '/hint',
                    schemaPath: '#/properties/hint/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.retryable !== undefined) {
                const _errs6 = errors;
                if (typeof data.retryable !== 'boolean') {
                  validate99.errors = [
                    {
                      instancePath: instancePath + '/retryable',
                      schemaPath: '#/properties/retryable/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate99.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate99.errors = vErrors;
  return errors === 0;
}

function validate185(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.error === undefined && (missing0 = 'error'))
      ) {
        validate185.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('refused' !== data.type) {
            validate185.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'refused' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.error !== undefined) {
            const _errs2 = errors;
            if (
              !validate99(data.error, {
                instancePath: instancePath + '/error',
                parentData: data,
                parentDataProperty: 'error',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate99.errors
                  : vErrors.concat(validate99.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate185.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate185.errors = vErrors;
  return errors === 0;
}

function validate181(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.type === undefined && (missing0 = 'type')) {
        validate181.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const tag0 = data.type;
        if (typeof tag0 == 'string') {
          if (tag0 === 'stored') {
            if (
              !validate182(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate182.errors
                  : vErrors.concat(validate182.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'wanted') {
            if (
              !validate184(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate184.errors
                  : vErrors.concat(validate184.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'refused') {
            if (
              !validate185(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate185.errors
                  : vErrors.concat(validate185.errors);
              errors = vErrors.length;
            }
          } else {
            validate181.errors = [
              {
                instancePath,
                schemaPath: '#/discriminator',
                keyword: 'discriminator',
                params: { error: 'mapping', tag: 'type', tagValue: tag0 },
                message: 'value of tag "type" must be in oneOf'
              }
            ];
            return false;
          }
        } else {
          validate181.errors = [
            {
              instancePath,
              schemaPath: '#/discriminator',
              keyword: 'discriminator',
              params: { error: 'tag', tag: 'type', tagValue: tag0 },
              message: 'tag "type" must be string'
            }
          ];
          return false;
        }
      }
    } else {
      validate181.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate181.errors = vErrors;
  return errors === 0;
}

function validate180(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.results === undefined && (missing0 = 'results')) {
        validate180.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.results !== undefined) {
          let data0 = data.results;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (Array.isArray(data0)) {
              var valid1 = true;
              const len0 = data0.length;
              for (let i0 = 0; i0 < len0; i0++) {
                const _errs3 = errors;
                if (
                  !validate181(data0[i0], {
                    instancePath: instancePath + '/results/' + i0,
                    parentData: data0,
                    parentDataProperty: i0,
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate181.errors
                      : vErrors.concat(validate181.errors);
                  errors = vErrors.length;
                }
                var valid1 = _errs3 === errors;
                if (!valid1) {
                  break;
                }
              }
            } else {
              validate180.errors = [
                {
                  instancePath: instancePath + '/results',
                  schemaPath: '#/properties/results/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array'
                }
              ];
              return false;
            }
          }
        }
      }
    } else {
      validate180.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate180.errors = vErrors;
  return errors === 0;
}

export const isChangeEvent: IValidator<ChangeEvent> = validate191;
const schema63 = {
  type: 'object',
  properties: {
    seq: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    kind: { type: 'string', enum: ['run', 'stored', 'deleted', 'updated'] },
    run_id: { $ref: '#/definitions/Id' },
    artifact: { $ref: '#/definitions/Artifact' },
    artifact_id: { $ref: '#/definitions/Id' }
  },
  required: ['seq', 'kind', 'run_id']
};

function validate191(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.seq === undefined && (missing0 = 'seq')) ||
        (data.kind === undefined && (missing0 = 'kind')) ||
        (data.run_id === undefined && (missing0 = 'run_id'))
      ) {
        validate191.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.seq !== undefined) {
          let data0 = data.seq;
          const _errs1 = errors;
          if (!(
            typeof data0 == 'number' &&
            !(data0 % 1) &&
            !isNaN(data0) &&
            isFinite(data0)
          )) {
            validate191.errors = [
              {
                instancePath: instancePath + '/seq',
                schemaPath: '#/properties/seq/type',
                keyword: 'type',
                params: { type: 'integer' },
                message: 'must be integer'
              }
            ];
            return false;
          }
          if (errors === _errs1) {
            if (typeof data0 == 'number' && isFinite(data0)) {
              if (data0 > 9007199254740991 || isNaN(data0)) {
                validate191.errors = [
                  {
                    instancePath: instancePath + '/seq',
                    schemaPath: '#/properties/seq/maximum',
                    keyword: 'maximum',
                    params: { comparison: '<=', limit: 9007199254740991 },
                    message: 'must be <= 9007199254740991'
                  }
                ];
                return false;
              } else {
                if (data0 < 0 || isNaN(data0)) {
                  validate191.errors = [
                    {
                      instancePath: instancePath + '/seq',
                      schemaPath: '#/properties/seq/minimum',
                      keyword: 'minimum',
                      params: { comparison: '>=', limit: 0 },
                      message: 'must be >= 0'
                    }
                  ];
                  return false;
                }
              }
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.kind !== undefined) {
            let data1 = data.kind;
            const _errs3 = errors;
            if (typeof data1 !== 'string') {
              validate191.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            if (!(
              data1 === 'run' ||
              data1 === 'stored' ||
              data1 === 'deleted' ||
              data1 === 'updated'
            )) {
              validate191.errors = [
                {
                  instancePath: instancePath + '/kind',
                  schemaPath: '#/properties/kind/enum',
                  keyword: 'enum',
                  params: { allowedValues: schema63.properties.kind.enum },
                  message: 'must be equal to one of the allowed values'
                }
              ];
              return false;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.run_id !== undefined) {
              const _errs5 = errors;
              if (
                !validate23(data.run_id, {
                  instancePath: instancePath + '/run_id',
                  parentData: data,
                  parentDataProperty: 'run_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.artifact !== undefined) {
                const _errs6 = errors;
                if (
                  !validate168(data.artifact, {
                    instancePath: instancePath + '/artifact',
                    parentData: data,
                    parentDataProperty: 'artifact',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate168.errors
                      : vErrors.concat(validate168.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.artifact_id !== undefined) {
                  const _errs7 = errors;
                  if (
                    !validate23(data.artifact_id, {
                      instancePath: instancePath + '/artifact_id',
                      parentData: data,
                      parentDataProperty: 'artifact_id',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate23.errors
                        : vErrors.concat(validate23.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate191.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate191.errors = vErrors;
  return errors === 0;
}

export const isCollected: IValidator<Collected> = validate195;
const schema64 = {
  type: 'object',
  properties: {
    expired: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    purged: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    blobs: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    freed_bytes: { $ref: '#/definitions/ByteCount' },
    dry_run: { type: 'boolean' }
  },
  required: ['expired', 'purged', 'blobs', 'freed_bytes', 'dry_run']
};

function validate195(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.expired === undefined && (missing0 = 'expired')) ||
        (data.purged === undefined && (missing0 = 'purged')) ||
        (data.blobs === undefined && (missing0 = 'blobs')) ||
        (data.freed_bytes === undefined && (missing0 = 'freed_bytes')) ||
        (data.dry_run === undefined && (missing0 = 'dry_run'))
      ) {
        validate195.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.expired !== undefined) {
          let data0 = data.expired;
          const _errs1 = errors;
          if (!(
            typeof data0 == 'number' &&
            !(data0 % 1) &&
            !isNaN(data0) &&
            isFinite(data0)
          )) {
            validate195.errors = [
              {
                instancePath: instancePath + '/expired',
                schemaPath: '#/properties/expired/type',
                keyword: 'type',
                params: { type: 'integer' },
                message: 'must be integer'
              }
            ];
            return false;
          }
          if (errors === _errs1) {
            if (typeof data0 == 'number' && isFinite(data0)) {
              if (data0 > 9007199254740991 || isNaN(data0)) {
                validate195.errors = [
                  {
                    instancePath: instancePath + '/expired',
                    schemaPath: '#/properties/expired/maximum',
                    keyword: 'maximum',
                    params: { comparison: '<=', limit: 9007199254740991 },
                    message: 'must be <= 9007199254740991'
                  }
                ];
                return false;
              } else {
                if (data0 < 0 || isNaN(data0)) {
                  validate195.errors = [
                    {
                      instancePath: instancePath + '/expired',
                      schemaPath: '#/properties/expired/minimum',
                      keyword: 'minimum',
                      params: { comparison: '>=', limit: 0 },
                      message: 'must be >= 0'
                    }
                  ];
                  return false;
                }
              }
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.purged !== undefined) {
            let data1 = data.purged;
            const _errs3 = errors;
            if (!(
              typeof data1 == 'number' &&
              !(data1 % 1) &&
              !isNaN(data1) &&
              isFinite(data1)
            )) {
              validate195.errors = [
                {
                  instancePath: instancePath + '/purged',
                  schemaPath: '#/properties/purged/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data1 == 'number' && isFinite(data1)) {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate195.errors = [
                    {
                      instancePath: instancePath + '/purged',
                      schemaPath: '#/properties/purged/maximum',
                      keyword: 'maximum',
                      params: { comparison: '<=', limit: 9007199254740991 },
                      message: 'must be <= 9007199254740991'
                    }
                  ];
                  return false;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    validate195.errors = [
                      {
                        instancePath: instancePath + '/purged',
                        schemaPath: '#/properties/purged/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 0 },
                        message: 'must be >= 0'
                      }
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.blobs !== undefined) {
              let data2 = data.blobs;
              const _errs5 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate195.errors = [
                  {
                    instancePath: instancePath + '/blobs',
                    schemaPath: '#/properties/blobs/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs5) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate195.errors = [
                      {
                        instancePath: instancePath + '/blobs',
                        schemaPath: '#/properties/blobs/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate195.errors = [
                        {
                          instancePath: instancePath + '/blobs',
                          schemaPath: '#/properties/blobs/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.freed_bytes !== undefined) {
                const _errs7 = errors;
                if (
                  !validate27(data.freed_bytes, {
                    instancePath: instancePath + '/freed_bytes',
                    parentData: data,
                    parentDataProperty: 'freed_bytes',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.dry_run !== undefined) {
                  const _errs8 = errors;
                  if (typeof data.dry_run !== 'boolean') {
                    validate195.errors = [
                      {
                        instancePath: instancePath + '/dry_run',
                        schemaPath: '#/properties/dry_run/type',
                        keyword: 'type',
                        params: { type: 'boolean' },
                        message: 'must be boolean'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate195.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate195.errors = vErrors;
  return errors === 0;
}

export const isControlEnvelope: IValidator<ControlEnvelope> = validate197;
const schema42 = {
  type: 'object',
  properties: {
    protocol: { type: 'integer', minimum: 1, maximum: 1000 },
    session: { $ref: '#/definitions/Id' },
    seq: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    message: { $ref: '#/definitions/ControlMessage' }
  },
  required: ['protocol', 'session', 'seq', 'message']
};
const schema43 = {
  oneOf: [
    { $ref: '#/definitions/AttachMessage' },
    { $ref: '#/definitions/ResyncMessage' },
    { $ref: '#/definitions/AckMessage' },
    { $ref: '#/definitions/ReceiptMessage' },
    { $ref: '#/definitions/RefuseMessage' },
    { $ref: '#/definitions/CommandMessage' },
    { $ref: '#/definitions/DetachMessage' },
    { $ref: '#/definitions/CreditMessage' },
    { $ref: '#/definitions/KeepMessage' },
    { $ref: '#/definitions/CaptureMessage' },
    { $ref: '#/definitions/ExecutingMessage' }
  ],
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type']
};
const schema44 = {
  type: 'object',
  properties: {
    type: { const: 'attach' },
    client_id: { type: 'string' },
    visible: { type: 'boolean' },
    notebook: { type: 'string' },
    small_payload_limit: { $ref: '#/definitions/ByteCount' },
    store_id: { $ref: '#/definitions/Id' }
  },
  required: ['type', 'client_id', 'visible']
};

function validate126(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.visible === undefined && (missing0 = 'visible'))
      ) {
        validate126.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('attach' !== data.type) {
            validate126.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'attach' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate126.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.visible !== undefined) {
              const _errs4 = errors;
              if (typeof data.visible !== 'boolean') {
                validate126.errors = [
                  {
                    instancePath: instancePath + '/visible',
                    schemaPath: '#/properties/visible/type',
                    keyword: 'type',
                    params: { type: 'boolean' },
                    message: 'must be boolean'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.notebook !== undefined) {
                const _errs6 = errors;
                if (typeof data.notebook !== 'string') {
                  validate126.errors = [
                    {
                      instancePath: instancePath + '/notebook',
                      schemaPath: '#/properties/notebook/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.small_payload_limit !== undefined) {
                  const _errs8 = errors;
                  if (
                    !validate27(data.small_payload_limit, {
                      instancePath: instancePath + '/small_payload_limit',
                      parentData: data,
                      parentDataProperty: 'small_payload_limit',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate27.errors
                        : vErrors.concat(validate27.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.store_id !== undefined) {
                    const _errs9 = errors;
                    if (
                      !validate23(data.store_id, {
                        instancePath: instancePath + '/store_id',
                        parentData: data,
                        parentDataProperty: 'store_id',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate23.errors
                          : vErrors.concat(validate23.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate126.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate126.errors = vErrors;
  return errors === 0;
}

const schema45 = {
  type: 'object',
  properties: {
    type: { const: 'resync' },
    client_id: { type: 'string' },
    expected: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    got: { type: 'integer', minimum: 0, maximum: 9007199254740991 }
  },
  required: ['type', 'client_id', 'expected', 'got']
};

function validate129(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.expected === undefined && (missing0 = 'expected')) ||
        (data.got === undefined && (missing0 = 'got'))
      ) {
        validate129.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('resync' !== data.type) {
            validate129.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'resync' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate129.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.expected !== undefined) {
              let data2 = data.expected;
              const _errs4 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate129.errors = [
                  {
                    instancePath: instancePath + '/expected',
                    schemaPath: '#/properties/expected/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate129.errors = [
                      {
                        instancePath: instancePath + '/expected',
                        schemaPath: '#/properties/expected/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate129.errors = [
                        {
                          instancePath: instancePath + '/expected',
                          schemaPath: '#/properties/expected/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.got !== undefined) {
                let data3 = data.got;
                const _errs6 = errors;
                if (!(
                  typeof data3 == 'number' &&
                  !(data3 % 1) &&
                  !isNaN(data3) &&
                  isFinite(data3)
                )) {
                  validate129.errors = [
                    {
                      instancePath: instancePath + '/got',
                      schemaPath: '#/properties/got/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                if (errors === _errs6) {
                  if (typeof data3 == 'number' && isFinite(data3)) {
                    if (data3 > 9007199254740991 || isNaN(data3)) {
                      validate129.errors = [
                        {
                          instancePath: instancePath + '/got',
                          schemaPath: '#/properties/got/maximum',
                          keyword: 'maximum',
                          params: { comparison: '<=', limit: 9007199254740991 },
                          message: 'must be <= 9007199254740991'
                        }
                      ];
                      return false;
                    } else {
                      if (data3 < 0 || isNaN(data3)) {
                        validate129.errors = [
                          {
                            instancePath: instancePath + '/got',
                            schemaPath: '#/properties/got/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 0 },
                            message: 'must be >= 0'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate129.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate129.errors = vErrors;
  return errors === 0;
}

const schema46 = {
  type: 'object',
  properties: {
    type: { const: 'ack' },
    client_id: { type: 'string' },
    offer_id: { $ref: '#/definitions/Id' }
  },
  required: ['type', 'client_id', 'offer_id']
};

function validate130(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.offer_id === undefined && (missing0 = 'offer_id'))
      ) {
        validate130.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('ack' !== data.type) {
            validate130.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'ack' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate130.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.offer_id !== undefined) {
              const _errs4 = errors;
              if (
                !validate23(data.offer_id, {
                  instancePath: instancePath + '/offer_id',
                  parentData: data,
                  parentDataProperty: 'offer_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate130.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate130.errors = vErrors;
  return errors === 0;
}

const schema47 = {
  type: 'object',
  properties: {
    type: { const: 'receipt' },
    client_id: { type: 'string' },
    receipt: { $ref: '#/definitions/Receipt' }
  },
  required: ['type', 'client_id', 'receipt']
};

function validate132(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.receipt === undefined && (missing0 = 'receipt'))
      ) {
        validate132.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('receipt' !== data.type) {
            validate132.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'receipt' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate132.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.receipt !== undefined) {
              const _errs4 = errors;
              if (
                !validate91(data.receipt, {
                  instancePath: instancePath + '/receipt',
                  parentData: data,
                  parentDataProperty: 'receipt',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate91.errors
                    : vErrors.concat(validate91.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate132.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate132.errors = vErrors;
  return errors === 0;
}

const schema48 = {
  type: 'object',
  properties: {
    type: { const: 'refuse' },
    client_id: { type: 'string' },
    offer_id: { $ref: '#/definitions/Id' },
    error: { $ref: '#/definitions/ErrorInfo' }
  },
  required: ['type', 'client_id', 'offer_id', 'error']
};

function validate134(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.offer_id === undefined && (missing0 = 'offer_id')) ||
        (data.error === undefined && (missing0 = 'error'))
      ) {
        validate134.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('refuse' !== data.type) {
            validate134.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'refuse' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate134.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.offer_id !== undefined) {
              const _errs4 = errors;
              if (
                !validate23(data.offer_id, {
                  instancePath: instancePath + '/offer_id',
                  parentData: data,
                  parentDataProperty: 'offer_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.error !== undefined) {
                const _errs5 = errors;
                if (
                  !validate99(data.error, {
                    instancePath: instancePath + '/error',
                    parentData: data,
                    parentDataProperty: 'error',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate99.errors
                      : vErrors.concat(validate99.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate134.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate134.errors = vErrors;
  return errors === 0;
}

const schema49 = {
  type: 'object',
  properties: {
    type: { const: 'command' },
    client_id: { type: 'string' },
    action: { $ref: '#/definitions/TransferAction' },
    transfer_id: { $ref: '#/definitions/Id' }
  },
  required: ['type', 'client_id', 'action', 'transfer_id']
};
const schema50 = {
  type: 'string',
  enum: ['pause', 'resume', 'cancel', 'retry']
};

function validate138(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (typeof data !== 'string') {
    validate138.errors = [
      {
        instancePath,
        schemaPath: '#/type',
        keyword: 'type',
        params: { type: 'string' },
        message: 'must be string'
      }
    ];
    return false;
  }
  if (!(
    data === 'pause' ||
    data === 'resume' ||
    data === 'cancel' ||
    data === 'retry'
  )) {
    validate138.errors = [
      {
        instancePath,
        schemaPath: '#/enum',
        keyword: 'enum',
        params: { allowedValues: schema50.enum },
        message: 'must be equal to one of the allowed values'
      }
    ];
    return false;
  }
  validate138.errors = vErrors;
  return errors === 0;
}

function validate137(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.action === undefined && (missing0 = 'action')) ||
        (data.transfer_id === undefined && (missing0 = 'transfer_id'))
      ) {
        validate137.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('command' !== data.type) {
            validate137.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'command' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate137.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.action !== undefined) {
              const _errs4 = errors;
              if (
                !validate138(data.action, {
                  instancePath: instancePath + '/action',
                  parentData: data,
                  parentDataProperty: 'action',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate138.errors
                    : vErrors.concat(validate138.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.transfer_id !== undefined) {
                const _errs5 = errors;
                if (
                  !validate23(data.transfer_id, {
                    instancePath: instancePath + '/transfer_id',
                    parentData: data,
                    parentDataProperty: 'transfer_id',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate23.errors
                      : vErrors.concat(validate23.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate137.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate137.errors = vErrors;
  return errors === 0;
}

const schema51 = {
  type: 'object',
  properties: { type: { const: 'detach' }, client_id: { type: 'string' } },
  required: ['type', 'client_id']
};

function validate141(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id'))
      ) {
        validate141.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('detach' !== data.type) {
            validate141.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'detach' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate141.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate141.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate141.errors = vErrors;
  return errors === 0;
}

const schema52 = {
  type: 'object',
  properties: {
    type: { const: 'credit' },
    client_id: { type: 'string' },
    offer_id: { $ref: '#/definitions/Id' },
    offset: { $ref: '#/definitions/ByteCount' },
    window: { $ref: '#/definitions/ByteCount' },
    stored: { $ref: '#/definitions/ByteCount' }
  },
  required: ['type', 'client_id', 'offer_id', 'offset', 'window', 'stored']
};

function validate142(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.offer_id === undefined && (missing0 = 'offer_id')) ||
        (data.offset === undefined && (missing0 = 'offset')) ||
        (data.window === undefined && (missing0 = 'window')) ||
        (data.stored === undefined && (missing0 = 'stored'))
      ) {
        validate142.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('credit' !== data.type) {
            validate142.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'credit' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate142.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.offer_id !== undefined) {
              const _errs4 = errors;
              if (
                !validate23(data.offer_id, {
                  instancePath: instancePath + '/offer_id',
                  parentData: data,
                  parentDataProperty: 'offer_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.offset !== undefined) {
                const _errs5 = errors;
                if (
                  !validate27(data.offset, {
                    instancePath: instancePath + '/offset',
                    parentData: data,
                    parentDataProperty: 'offset',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.window !== undefined) {
                  const _errs6 = errors;
                  if (
                    !validate27(data.window, {
                      instancePath: instancePath + '/window',
                      parentData: data,
                      parentDataProperty: 'window',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate27.errors
                        : vErrors.concat(validate27.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.stored !== undefined) {
                    const _errs7 = errors;
                    if (
                      !validate27(data.stored, {
                        instancePath: instancePath + '/stored',
                        parentData: data,
                        parentDataProperty: 'stored',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate27.errors
                          : vErrors.concat(validate27.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs7 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate142.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate142.errors = vErrors;
  return errors === 0;
}

const schema53 = {
  type: 'object',
  properties: {
    type: { const: 'keep' },
    client_id: { type: 'string' },
    request_id: { $ref: '#/definitions/Id' },
    object_id: { $ref: '#/definitions/Id' },
    name: { type: 'string', minLength: 1, maxLength: 1024 },
    category: { $ref: '#/definitions/Category' },
    run: { $ref: '#/definitions/Run' },
    provenance: { $ref: '#/definitions/Provenance' },
    new_version: { type: 'boolean' }
  },
  required: [
    'type',
    'client_id',
    'request_id',
    'object_id',
    'name',
    'category',
    'provenance'
  ]
};
const schema14 = {
  type: 'object',
  properties: {
    id: { $ref: '#/definitions/Id' },
    name: { type: 'string', minLength: 1, maxLength: 512 },
    folder: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
    metadata: { type: 'object', additionalProperties: true },
    created_at: { $ref: '#/definitions/Timestamp' },
    notebook: { type: 'string' },
    kernel_id: { type: 'string' }
  },
  required: ['id', 'name', 'folder', 'tags', 'metadata', 'created_at']
};

function validate32(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.id === undefined && (missing0 = 'id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.folder === undefined && (missing0 = 'folder')) ||
        (data.tags === undefined && (missing0 = 'tags')) ||
        (data.metadata === undefined && (missing0 = 'metadata')) ||
        (data.created_at === undefined && (missing0 = 'created_at'))
      ) {
        validate32.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.id, {
              instancePath: instancePath + '/id',
              parentData: data,
              parentDataProperty: 'id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.name !== undefined) {
            let data1 = data.name;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data1 === 'string') {
                if (func2(data1) > 512) {
                  validate32.errors = [
                    {
                      instancePath: instancePath + '/name',
                      schemaPath: '#/properties/name/maxLength',
                      keyword: 'maxLength',
                      params: { limit: 512 },
                      message: 'must NOT have more than 512 characters'
                    }
                  ];
                  return false;
                } else {
                  if (func2(data1) < 1) {
                    validate32.errors = [
                      {
                        instancePath: instancePath + '/name',
                        schemaPath: '#/properties/name/minLength',
                        keyword: 'minLength',
                        params: { limit: 1 },
                        message: 'must NOT have fewer than 1 characters'
                      }
                    ];
                    return false;
                  }
                }
              } else {
                validate32.errors = [
                  {
                    instancePath: instancePath + '/name',
                    schemaPath: '#/properties/name/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.folder !== undefined) {
              const _errs4 = errors;
              if (typeof data.folder !== 'string') {
                validate32.errors = [
                  {
                    instancePath: instancePath + '/folder',
                    schemaPath: '#/properties/folder/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.tags !== undefined) {
                let data3 = data.tags;
                const _errs6 = errors;
                if (errors === _errs6) {
                  if (Array.isArray(data3)) {
                    var valid1 = true;
                    const len0 = data3.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      const _errs8 = errors;
                      if (typeof data3[i0] !== 'string') {
                        validate32.errors = [
                          {
                            instancePath: instancePath + '/tags/' + i0,
                            schemaPath: '#/properties/tags/items/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                      var valid1 = _errs8 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  } else {
                    validate32.errors = [
                      {
                        instancePath: instancePath + '/tags',
                        schemaPath: '#/properties/tags/type',
                        keyword: 'type',
                        params: { type: 'array' },
                        message: 'must be array'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.metadata !== undefined) {
                  let data5 = data.metadata;
                  const _errs10 = errors;
                  if (errors === _errs10) {
                    if (!(
                      data5 &&
                      typeof data5 == 'object' &&
                      !Array.isArray(data5)
                    )) {
                      validate32.errors = [
                        {
                          instancePath: instancePath + '/metadata',
                          schemaPath: '#/properties/metadata/type',
                          keyword: 'type',
                          params: { type: 'object' },
                          message: 'must be object'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs10 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.created_at !== undefined) {
                    const _errs13 = errors;
                    if (
                      !validate34(data.created_at, {
                        instancePath: instancePath + '/created_at',
                        parentData: data,
                        parentDataProperty: 'created_at',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate34.errors
                          : vErrors.concat(validate34.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs13 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.notebook !== undefined) {
                      const _errs14 = errors;
                      if (typeof data.notebook !== 'string') {
                        validate32.errors = [
                          {
                            instancePath: instancePath + '/notebook',
                            schemaPath: '#/properties/notebook/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs14 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.kernel_id !== undefined) {
                        const _errs16 = errors;
                        if (typeof data.kernel_id !== 'string') {
                          validate32.errors = [
                            {
                              instancePath: instancePath + '/kernel_id',
                              schemaPath: '#/properties/kernel_id/type',
                              keyword: 'type',
                              params: { type: 'string' },
                              message: 'must be string'
                            }
                          ];
                          return false;
                        }
                        var valid0 = _errs16 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate32.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate32.errors = vErrors;
  return errors === 0;
}

function validate147(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.request_id === undefined && (missing0 = 'request_id')) ||
        (data.object_id === undefined && (missing0 = 'object_id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.category === undefined && (missing0 = 'category')) ||
        (data.provenance === undefined && (missing0 = 'provenance'))
      ) {
        validate147.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('keep' !== data.type) {
            validate147.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'keep' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate147.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.request_id !== undefined) {
              const _errs4 = errors;
              if (
                !validate23(data.request_id, {
                  instancePath: instancePath + '/request_id',
                  parentData: data,
                  parentDataProperty: 'request_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.object_id !== undefined) {
                const _errs5 = errors;
                if (
                  !validate23(data.object_id, {
                    instancePath: instancePath + '/object_id',
                    parentData: data,
                    parentDataProperty: 'object_id',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate23.errors
                      : vErrors.concat(validate23.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.name !== undefined) {
                  let data4 = data.name;
                  const _errs6 = errors;
                  if (errors === _errs6) {
                    if (typeof data4 === 'string') {
                      if (func2(data4) > 1024) {
                        validate147.errors = [
                          {
                            instancePath: instancePath + '/name',
                            schemaPath: '#/properties/name/maxLength',
                            keyword: 'maxLength',
                            params: { limit: 1024 },
                            message: 'must NOT have more than 1024 characters'
                          }
                        ];
                        return false;
                      } else {
                        if (func2(data4) < 1) {
                          validate147.errors = [
                            {
                              instancePath: instancePath + '/name',
                              schemaPath: '#/properties/name/minLength',
                              keyword: 'minLength',
                              params: { limit: 1 },
                              message: 'must NOT have fewer than 1 characters'
                            }
                          ];
                          return false;
                        }
                      }
                    } else {
                      validate147.errors = [
                        {
                          instancePath: instancePath + '/name',
                          schemaPath: '#/properties/name/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.category !== undefined) {
                    const _errs8 = errors;
                    if (
                      !validate37(data.category, {
                        instancePath: instancePath + '/category',
                        parentData: data,
                        parentDataProperty: 'category',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate37.errors
                          : vErrors.concat(validate37.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.run !== undefined) {
                      const _errs9 = errors;
                      if (
                        !validate32(data.run, {
                          instancePath: instancePath + '/run',
                          parentData: data,
                          parentDataProperty: 'run',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate32.errors
                            : vErrors.concat(validate32.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs9 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.provenance !== undefined) {
                        const _errs10 = errors;
                        if (
                          !validate68(data.provenance, {
                            instancePath: instancePath + '/provenance',
                            parentData: data,
                            parentDataProperty: 'provenance',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate68.errors
                              : vErrors.concat(validate68.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs10 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.new_version !== undefined) {
                          const _errs11 = errors;
                          if (typeof data.new_version !== 'boolean') {
                            validate147.errors = [
                              {
                                instancePath: instancePath + '/new_version',
                                schemaPath: '#/properties/new_version/type',
                                keyword: 'type',
                                params: { type: 'boolean' },
                                message: 'must be boolean'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs11 === errors;
                        } else {
                          var valid0 = true;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate147.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate147.errors = vErrors;
  return errors === 0;
}

const schema54 = {
  type: 'object',
  properties: {
    type: { const: 'capture' },
    client_id: { type: 'string' },
    notebook: { type: 'string' },
    what: { type: 'string', enum: ['off', 'figures', 'tables', 'all'] },
    cells: { type: 'array', items: { type: 'string' } }
  },
  required: ['type', 'client_id', 'what', 'cells']
};

function validate153(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.what === undefined && (missing0 = 'what')) ||
        (data.cells === undefined && (missing0 = 'cells'))
      ) {
        validate153.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('capture' !== data.type) {
            validate153.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'capture' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate153.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.notebook !== undefined) {
              const _errs4 = errors;
              if (typeof data.notebook !== 'string') {
                validate153.errors = [
                  {
                    instancePath: instancePath + '/notebook',
                    schemaPath: '#/properties/notebook/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.what !== undefined) {
                let data3 = data.what;
                const _errs6 = errors;
                if (typeof data3 !== 'string') {
                  validate153.errors = [
                    {
                      instancePath: instancePath + '/what',
                      schemaPath: '#/properties/what/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                if (!(
                  data3 === 'off' ||
                  data3 === 'figures' ||
                  data3 === 'tables' ||
                  data3 === 'all'
                )) {
                  validate153.errors = [
                    {
                      instancePath: instancePath + '/what',
                      schemaPath: '#/properties/what/enum',
                      keyword: 'enum',
                      params: { allowedValues: schema54.properties.what.enum },
                      message: 'must be equal to one of the allowed values'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.cells !== undefined) {
                  let data4 = data.cells;
                  const _errs8 = errors;
                  if (errors === _errs8) {
                    if (Array.isArray(data4)) {
                      var valid1 = true;
                      const len0 = data4.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        const _errs10 = errors;
                        if (typeof data4[i0] !== 'string') {
                          validate153.errors = [
                            {
                              instancePath: instancePath + '/cells/' + i0,
                              schemaPath: '#/properties/cells/items/type',
                              keyword: 'type',
                              params: { type: 'string' },
                              message: 'must be string'
                            }
                          ];
                          return false;
                        }
                        var valid1 = _errs10 === errors;
                        if (!valid1) {
                          break;
                        }
                      }
                    } else {
                      validate153.errors = [
                        {
                          instancePath: instancePath + '/cells',
                          schemaPath: '#/properties/cells/type',
                          keyword: 'type',
                          params: { type: 'array' },
                          message: 'must be array'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate153.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate153.errors = vErrors;
  return errors === 0;
}

const schema55 = {
  type: 'object',
  properties: {
    type: { const: 'executing' },
    client_id: { type: 'string' },
    cell_id: { type: 'string' },
    source: { type: 'string' }
  },
  required: ['type', 'client_id', 'cell_id', 'source']
};

function validate154(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.cell_id === undefined && (missing0 = 'cell_id')) ||
        (data.source === undefined && (missing0 = 'source'))
      ) {
        validate154.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('executing' !== data.type) {
            validate154.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'executing' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate154.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.cell_id !== undefined) {
              const _errs4 = errors;
              if (typeof data.cell_id !== 'string') {
                validate154.errors = [
                  {
                    instancePath: instancePath + '/cell_id',
                    schemaPath: '#/properties/cell_id/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.source !== undefined) {
                const _errs6 = errors;
                if (typeof data.source !== 'string') {
                  validate154.errors = [
                    {
                      instancePath: instancePath + '/source',
                      schemaPath: '#/properties/source/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate154.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate154.errors = vErrors;
  return errors === 0;
}

function validate125(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.type === undefined && (missing0 = 'type')) {
        validate125.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const tag0 = data.type;
        if (typeof tag0 == 'string') {
          if (tag0 === 'attach') {
            if (
              !validate126(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate126.errors
                  : vErrors.concat(validate126.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'resync') {
            if (
              !validate129(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate129.errors
                  : vErrors.concat(validate129.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'ack') {
            if (
              !validate130(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate130.errors
                  : vErrors.concat(validate130.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'receipt') {
            if (
              !validate132(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate132.errors
                  : vErrors.concat(validate132.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'refuse') {
            if (
              !validate134(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate134.errors
                  : vErrors.concat(validate134.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'command') {
            if (
              !validate137(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate137.errors
                  : vErrors.concat(validate137.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'detach') {
            if (
              !validate141(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate141.errors
                  : vErrors.concat(validate141.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'credit') {
            if (
              !validate142(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate142.errors
                  : vErrors.concat(validate142.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'keep') {
            if (
              !validate147(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate147.errors
                  : vErrors.concat(validate147.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'capture') {
            if (
              !validate153(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate153.errors
                  : vErrors.concat(validate153.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'executing') {
            if (
              !validate154(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate154.errors
                  : vErrors.concat(validate154.errors);
              errors = vErrors.length;
            }
          } else {
            validate125.errors = [
              {
                instancePath,
                schemaPath: '#/discriminator',
                keyword: 'discriminator',
                params: { error: 'mapping', tag: 'type', tagValue: tag0 },
                message: 'value of tag "type" must be in oneOf'
              }
            ];
            return false;
          }
        } else {
          validate125.errors = [
            {
              instancePath,
              schemaPath: '#/discriminator',
              keyword: 'discriminator',
              params: { error: 'tag', tag: 'type', tagValue: tag0 },
              message: 'tag "type" must be string'
            }
          ];
          return false;
        }
      }
    } else {
      validate125.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate125.errors = vErrors;
  return errors === 0;
}

function validate197(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.protocol === undefined && (missing0 = 'protocol')) ||
        (data.session === undefined && (missing0 = 'session')) ||
        (data.seq === undefined && (missing0 = 'seq')) ||
        (data.message === undefined && (missing0 = 'message'))
      ) {
        validate197.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.protocol !== undefined) {
          let data0 = data.protocol;
          const _errs1 = errors;
          if (!(
            typeof data0 == 'number' &&
            !(data0 % 1) &&
            !isNaN(data0) &&
            isFinite(data0)
          )) {
            validate197.errors = [
              {
                instancePath: instancePath + '/protocol',
                schemaPath: '#/properties/protocol/type',
                keyword: 'type',
                params: { type: 'integer' },
                message: 'must be integer'
              }
            ];
            return false;
          }
          if (errors === _errs1) {
            if (typeof data0 == 'number' && isFinite(data0)) {
              if (data0 > 1000 || isNaN(data0)) {
                validate197.errors = [
                  {
                    instancePath: instancePath + '/protocol',
                    schemaPath: '#/properties/protocol/maximum',
                    keyword: 'maximum',
                    params: { comparison: '<=', limit: 1000 },
                    message: 'must be <= 1000'
                  }
                ];
                return false;
              } else {
                if (data0 < 1 || isNaN(data0)) {
                  validate197.errors = [
                    {
                      instancePath: instancePath + '/protocol',
                      schemaPath: '#/properties/protocol/minimum',
                      keyword: 'minimum',
                      params: { comparison: '>=', limit: 1 },
                      message: 'must be >= 1'
                    }
                  ];
                  return false;
                }
              }
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.session !== undefined) {
            const _errs3 = errors;
            if (
              !validate23(data.session, {
                instancePath: instancePath + '/session',
                parentData: data,
                parentDataProperty: 'session',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.seq !== undefined) {
              let data2 = data.seq;
              const _errs4 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate197.errors = [
                  {
                    instancePath: instancePath + '/seq',
                    schemaPath: '#/properties/seq/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate197.errors = [
                      {
                        instancePath: instancePath + '/seq',
                        schemaPath: '#/properties/seq/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate197.errors = [
                        {
                          instancePath: instancePath + '/seq',
                          schemaPath: '#/properties/seq/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.message !== undefined) {
                const _errs6 = errors;
                if (
                  !validate125(data.message, {
                    instancePath: instancePath + '/message',
                    parentData: data,
                    parentDataProperty: 'message',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate125.errors
                      : vErrors.concat(validate125.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate197.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate197.errors = vErrors;
  return errors === 0;
}

export const isDeleteReport: IValidator<DeleteReport> = validate200;
const schema66 = {
  type: 'object',
  properties: {
    artifacts: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    bytes: { $ref: '#/definitions/ByteCount' },
    freed_bytes: { $ref: '#/definitions/ByteCount' },
    trashed_bytes: { $ref: '#/definitions/ByteCount' },
    dry_run: { type: 'boolean' },
    ids: { type: 'array', items: { $ref: '#/definitions/Id' } }
  },
  required: [
    'artifacts',
    'bytes',
    'freed_bytes',
    'trashed_bytes',
    'dry_run',
    'ids'
  ]
};

function validate200(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.artifacts === undefined && (missing0 = 'artifacts')) ||
        (data.bytes === undefined && (missing0 = 'bytes')) ||
        (data.freed_bytes === undefined && (missing0 = 'freed_bytes')) ||
        (data.trashed_bytes === undefined && (missing0 = 'trashed_bytes')) ||
        (data.dry_run === undefined && (missing0 = 'dry_run')) ||
        (data.ids === undefined && (missing0 = 'ids'))
      ) {
        validate200.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.artifacts !== undefined) {
          let data0 = data.artifacts;
          const _errs1 = errors;
          if (!(
            typeof data0 == 'number' &&
            !(data0 % 1) &&
            !isNaN(data0) &&
            isFinite(data0)
          )) {
            validate200.errors = [
              {
                instancePath: instancePath + '/artifacts',
                schemaPath: '#/properties/artifacts/type',
                keyword: 'type',
                params: { type: 'integer' },
                message: 'must be integer'
              }
            ];
            return false;
          }
          if (errors === _errs1) {
            if (typeof data0 == 'number' && isFinite(data0)) {
              if (data0 > 9007199254740991 || isNaN(data0)) {
                validate200.errors = [
                  {
                    instancePath: instancePath + '/artifacts',
                    schemaPath: '#/properties/artifacts/maximum',
                    keyword: 'maximum',
                    params: { comparison: '<=', limit: 9007199254740991 },
                    message: 'must be <= 9007199254740991'
                  }
                ];
                return false;
              } else {
                if (data0 < 0 || isNaN(data0)) {
                  validate200.errors = [
                    {
                      instancePath: instancePath + '/artifacts',
                      schemaPath: '#/properties/artifacts/minimum',
                      keyword: 'minimum',
                      params: { comparison: '>=', limit: 0 },
                      message: 'must be >= 0'
                    }
                  ];
                  return false;
                }
              }
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.bytes !== undefined) {
            const _errs3 = errors;
            if (
              !validate27(data.bytes, {
                instancePath: instancePath + '/bytes',
                parentData: data,
                parentDataProperty: 'bytes',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate27.errors
                  : vErrors.concat(validate27.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.freed_bytes !== undefined) {
              const _errs4 = errors;
              if (
                !validate27(data.freed_bytes, {
                  instancePath: instancePath + '/freed_bytes',
                  parentData: data,
                  parentDataProperty: 'freed_bytes',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate27.errors
                    : vErrors.concat(validate27.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.trashed_bytes !== undefined) {
                const _errs5 = errors;
                if (
                  !validate27(data.trashed_bytes, {
                    instancePath: instancePath + '/trashed_bytes',
                    parentData: data,
                    parentDataProperty: 'trashed_bytes',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.dry_run !== undefined) {
                  const _errs6 = errors;
                  if (typeof data.dry_run !== 'boolean') {
                    validate200.errors = [
                      {
                        instancePath: instancePath + '/dry_run',
                        schemaPath: '#/properties/dry_run/type',
                        keyword: 'type',
                        params: { type: 'boolean' },
                        message: 'must be boolean'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.ids !== undefined) {
                    let data5 = data.ids;
                    const _errs8 = errors;
                    if (errors === _errs8) {
                      if (Array.isArray(data5)) {
                        var valid1 = true;
                        const len0 = data5.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs10 = errors;
                          if (
                            !validate23(data5[i0], {
                              instancePath: instancePath + '/ids/' + i0,
                              parentData: data5,
                              parentDataProperty: i0,
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate23.errors
                                : vErrors.concat(validate23.errors);
                            errors = vErrors.length;
                          }
                          var valid1 = _errs10 === errors;
                          if (!valid1) {
                            break;
                          }
                        }
                      } else {
                        validate200.errors = [
                          {
                            instancePath: instancePath + '/ids',
                            schemaPath: '#/properties/ids/type',
                            keyword: 'type',
                            params: { type: 'array' },
                            message: 'must be array'
                          }
                        ];
                        return false;
                      }
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate200.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate200.errors = vErrors;
  return errors === 0;
}

export const isDeleteResult: IValidator<DeleteResult> = validate205;
const schema67 = {
  type: 'object',
  properties: {
    artifact_id: { $ref: '#/definitions/Id' },
    freed_bytes: { $ref: '#/definitions/ByteCount' }
  },
  required: ['artifact_id', 'freed_bytes']
};

function validate205(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.artifact_id === undefined && (missing0 = 'artifact_id')) ||
        (data.freed_bytes === undefined && (missing0 = 'freed_bytes'))
      ) {
        validate205.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.artifact_id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.artifact_id, {
              instancePath: instancePath + '/artifact_id',
              parentData: data,
              parentDataProperty: 'artifact_id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.freed_bytes !== undefined) {
            const _errs2 = errors;
            if (
              !validate27(data.freed_bytes, {
                instancePath: instancePath + '/freed_bytes',
                parentData: data,
                parentDataProperty: 'freed_bytes',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate27.errors
                  : vErrors.concat(validate27.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate205.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate205.errors = vErrors;
  return errors === 0;
}

export const isErrorInfo: IValidator<ErrorInfo> = validate208;

function validate208(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.code === undefined && (missing0 = 'code')) ||
        (data.message === undefined && (missing0 = 'message')) ||
        (data.retryable === undefined && (missing0 = 'retryable'))
      ) {
        validate208.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.code !== undefined) {
          const _errs1 = errors;
          if (
            !validate100(data.code, {
              instancePath: instancePath + '/code',
              parentData: data,
              parentDataProperty: 'code',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate100.errors
                : vErrors.concat(validate100.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.message !== undefined) {
            const _errs2 = errors;
            if (typeof data.message !== 'string') {
              validate208.errors = [
                {
                  instancePath: instancePath + '/message',
                  schemaPath: '#/properties/message/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.hint !== undefined) {
              const _errs4 = errors;
              if (typeof data.hint !== 'string') {
                validate208.errors = [
                  {
                    instancePath: instancePath + '/hint',
                    schemaPath: '#/properties/hint/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.retryable !== undefined) {
                const _errs6 = errors;
                if (typeof data.retryable !== 'boolean') {
                  validate208.errors = [
                    {
                      instancePath: instancePath + '/retryable',
                      schemaPath: '#/properties/retryable/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate208.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate208.errors = vErrors;
  return errors === 0;
}

export const isFeedEnvelope: IValidator<FeedEnvelope> = validate210;
const schema7 = {
  type: 'object',
  properties: {
    protocol: { type: 'integer', minimum: 1, maximum: 1000 },
    session: { $ref: '#/definitions/Id' },
    seq: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    message: { $ref: '#/definitions/FeedMessage' }
  },
  required: ['protocol', 'session', 'seq', 'message']
};
const schema9 = {
  oneOf: [
    { $ref: '#/definitions/HelloMessage' },
    { $ref: '#/definitions/OfferMessage' },
    { $ref: '#/definitions/StatusMessage' },
    { $ref: '#/definitions/SnapshotMessage' },
    { $ref: '#/definitions/FrameMessage' },
    { $ref: '#/definitions/KeptMessage' }
  ],
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type']
};
const schema10 = {
  type: 'object',
  properties: {
    type: { const: 'hello' },
    helper_version: { type: 'string' },
    small_payload_limit: { $ref: '#/definitions/ByteCount' }
  },
  required: ['type', 'helper_version', 'small_payload_limit']
};

function validate26(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.helper_version === undefined && (missing0 = 'helper_version')) ||
        (data.small_payload_limit === undefined &&
          (missing0 = 'small_payload_limit'))
      ) {
        validate26.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('hello' !== data.type) {
            validate26.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'hello' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.helper_version !== undefined) {
            const _errs2 = errors;
            if (typeof data.helper_version !== 'string') {
              validate26.errors = [
                {
                  instancePath: instancePath + '/helper_version',
                  schemaPath: '#/properties/helper_version/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.small_payload_limit !== undefined) {
              const _errs4 = errors;
              if (
                !validate27(data.small_payload_limit, {
                  instancePath: instancePath + '/small_payload_limit',
                  parentData: data,
                  parentDataProperty: 'small_payload_limit',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate27.errors
                    : vErrors.concat(validate27.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate26.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate26.errors = vErrors;
  return errors === 0;
}

const schema12 = {
  type: 'object',
  properties: {
    type: { const: 'offer' },
    offer: { $ref: '#/definitions/Offer' },
    uploader: { type: 'string' },
    content: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    thumbnail: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    streamed: { type: 'boolean' }
  },
  required: ['type', 'offer', 'uploader']
};
const schema13 = {
  type: 'object',
  properties: {
    id: { $ref: '#/definitions/Id' },
    run: { $ref: '#/definitions/Run' },
    name: { type: 'string', minLength: 1, maxLength: 512 },
    category: { $ref: '#/definitions/Category' },
    media_type: { type: 'string' },
    codec: { type: 'string' },
    size: { $ref: '#/definitions/ByteCount' },
    sha256: { $ref: '#/definitions/Sha256' },
    created_at: { $ref: '#/definitions/Timestamp' },
    summary: { type: 'string' },
    preview: { $ref: '#/definitions/Preview' },
    provenance: { $ref: '#/definitions/Provenance' },
    metadata: { type: 'object', additionalProperties: true },
    new_version: { type: 'boolean' }
  },
  required: [
    'id',
    'run',
    'name',
    'category',
    'media_type',
    'codec',
    'size',
    'sha256',
    'created_at',
    'provenance',
    'metadata'
  ]
};

function validate30(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.id === undefined && (missing0 = 'id')) ||
        (data.run === undefined && (missing0 = 'run')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.category === undefined && (missing0 = 'category')) ||
        (data.media_type === undefined && (missing0 = 'media_type')) ||
        (data.codec === undefined && (missing0 = 'codec')) ||
        (data.size === undefined && (missing0 = 'size')) ||
        (data.sha256 === undefined && (missing0 = 'sha256')) ||
        (data.created_at === undefined && (missing0 = 'created_at')) ||
        (data.provenance === undefined && (missing0 = 'provenance')) ||
        (data.metadata === undefined && (missing0 = 'metadata'))
      ) {
        validate30.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.id, {
              instancePath: instancePath + '/id',
              parentData: data,
              parentDataProperty: 'id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.run !== undefined) {
            const _errs2 = errors;
            if (
              !validate32(data.run, {
                instancePath: instancePath + '/run',
                parentData: data,
                parentDataProperty: 'run',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate32.errors
                  : vErrors.concat(validate32.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.name !== undefined) {
              let data2 = data.name;
              const _errs3 = errors;
              if (errors === _errs3) {
                if (typeof data2 === 'string') {
                  if (func2(data2) > 512) {
                    validate30.errors = [
                      {
                        instancePath: instancePath + '/name',
                        schemaPath: '#/properties/name/maxLength',
                        keyword: 'maxLength',
                        params: { limit: 512 },
                        message: 'must NOT have more than 512 characters'
                      }
                    ];
                    return false;
                  } else {
                    if (func2(data2) < 1) {
                      validate30.errors = [
                        {
                          instancePath: instancePath + '/name',
                          schemaPath: '#/properties/name/minLength',
                          keyword: 'minLength',
                          params: { limit: 1 },
                          message: 'must NOT have fewer than 1 characters'
                        }
                      ];
                      return false;
                    }
                  }
                } else {
                  validate30.errors = [
                    {
                      instancePath: instancePath + '/name',
                      schemaPath: '#/properties/name/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.category !== undefined) {
                const _errs5 = errors;
                if (
                  !validate37(data.category, {
                    instancePath: instancePath + '/category',
                    parentData: data,
                    parentDataProperty: 'category',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate37.errors
                      : vErrors.concat(validate37.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.media_type !== undefined) {
                  const _errs6 = errors;
                  if (typeof data.media_type !== 'string') {
                    validate30.errors = [
                      {
                        instancePath: instancePath + '/media_type',
                        schemaPath: '#/properties/media_type/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.codec !== undefined) {
                    const _errs8 = errors;
                    if (typeof data.codec !== 'string') {
                      validate30.errors = [
                        {
                          instancePath: instancePath + '/codec',
                          schemaPath: '#/properties/codec/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.size !== undefined) {
                      const _errs10 = errors;
                      if (
                        !validate27(data.size, {
                          instancePath: instancePath + '/size',
                          parentData: data,
                          parentDataProperty: 'size',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate27.errors
                            : vErrors.concat(validate27.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs10 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.sha256 !== undefined) {
                        const _errs11 = errors;
                        if (
                          !validate40(data.sha256, {
                            instancePath: instancePath + '/sha256',
                            parentData: data,
                            parentDataProperty: 'sha256',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate40.errors
                              : vErrors.concat(validate40.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs11 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.created_at !== undefined) {
                          const _errs12 = errors;
                          if (
                            !validate34(data.created_at, {
                              instancePath: instancePath + '/created_at',
                              parentData: data,
                              parentDataProperty: 'created_at',
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate34.errors
                                : vErrors.concat(validate34.errors);
                            errors = vErrors.length;
                          }
                          var valid0 = _errs12 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.summary !== undefined) {
                            const _errs13 = errors;
                            if (typeof data.summary !== 'string') {
                              validate30.errors = [
                                {
                                  instancePath: instancePath + '/summary',
                                  schemaPath: '#/properties/summary/type',
                                  keyword: 'type',
                                  params: { type: 'string' },
                                  message: 'must be string'
                                }
                              ];
                              return false;
                            }
                            var valid0 = _errs13 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.preview !== undefined) {
                              const _errs15 = errors;
                              if (
                                !validate43(data.preview, {
                                  instancePath: instancePath + '/preview',
                                  parentData: data,
                                  parentDataProperty: 'preview',
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate43.errors
                                    : vErrors.concat(validate43.errors);
                                errors = vErrors.length;
                              }
                              var valid0 = _errs15 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.provenance !== undefined) {
                                const _errs16 = errors;
                                if (
                                  !validate68(data.provenance, {
                                    instancePath: instancePath + '/provenance',
                                    parentData: data,
                                    parentDataProperty: 'provenance',
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate68.errors
                                      : vErrors.concat(validate68.errors);
                                  errors = vErrors.length;
                                }
                                var valid0 = _errs16 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.metadata !== undefined) {
                                  let data12 = data.metadata;
                                  const _errs17 = errors;
                                  if (errors === _errs17) {
                                    if (!(
                                      data12 &&
                                      typeof data12 == 'object' &&
                                      !Array.isArray(data12)
                                    )) {
                                      validate30.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/metadata',
                                          schemaPath:
                                            '#/properties/metadata/type',
                                          keyword: 'type',
                                          params: { type: 'object' },
                                          message: 'must be object'
                                        }
                                      ];
                                      return false;
                                    }
                                  }
                                  var valid0 = _errs17 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.new_version !== undefined) {
                                    const _errs20 = errors;
                                    if (typeof data.new_version !== 'boolean') {
                                      validate30.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/new_version',
                                          schemaPath:
                                            '#/properties/new_version/type',
                                          keyword: 'type',
                                          params: { type: 'boolean' },
                                          message: 'must be boolean'
                                        }
                                      ];
                                      return false;
                                    }
                                    var valid0 = _errs20 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate30.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate30.errors = vErrors;
  return errors === 0;
}

function validate29(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.offer === undefined && (missing0 = 'offer')) ||
        (data.uploader === undefined && (missing0 = 'uploader'))
      ) {
        validate29.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('offer' !== data.type) {
            validate29.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'offer' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.offer !== undefined) {
            const _errs2 = errors;
            if (
              !validate30(data.offer, {
                instancePath: instancePath + '/offer',
                parentData: data,
                parentDataProperty: 'offer',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate30.errors
                  : vErrors.concat(validate30.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.uploader !== undefined) {
              const _errs3 = errors;
              if (typeof data.uploader !== 'string') {
                validate29.errors = [
                  {
                    instancePath: instancePath + '/uploader',
                    schemaPath: '#/properties/uploader/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.content !== undefined) {
                let data3 = data.content;
                const _errs5 = errors;
                if (!(
                  typeof data3 == 'number' &&
                  !(data3 % 1) &&
                  !isNaN(data3) &&
                  isFinite(data3)
                )) {
                  validate29.errors = [
                    {
                      instancePath: instancePath + '/content',
                      schemaPath: '#/properties/content/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                if (errors === _errs5) {
                  if (typeof data3 == 'number' && isFinite(data3)) {
                    if (data3 > 9007199254740991 || isNaN(data3)) {
                      validate29.errors = [
                        {
                          instancePath: instancePath + '/content',
                          schemaPath: '#/properties/content/maximum',
                          keyword: 'maximum',
                          params: { comparison: '<=', limit: 9007199254740991 },
                          message: 'must be <= 9007199254740991'
                        }
                      ];
                      return false;
                    } else {
                      if (data3 < 0 || isNaN(data3)) {
                        validate29.errors = [
                          {
                            instancePath: instancePath + '/content',
                            schemaPath: '#/properties/content/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 0 },
                            message: 'must be >= 0'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.thumbnail !== undefined) {
                  let data4 = data.thumbnail;
                  const _errs7 = errors;
                  if (!(
                    typeof data4 == 'number' &&
                    !(data4 % 1) &&
                    !isNaN(data4) &&
                    isFinite(data4)
                  )) {
                    validate29.errors = [
                      {
                        instancePath: instancePath + '/thumbnail',
                        schemaPath: '#/properties/thumbnail/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs7) {
                    if (typeof data4 == 'number' && isFinite(data4)) {
                      if (data4 > 9007199254740991 || isNaN(data4)) {
                        validate29.errors = [
                          {
                            instancePath: instancePath + '/thumbnail',
                            schemaPath: '#/properties/thumbnail/maximum',
                            keyword: 'maximum',
                            params: {
                              comparison: '<=',
                              limit: 9007199254740991
                            },
                            message: 'must be <= 9007199254740991'
                          }
                        ];
                        return false;
                      } else {
                        if (data4 < 0 || isNaN(data4)) {
                          validate29.errors = [
                            {
                              instancePath: instancePath + '/thumbnail',
                              schemaPath: '#/properties/thumbnail/minimum',
                              keyword: 'minimum',
                              params: { comparison: '>=', limit: 0 },
                              message: 'must be >= 0'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.streamed !== undefined) {
                    const _errs9 = errors;
                    if (typeof data.streamed !== 'boolean') {
                      validate29.errors = [
                        {
                          instancePath: instancePath + '/streamed',
                          schemaPath: '#/properties/streamed/type',
                          keyword: 'type',
                          params: { type: 'boolean' },
                          message: 'must be boolean'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate29.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate29.errors = vErrors;
  return errors === 0;
}

const schema30 = {
  type: 'object',
  properties: {
    type: { const: 'status' },
    transfers: {
      type: 'array',
      items: { $ref: '#/definitions/TransferStatus' }
    }
  },
  required: ['type', 'transfers']
};
const schema31 = {
  type: 'object',
  properties: {
    id: { $ref: '#/definitions/Id' },
    run_id: { $ref: '#/definitions/Id' },
    run_name: { type: 'string' },
    name: { type: 'string' },
    category: { $ref: '#/definitions/Category' },
    media_type: { type: 'string' },
    codec: { type: 'string' },
    size: { $ref: '#/definitions/ByteCount' },
    origin: { $ref: '#/definitions/TransferOrigin' },
    state: { $ref: '#/definitions/TransferState' },
    sent: { $ref: '#/definitions/ByteCount' },
    updated_at: { $ref: '#/definitions/Timestamp' },
    summary: { type: 'string' },
    route: { $ref: '#/definitions/Route' },
    receipt: { $ref: '#/definitions/Receipt' },
    error: { $ref: '#/definitions/ErrorInfo' },
    output: { $ref: '#/definitions/OutputPlace' }
  },
  required: [
    'id',
    'run_id',
    'run_name',
    'name',
    'category',
    'media_type',
    'codec',
    'size',
    'origin',
    'state',
    'sent',
    'updated_at'
  ]
};
const schema32 = { type: 'string', enum: ['kernel', 'browser', 'server'] };

function validate83(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (typeof data !== 'string') {
    validate83.errors = [
      {
        instancePath,
        schemaPath: '#/type',
        keyword: 'type',
        params: { type: 'string' },
        message: 'must be string'
      }
    ];
    return false;
  }
  if (!(data === 'kernel' || data === 'browser' || data === 'server')) {
    validate83.errors = [
      {
        instancePath,
        schemaPath: '#/enum',
        keyword: 'enum',
        params: { allowedValues: schema32.enum },
        message: 'must be equal to one of the allowed values'
      }
    ];
    return false;
  }
  validate83.errors = vErrors;
  return errors === 0;
}

const schema33 = {
  type: 'string',
  enum: [
    'queued',
    'hashing',
    'uploading',
    'verifying',
    'stored',
    'paused',
    'cancelled',
    'failed'
  ]
};

function validate85(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (typeof data !== 'string') {
    validate85.errors = [
      {
        instancePath,
        schemaPath: '#/type',
        keyword: 'type',
        params: { type: 'string' },
        message: 'must be string'
      }
    ];
    return false;
  }
  if (!(
    data === 'queued' ||
    data === 'hashing' ||
    data === 'uploading' ||
    data === 'verifying' ||
    data === 'stored' ||
    data === 'paused' ||
    data === 'cancelled' ||
    data === 'failed'
  )) {
    validate85.errors = [
      {
        instancePath,
        schemaPath: '#/enum',
        keyword: 'enum',
        params: { allowedValues: schema33.enum },
        message: 'must be equal to one of the allowed values'
      }
    ];
    return false;
  }
  validate85.errors = vErrors;
  return errors === 0;
}

const schema34 = {
  type: 'string',
  enum: ['have', 'comm', 'store', 'http', 'spool']
};

function validate89(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (typeof data !== 'string') {
    validate89.errors = [
      {
        instancePath,
        schemaPath: '#/type',
        keyword: 'type',
        params: { type: 'string' },
        message: 'must be string'
      }
    ];
    return false;
  }
  if (!(
    data === 'have' ||
    data === 'comm' ||
    data === 'store' ||
    data === 'http' ||
    data === 'spool'
  )) {
    validate89.errors = [
      {
        instancePath,
        schemaPath: '#/enum',
        keyword: 'enum',
        params: { allowedValues: schema34.enum },
        message: 'must be equal to one of the allowed values'
      }
    ];
    return false;
  }
  validate89.errors = vErrors;
  return errors === 0;
}

const schema38 = {
  type: 'object',
  properties: {
    cell_id: { type: 'string' },
    execution_count: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    output_index: { type: 'integer', minimum: 0, maximum: 9007199254740991 }
  },
  required: ['cell_id', 'execution_count', 'output_index']
};

function validate103(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.cell_id === undefined && (missing0 = 'cell_id')) ||
        (data.execution_count === undefined &&
          (missing0 = 'execution_count')) ||
        (data.output_index === undefined && (missing0 = 'output_index'))
      ) {
        validate103.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.cell_id !== undefined) {
          const _errs1 = errors;
          if (typeof data.cell_id !== 'string') {
            validate103.errors = [
              {
                instancePath: instancePath + '/cell_id',
                schemaPath: '#/properties/cell_id/type',
                keyword: 'type',
                params: { type: 'string' },
                message: 'must be string'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.execution_count !== undefined) {
            let data1 = data.execution_count;
            const _errs3 = errors;
            if (!(
              typeof data1 == 'number' &&
              !(data1 % 1) &&
              !isNaN(data1) &&
              isFinite(data1)
            )) {
              validate103.errors = [
                {
                  instancePath: instancePath + '/execution_count',
                  schemaPath: '#/properties/execution_count/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data1 == 'number' && isFinite(data1)) {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate103.errors = [
                    {
                      instancePath: instancePath + '/execution_count',
                      schemaPath: '#/properties/execution_count/maximum',
                      keyword: 'maximum',
                      params: { comparison: '<=', limit: 9007199254740991 },
                      message: 'must be <= 9007199254740991'
                    }
                  ];
                  return false;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    validate103.errors = [
                      {
                        instancePath: instancePath + '/execution_count',
                        schemaPath: '#/properties/execution_count/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 0 },
                        message: 'must be >= 0'
                      }
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.output_index !== undefined) {
              let data2 = data.output_index;
              const _errs5 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate103.errors = [
                  {
                    instancePath: instancePath + '/output_index',
                    schemaPath: '#/properties/output_index/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs5) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate103.errors = [
                      {
                        instancePath: instancePath + '/output_index',
                        schemaPath: '#/properties/output_index/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate103.errors = [
                        {
                          instancePath: instancePath + '/output_index',
                          schemaPath: '#/properties/output_index/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate103.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate103.errors = vErrors;
  return errors === 0;
}

function validate78(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.id === undefined && (missing0 = 'id')) ||
        (data.run_id === undefined && (missing0 = 'run_id')) ||
        (data.run_name === undefined && (missing0 = 'run_name')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.category === undefined && (missing0 = 'category')) ||
        (data.media_type === undefined && (missing0 = 'media_type')) ||
        (data.codec === undefined && (missing0 = 'codec')) ||
        (data.size === undefined && (missing0 = 'size')) ||
        (data.origin === undefined && (missing0 = 'origin')) ||
        (data.state === undefined && (missing0 = 'state')) ||
        (data.sent === undefined && (missing0 = 'sent')) ||
        (data.updated_at === undefined && (missing0 = 'updated_at'))
      ) {
        validate78.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.id, {
              instancePath: instancePath + '/id',
              parentData: data,
              parentDataProperty: 'id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.run_id !== undefined) {
            const _errs2 = errors;
            if (
              !validate23(data.run_id, {
                instancePath: instancePath + '/run_id',
                parentData: data,
                parentDataProperty: 'run_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.run_name !== undefined) {
              const _errs3 = errors;
              if (typeof data.run_name !== 'string') {
                validate78.errors = [
                  {
                    instancePath: instancePath + '/run_name',
                    schemaPath: '#/properties/run_name/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.name !== undefined) {
                const _errs5 = errors;
                if (typeof data.name !== 'string') {
                  validate78.errors = [
                    {
                      instancePath: instancePath + '/name',
                      schemaPath: '#/properties/name/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.category !== undefined) {
                  const _errs7 = errors;
                  if (
                    !validate37(data.category, {
                      instancePath: instancePath + '/category',
                      parentData: data,
                      parentDataProperty: 'category',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate37.errors
                        : vErrors.concat(validate37.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.media_type !== undefined) {
                    const _errs8 = errors;
                    if (typeof data.media_type !== 'string') {
                      validate78.errors = [
                        {
                          instancePath: instancePath + '/media_type',
                          schemaPath: '#/properties/media_type/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.codec !== undefined) {
                      const _errs10 = errors;
                      if (typeof data.codec !== 'string') {
                        validate78.errors = [
                          {
                            instancePath: instancePath + '/codec',
                            schemaPath: '#/properties/codec/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs10 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.size !== undefined) {
                        const _errs12 = errors;
                        if (
                          !validate27(data.size, {
                            instancePath: instancePath + '/size',
                            parentData: data,
                            parentDataProperty: 'size',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate27.errors
                              : vErrors.concat(validate27.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs12 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.origin !== undefined) {
                          const _errs13 = errors;
                          if (
                            !validate83(data.origin, {
                              instancePath: instancePath + '/origin',
                              parentData: data,
                              parentDataProperty: 'origin',
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate83.errors
                                : vErrors.concat(validate83.errors);
                            errors = vErrors.length;
                          }
                          var valid0 = _errs13 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.state !== undefined) {
                            const _errs14 = errors;
                            if (
                              !validate85(data.state, {
                                instancePath: instancePath + '/state',
                                parentData: data,
                                parentDataProperty: 'state',
                                rootData
                              })
                            ) {
                              vErrors =
                                vErrors === null
                                  ? validate85.errors
                                  : vErrors.concat(validate85.errors);
                              errors = vErrors.length;
                            }
                            var valid0 = _errs14 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.sent !== undefined) {
                              const _errs15 = errors;
                              if (
                                !validate27(data.sent, {
                                  instancePath: instancePath + '/sent',
                                  parentData: data,
                                  parentDataProperty: 'sent',
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate27.errors
                                    : vErrors.concat(validate27.errors);
                                errors = vErrors.length;
                              }
                              var valid0 = _errs15 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.updated_at !== undefined) {
                                const _errs16 = errors;
                                if (
                                  !validate34(data.updated_at, {
                                    instancePath: instancePath + '/updated_at',
                                    parentData: data,
                                    parentDataProperty: 'updated_at',
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate34.errors
                                      : vErrors.concat(validate34.errors);
                                  errors = vErrors.length;
                                }
                                var valid0 = _errs16 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.summary !== undefined) {
                                  const _errs17 = errors;
                                  if (typeof data.summary !== 'string') {
                                    validate78.errors = [
                                      {
                                        instancePath: instancePath + '/summary',
                                        schemaPath: '#/properties/summary/type',
                                        keyword: 'type',
                                        params: { type: 'string' },
                                        message: 'must be string'
                                      }
                                    ];
                                    return false;
                                  }
                                  var valid0 = _errs17 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.route !== undefined) {
                                    const _errs19 = errors;
                                    if (
                                      !validate89(data.route, {
                                        instancePath: instancePath + '/route',
                                        parentData: data,
                                        parentDataProperty: 'route',
                                        rootData
                                      })
                                    ) {
                                      vErrors =
                                        vErrors === null
                                          ? validate89.errors
                                          : vErrors.concat(validate89.errors);
                                      errors = vErrors.length;
                                    }
                                    var valid0 = _errs19 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.receipt !== undefined) {
                                      const _errs20 = errors;
                                      if (
                                        !validate91(data.receipt, {
                                          instancePath:
                                            instancePath + '/receipt',
                                          parentData: data,
                                          parentDataProperty: 'receipt',
                                          rootData
                                        })
                                      ) {
                                        vErrors =
                                          vErrors === null
                                            ? validate91.errors
                                            : vErrors.concat(validate91.errors);
                                        errors = vErrors.length;
                                      }
                                      var valid0 = _errs20 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.error !== undefined) {
                                        const _errs21 = errors;
                                        if (
                                          !validate99(data.error, {
                                            instancePath:
                                              instancePath + '/error',
                                            parentData: data,
                                            parentDataProperty: 'error',
                                            rootData
                                          })
                                        ) {
                                          vErrors =
                                            vErrors === null
                                              ? validate99.errors
                                              : vErrors.concat(
                                                  validate99.errors
                                                );
                                          errors = vErrors.length;
                                        }
                                        var valid0 = _errs21 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (data.output !== undefined) {
                                          const _errs22 = errors;
                                          if (
                                            !validate103(data.output, {
                                              instancePath:
                                                instancePath + '/output',
                                              parentData: data,
                                              parentDataProperty: 'output',
                                              rootData
                                            })
                                          ) {
                                            vErrors =
                                              vErrors === null
                                                ? validate103.errors
                                                : vErrors.concat(
                                                    validate103.errors
                                                  );
                                            errors = vErrors.length;
                                          }
                                          var valid0 = _errs22 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate78.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate78.errors = vErrors;
  return errors === 0;
}

function validate77(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.transfers === undefined && (missing0 = 'transfers'))
      ) {
        validate77.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('status' !== data.type) {
            validate77.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'status' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.transfers !== undefined) {
            let data1 = data.transfers;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (Array.isArray(data1)) {
                var valid1 = true;
                const len0 = data1.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  const _errs4 = errors;
                  if (
                    !validate78(data1[i0], {
                      instancePath: instancePath + '/transfers/' + i0,
                      parentData: data1,
                      parentDataProperty: i0,
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate78.errors
                        : vErrors.concat(validate78.errors);
                    errors = vErrors.length;
                  }
                  var valid1 = _errs4 === errors;
                  if (!valid1) {
                    break;
                  }
                }
              } else {
                validate77.errors = [
                  {
                    instancePath: instancePath + '/transfers',
                    schemaPath: '#/properties/transfers/type',
                    keyword: 'type',
                    params: { type: 'array' },
                    message: 'must be array'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate77.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate77.errors = vErrors;
  return errors === 0;
}

const schema39 = {
  type: 'object',
  properties: {
    type: { const: 'snapshot' },
    client_id: { type: 'string' },
    transfers: {
      type: 'array',
      items: { $ref: '#/definitions/TransferStatus' }
    }
  },
  required: ['type', 'client_id', 'transfers']
};

function validate106(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.transfers === undefined && (missing0 = 'transfers'))
      ) {
        validate106.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('snapshot' !== data.type) {
            validate106.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'snapshot' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate106.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.transfers !== undefined) {
              let data2 = data.transfers;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data2)) {
                  var valid1 = true;
                  const len0 = data2.length;
                  for (let i0 = 0; i0 < len0; i0++) {
                    const _errs6 = errors;
                    if (
                      !validate78(data2[i0], {
                        instancePath: instancePath + '/transfers/' + i0,
                        parentData: data2,
                        parentDataProperty: i0,
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate78.errors
                          : vErrors.concat(validate78.errors);
                      errors = vErrors.length;
                    }
                    var valid1 = _errs6 === errors;
                    if (!valid1) {
                      break;
                    }
                  }
                } else {
                  validate106.errors = [
                    {
                      instancePath: instancePath + '/transfers',
                      schemaPath: '#/properties/transfers/type',
                      keyword: 'type',
                      params: { type: 'array' },
                      message: 'must be array'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate106.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate106.errors = vErrors;
  return errors === 0;
}

const schema40 = {
  type: 'object',
  properties: {
    type: { const: 'frame' },
    offer_id: { $ref: '#/definitions/Id' },
    uploader: { type: 'string' },
    offset: { $ref: '#/definitions/ByteCount' },
    content: { type: 'integer', minimum: 0, maximum: 9007199254740991 }
  },
  required: ['type', 'offer_id', 'uploader', 'offset', 'content']
};

function validate108(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.offer_id === undefined && (missing0 = 'offer_id')) ||
        (data.uploader === undefined && (missing0 = 'uploader')) ||
        (data.offset === undefined && (missing0 = 'offset')) ||
        (data.content === undefined && (missing0 = 'content'))
      ) {
        validate108.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('frame' !== data.type) {
            validate108.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'frame' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.offer_id !== undefined) {
            const _errs2 = errors;
            if (
              !validate23(data.offer_id, {
                instancePath: instancePath + '/offer_id',
                parentData: data,
                parentDataProperty: 'offer_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.uploader !== undefined) {
              const _errs3 = errors;
              if (typeof data.uploader !== 'string') {
                validate108.errors = [
                  {
                    instancePath: instancePath + '/uploader',
                    schemaPath: '#/properties/uploader/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.offset !== undefined) {
                const _errs5 = errors;
                if (
                  !validate27(data.offset, {
                    instancePath: instancePath + '/offset',
                    parentData: data,
                    parentDataProperty: 'offset',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.content !== undefined) {
                  let data4 = data.content;
                  const _errs6 = errors;
                  if (!(
                    typeof data4 == 'number' &&
                    !(data4 % 1) &&
                    !isNaN(data4) &&
                    isFinite(data4)
                  )) {
                    validate108.errors = [
                      {
                        instancePath: instancePath + '/content',
                        schemaPath: '#/properties/content/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs6) {
                    if (typeof data4 == 'number' && isFinite(data4)) {
                      if (data4 > 9007199254740991 || isNaN(data4)) {
                        validate108.errors = [
                          {
                            instancePath: instancePath + '/content',
                            schemaPath: '#/properties/content/maximum',
                            keyword: 'maximum',
                            params: {
                              comparison: '<=',
                              limit: 9007199254740991
                            },
                            message: 'must be <= 9007199254740991'
                          }
                        ];
                        return false;
                      } else {
                        if (data4 < 0 || isNaN(data4)) {
                          validate108.errors = [
                            {
                              instancePath: instancePath + '/content',
                              schemaPath: '#/properties/content/minimum',
                              keyword: 'minimum',
                              params: { comparison: '>=', limit: 0 },
                              message: 'must be >= 0'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate108.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate108.errors = vErrors;
  return errors === 0;
}

const schema41 = {
  type: 'object',
  properties: {
    type: { const: 'kept' },
    client_id: { type: 'string' },
    request_id: { $ref: '#/definitions/Id' },
    transfer_id: { $ref: '#/definitions/Id' },
    error: { $ref: '#/definitions/ErrorInfo' }
  },
  required: ['type', 'client_id', 'request_id']
};

function validate111(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.client_id === undefined && (missing0 = 'client_id')) ||
        (data.request_id === undefined && (missing0 = 'request_id'))
      ) {
        validate111.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('kept' !== data.type) {
            validate111.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'kept' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.client_id !== undefined) {
            const _errs2 = errors;
            if (typeof data.client_id !== 'string') {
              validate111.errors = [
                {
                  instancePath: instancePath + '/client_id',
                  schemaPath: '#/properties/client_id/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.request_id !== undefined) {
              const _errs4 = errors;
              if (
                !validate23(data.request_id, {
                  instancePath: instancePath + '/request_id',
                  parentData: data,
                  parentDataProperty: 'request_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.transfer_id !== undefined) {
                const _errs5 = errors;
                if (
                  !validate23(data.transfer_id, {
                    instancePath: instancePath + '/transfer_id',
                    parentData: data,
                    parentDataProperty: 'transfer_id',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate23.errors
                      : vErrors.concat(validate23.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.error !== undefined) {
                  const _errs6 = errors;
                  if (
                    !validate99(data.error, {
                      instancePath: instancePath + '/error',
                      parentData: data,
                      parentDataProperty: 'error',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate99.errors
                        : vErrors.concat(validate99.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate111.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate111.errors = vErrors;
  return errors === 0;
}

function validate25(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.type === undefined && (missing0 = 'type')) {
        validate25.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const tag0 = data.type;
        if (typeof tag0 == 'string') {
          if (tag0 === 'hello') {
            if (
              !validate26(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate26.errors
                  : vErrors.concat(validate26.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'offer') {
            if (
              !validate29(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate29.errors
                  : vErrors.concat(validate29.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'status') {
            if (
              !validate77(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate77.errors
                  : vErrors.concat(validate77.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'snapshot') {
            if (
              !validate106(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate106.errors
                  : vErrors.concat(validate106.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'frame') {
            if (
              !validate108(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate108.errors
                  : vErrors.concat(validate108.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'kept') {
            if (
              !validate111(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate111.errors
                  : vErrors.concat(validate111.errors);
              errors = vErrors.length;
            }
          } else {
            validate25.errors = [
              {
                instancePath,
                schemaPath: '#/discriminator',
                keyword: 'discriminator',
                params: { error: 'mapping', tag: 'type', tagValue: tag0 },
                message: 'value of tag "type" must be in oneOf'
              }
            ];
            return false;
          }
        } else {
          validate25.errors = [
            {
              instancePath,
              schemaPath: '#/discriminator',
              keyword: 'discriminator',
              params: { error: 'tag', tag: 'type', tagValue: tag0 },
              message: 'tag "type" must be string'
            }
          ];
          return false;
        }
      }
    } else {
      validate25.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate25.errors = vErrors;
  return errors === 0;
}

function validate210(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.protocol === undefined && (missing0 = 'protocol')) ||
        (data.session === undefined && (missing0 = 'session')) ||
        (data.seq === undefined && (missing0 = 'seq')) ||
        (data.message === undefined && (missing0 = 'message'))
      ) {
        validate210.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.protocol !== undefined) {
          let data0 = data.protocol;
          const _errs1 = errors;
          if (!(
            typeof data0 == 'number' &&
            !(data0 % 1) &&
            !isNaN(data0) &&
            isFinite(data0)
          )) {
            validate210.errors = [
              {
                instancePath: instancePath + '/protocol',
                schemaPath: '#/properties/protocol/type',
                keyword: 'type',
                params: { type: 'integer' },
                message: 'must be integer'
              }
            ];
            return false;
          }
          if (errors === _errs1) {
            if (typeof data0 == 'number' && isFinite(data0)) {
              if (data0 > 1000 || isNaN(data0)) {
                validate210.errors = [
                  {
                    instancePath: instancePath + '/protocol',
                    schemaPath: '#/properties/protocol/maximum',
                    keyword: 'maximum',
                    params: { comparison: '<=', limit: 1000 },
                    message: 'must be <= 1000'
                  }
                ];
                return false;
              } else {
                if (data0 < 1 || isNaN(data0)) {
                  validate210.errors = [
                    {
                      instancePath: instancePath + '/protocol',
                      schemaPath: '#/properties/protocol/minimum',
                      keyword: 'minimum',
                      params: { comparison: '>=', limit: 1 },
                      message: 'must be >= 1'
                    }
                  ];
                  return false;
                }
              }
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.session !== undefined) {
            const _errs3 = errors;
            if (
              !validate23(data.session, {
                instancePath: instancePath + '/session',
                parentData: data,
                parentDataProperty: 'session',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.seq !== undefined) {
              let data2 = data.seq;
              const _errs4 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate210.errors = [
                  {
                    instancePath: instancePath + '/seq',
                    schemaPath: '#/properties/seq/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate210.errors = [
                      {
                        instancePath: instancePath + '/seq',
                        schemaPath: '#/properties/seq/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate210.errors = [
                        {
                          instancePath: instancePath + '/seq',
                          schemaPath: '#/properties/seq/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.message !== undefined) {
                const _errs6 = errors;
                if (
                  !validate25(data.message, {
                    instancePath: instancePath + '/message',
                    parentData: data,
                    parentDataProperty: 'message',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate25.errors
                      : vErrors.concat(validate25.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate210.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate210.errors = vErrors;
  return errors === 0;
}

export const isGroupPage: IValidator<GroupPage> = validate213;
const schema70 = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { $ref: '#/definitions/Group' } },
    more: { type: 'boolean' }
  },
  required: ['items', 'more']
};
const schema71 = {
  type: 'object',
  properties: {
    key: { type: 'string' },
    label: { type: 'string' },
    artifacts: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    bytes: { $ref: '#/definitions/ByteCount' },
    last_seq: { type: 'integer', minimum: 0, maximum: 9007199254740991 }
  },
  required: ['key', 'label', 'artifacts', 'bytes', 'last_seq']
};

function validate214(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.key === undefined && (missing0 = 'key')) ||
        (data.label === undefined && (missing0 = 'label')) ||
        (data.artifacts === undefined && (missing0 = 'artifacts')) ||
        (data.bytes === undefined && (missing0 = 'bytes')) ||
        (data.last_seq === undefined && (missing0 = 'last_seq'))
      ) {
        validate214.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.key !== undefined) {
          const _errs1 = errors;
          if (typeof data.key !== 'string') {
            validate214.errors = [
              {
                instancePath: instancePath + '/key',
                schemaPath: '#/properties/key/type',
                keyword: 'type',
                params: { type: 'string' },
                message: 'must be string'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.label !== undefined) {
            const _errs3 = errors;
            if (typeof data.label !== 'string') {
              validate214.errors = [
                {
                  instancePath: instancePath + '/label',
                  schemaPath: '#/properties/label/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.artifacts !== undefined) {
              let data2 = data.artifacts;
              const _errs5 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate214.errors = [
                  {
                    instancePath: instancePath + '/artifacts',
                    schemaPath: '#/properties/artifacts/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs5) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate214.errors = [
                      {
                        instancePath: instancePath + '/artifacts',
                        schemaPath: '#/properties/artifacts/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate214.errors = [
                        {
                          instancePath: instancePath + '/artifacts',
                          schemaPath: '#/properties/artifacts/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.bytes !== undefined) {
                const _errs7 = errors;
                if (
                  !validate27(data.bytes, {
                    instancePath: instancePath + '/bytes',
                    parentData: data,
                    parentDataProperty: 'bytes',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.last_seq !== undefined) {
                  let data4 = data.last_seq;
                  const _errs8 = errors;
                  if (!(
                    typeof data4 == 'number' &&
                    !(data4 % 1) &&
                    !isNaN(data4) &&
                    isFinite(data4)
                  )) {
                    validate214.errors = [
                      {
                        instancePath: instancePath + '/last_seq',
                        schemaPath: '#/properties/last_seq/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs8) {
                    if (typeof data4 == 'number' && isFinite(data4)) {
                      if (data4 > 9007199254740991 || isNaN(data4)) {
                        validate214.errors = [
                          {
                            instancePath: instancePath + '/last_seq',
                            schemaPath: '#/properties/last_seq/maximum',
                            keyword: 'maximum',
                            params: {
                              comparison: '<=',
                              limit: 9007199254740991
                            },
                            message: 'must be <= 9007199254740991'
                          }
                        ];
                        return false;
                      } else {
                        if (data4 < 0 || isNaN(data4)) {
                          validate214.errors = [
                            {
                              instancePath: instancePath + '/last_seq',
                              schemaPath: '#/properties/last_seq/minimum',
                              keyword: 'minimum',
                              params: { comparison: '>=', limit: 0 },
                              message: 'must be >= 0'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate214.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate214.errors = vErrors;
  return errors === 0;
}

function validate213(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.items === undefined && (missing0 = 'items')) ||
        (data.more === undefined && (missing0 = 'more'))
      ) {
        validate213.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.items !== undefined) {
          let data0 = data.items;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (Array.isArray(data0)) {
              var valid1 = true;
              const len0 = data0.length;
              for (let i0 = 0; i0 < len0; i0++) {
                const _errs3 = errors;
                if (
                  !validate214(data0[i0], {
                    instancePath: instancePath + '/items/' + i0,
                    parentData: data0,
                    parentDataProperty: i0,
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate214.errors
                      : vErrors.concat(validate214.errors);
                  errors = vErrors.length;
                }
                var valid1 = _errs3 === errors;
                if (!valid1) {
                  break;
                }
              }
            } else {
              validate213.errors = [
                {
                  instancePath: instancePath + '/items',
                  schemaPath: '#/properties/items/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array'
                }
              ];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.more !== undefined) {
            const _errs4 = errors;
            if (typeof data.more !== 'boolean') {
              validate213.errors = [
                {
                  instancePath: instancePath + '/more',
                  schemaPath: '#/properties/more/type',
                  keyword: 'type',
                  params: { type: 'boolean' },
                  message: 'must be boolean'
                }
              ];
              return false;
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate213.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate213.errors = vErrors;
  return errors === 0;
}

export const isHistory: IValidator<History> = validate217;
const schema72 = {
  type: 'object',
  properties: {
    run_id: { $ref: '#/definitions/Id' },
    name: { type: 'string' },
    versions: { type: 'array', items: { $ref: '#/definitions/Artifact' } },
    aliases: { type: 'array', items: { $ref: '#/definitions/Alias' } }
  },
  required: ['run_id', 'name', 'versions', 'aliases']
};
const schema73 = {
  type: 'object',
  properties: {
    alias: { type: 'string' },
    artifact_id: { $ref: '#/definitions/Id' },
    name: { type: 'string' },
    version: { type: 'integer', minimum: 1, maximum: 9007199254740991 }
  },
  required: ['alias', 'artifact_id', 'name', 'version']
};

function validate220(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.alias === undefined && (missing0 = 'alias')) ||
        (data.artifact_id === undefined && (missing0 = 'artifact_id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.version === undefined && (missing0 = 'version'))
      ) {
        validate220.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.alias !== undefined) {
          const _errs1 = errors;
          if (typeof data.alias !== 'string') {
            validate220.errors = [
              {
                instancePath: instancePath + '/alias',
                schemaPath: '#/properties/alias/type',
                keyword: 'type',
                params: { type: 'string' },
                message: 'must be string'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.artifact_id !== undefined) {
            const _errs3 = errors;
            if (
              !validate23(data.artifact_id, {
                instancePath: instancePath + '/artifact_id',
                parentData: data,
                parentDataProperty: 'artifact_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.name !== undefined) {
              const _errs4 = errors;
              if (typeof data.name !== 'string') {
                validate220.errors = [
                  {
                    instancePath: instancePath + '/name',
                    schemaPath: '#/properties/name/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.version !== undefined) {
                let data3 = data.version;
                const _errs6 = errors;
                if (!(
                  typeof data3 == 'number' &&
                  !(data3 % 1) &&
                  !isNaN(data3) &&
                  isFinite(data3)
                )) {
                  validate220.errors = [
                    {
                      instancePath: instancePath + '/version',
                      schemaPath: '#/properties/version/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer'
                    }
                  ];
                  return false;
                }
                if (errors === _errs6) {
                  if (typeof data3 == 'number' && isFinite(data3)) {
                    if (data3 > 9007199254740991 || isNaN(data3)) {
                      validate220.errors = [
                        {
                          instancePath: instancePath + '/version',
                          schemaPath: '#/properties/version/maximum',
                          keyword: 'maximum',
                          params: { comparison: '<=', limit: 9007199254740991 },
                          message: 'must be <= 9007199254740991'
                        }
                      ];
                      return false;
                    } else {
                      if (data3 < 1 || isNaN(data3)) {
                        validate220.errors = [
                          {
                            instancePath: instancePath + '/version',
                            schemaPath: '#/properties/version/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 1 },
                            message: 'must be >= 1'
                          }
                        ];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate220.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate220.errors = vErrors;
  return errors === 0;
}

function validate217(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.run_id === undefined && (missing0 = 'run_id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.versions === undefined && (missing0 = 'versions')) ||
        (data.aliases === undefined && (missing0 = 'aliases'))
      ) {
        validate217.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.run_id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.run_id, {
              instancePath: instancePath + '/run_id',
              parentData: data,
              parentDataProperty: 'run_id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.name !== undefined) {
            const _errs2 = errors;
            if (typeof data.name !== 'string') {
              validate217.errors = [
                {
                  instancePath: instancePath + '/name',
                  schemaPath: '#/properties/name/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.versions !== undefined) {
              let data2 = data.versions;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data2)) {
                  var valid1 = true;
                  const len0 = data2.length;
                  for (let i0 = 0; i0 < len0; i0++) {
                    const _errs6 = errors;
                    if (
                      !validate168(data2[i0], {
                        instancePath: instancePath + '/versions/' + i0,
                        parentData: data2,
                        parentDataProperty: i0,
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate168.errors
                          : vErrors.concat(validate168.errors);
                      errors = vErrors.length;
                    }
                    var valid1 = _errs6 === errors;
                    if (!valid1) {
                      break;
                    }
                  }
                } else {
                  validate217.errors = [
                    {
                      instancePath: instancePath + '/versions',
                      schemaPath: '#/properties/versions/type',
                      keyword: 'type',
                      params: { type: 'array' },
                      message: 'must be array'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.aliases !== undefined) {
                let data4 = data.aliases;
                const _errs7 = errors;
                if (errors === _errs7) {
                  if (Array.isArray(data4)) {
                    var valid2 = true;
                    const len1 = data4.length;
                    for (let i1 = 0; i1 < len1; i1++) {
                      const _errs9 = errors;
                      if (
                        !validate220(data4[i1], {
                          instancePath: instancePath + '/aliases/' + i1,
                          parentData: data4,
                          parentDataProperty: i1,
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate220.errors
                            : vErrors.concat(validate220.errors);
                        errors = vErrors.length;
                      }
                      var valid2 = _errs9 === errors;
                      if (!valid2) {
                        break;
                      }
                    }
                  } else {
                    validate217.errors = [
                      {
                        instancePath: instancePath + '/aliases',
                        schemaPath: '#/properties/aliases/type',
                        keyword: 'type',
                        params: { type: 'array' },
                        message: 'must be array'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate217.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate217.errors = vErrors;
  return errors === 0;
}

export const isIdList: IValidator<IdList> = validate223;
const schema74 = {
  type: 'object',
  properties: { ids: { type: 'array', items: { $ref: '#/definitions/Id' } } },
  required: ['ids']
};

function validate223(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.ids === undefined && (missing0 = 'ids')) {
        validate223.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.ids !== undefined) {
          let data0 = data.ids;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (Array.isArray(data0)) {
              var valid1 = true;
              const len0 = data0.length;
              for (let i0 = 0; i0 < len0; i0++) {
                const _errs3 = errors;
                if (
                  !validate23(data0[i0], {
                    instancePath: instancePath + '/ids/' + i0,
                    parentData: data0,
                    parentDataProperty: i0,
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate23.errors
                      : vErrors.concat(validate23.errors);
                  errors = vErrors.length;
                }
                var valid1 = _errs3 === errors;
                if (!valid1) {
                  break;
                }
              }
            } else {
              validate223.errors = [
                {
                  instancePath: instancePath + '/ids',
                  schemaPath: '#/properties/ids/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array'
                }
              ];
              return false;
            }
          }
        }
      }
    } else {
      validate223.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate223.errors = vErrors;
  return errors === 0;
}

export const isImportReport: IValidator<ImportReport> = validate225;
const schema75 = {
  type: 'object',
  properties: {
    artifacts: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    existing: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    runs: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    bytes: { $ref: '#/definitions/ByteCount' }
  },
  required: ['artifacts', 'existing', 'runs', 'bytes']
};

function validate225(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.artifacts === undefined && (missing0 = 'artifacts')) ||
        (data.existing === undefined && (missing0 = 'existing')) ||
        (data.runs === undefined && (missing0 = 'runs')) ||
        (data.bytes === undefined && (missing0 = 'bytes'))
      ) {
        validate225.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.artifacts !== undefined) {
          let data0 = data.artifacts;
          const _errs1 = errors;
          if (!(
            typeof data0 == 'number' &&
            !(data0 % 1) &&
            !isNaN(data0) &&
            isFinite(data0)
          )) {
            validate225.errors = [
              {
                instancePath: instancePath + '/artifacts',
                schemaPath: '#/properties/artifacts/type',
                keyword: 'type',
                params: { type: 'integer' },
                message: 'must be integer'
              }
            ];
            return false;
          }
          if (errors === _errs1) {
            if (typeof data0 == 'number' && isFinite(data0)) {
              if (data0 > 9007199254740991 || isNaN(data0)) {
                validate225.errors = [
                  {
                    instancePath: instancePath + '/artifacts',
                    schemaPath: '#/properties/artifacts/maximum',
                    keyword: 'maximum',
                    params: { comparison: '<=', limit: 9007199254740991 },
                    message: 'must be <= 9007199254740991'
                  }
                ];
                return false;
              } else {
                if (data0 < 0 || isNaN(data0)) {
                  validate225.errors = [
                    {
                      instancePath: instancePath + '/artifacts',
                      schemaPath: '#/properties/artifacts/minimum',
                      keyword: 'minimum',
                      params: { comparison: '>=', limit: 0 },
                      message: 'must be >= 0'
                    }
                  ];
                  return false;
                }
              }
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.existing !== undefined) {
            let data1 = data.existing;
            const _errs3 = errors;
            if (!(
              typeof data1 == 'number' &&
              !(data1 % 1) &&
              !isNaN(data1) &&
              isFinite(data1)
            )) {
              validate225.errors = [
                {
                  instancePath: instancePath + '/existing',
                  schemaPath: '#/properties/existing/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data1 == 'number' && isFinite(data1)) {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate225.errors = [
                    {
                      instancePath: instancePath + '/existing',
                      schemaPath: '#/properties/existing/maximum',
                      keyword: 'maximum',
                      params: { comparison: '<=', limit: 9007199254740991 },
                      message: 'must be <= 9007199254740991'
                    }
                  ];
                  return false;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    validate225.errors = [
                      {
                        instancePath: instancePath + '/existing',
                        schemaPath: '#/properties/existing/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 0 },
                        message: 'must be >= 0'
                      }
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.runs !== undefined) {
              let data2 = data.runs;
              const _errs5 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate225.errors = [
                  {
                    instancePath: instancePath + '/runs',
                    schemaPath: '#/properties/runs/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs5) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate225.errors = [
                      {
                        instancePath: instancePath + '/runs',
                        schemaPath: '#/properties/runs/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate225.errors = [
                        {
                          instancePath: instancePath + '/runs',
                          schemaPath: '#/properties/runs/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.bytes !== undefined) {
                const _errs7 = errors;
                if (
                  !validate27(data.bytes, {
                    instancePath: instancePath + '/bytes',
                    parentData: data,
                    parentDataProperty: 'bytes',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate225.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate225.errors = vErrors;
  return errors === 0;
}

export const isLineage: IValidator<Lineage> = validate227;
const schema76 = {
  type: 'object',
  properties: {
    root: { $ref: '#/definitions/Id' },
    nodes: { type: 'array', items: { $ref: '#/definitions/LineageNode' } },
    edges: { type: 'array', items: { $ref: '#/definitions/LineageEdge' } },
    more: { type: 'boolean' }
  },
  required: ['root', 'nodes', 'edges', 'more']
};
const schema77 = {
  type: 'object',
  properties: {
    id: { $ref: '#/definitions/Id' },
    name: { type: 'string' },
    version: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    run_id: { $ref: '#/definitions/Id' },
    run_name: { type: 'string' },
    category: { $ref: '#/definitions/Category' },
    kind: { type: 'string' },
    sha256: { $ref: '#/definitions/Sha256' },
    depth: { type: 'integer', minimum: -1000, maximum: 1000 },
    here: { type: 'boolean' },
    notebook: { type: 'string' },
    more: { type: 'boolean' }
  },
  required: ['id', 'name', 'version', 'run_id', 'sha256', 'depth', 'here']
};

function validate229(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.id === undefined && (missing0 = 'id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.version === undefined && (missing0 = 'version')) ||
        (data.run_id === undefined && (missing0 = 'run_id')) ||
        (data.sha256 === undefined && (missing0 = 'sha256')) ||
        (data.depth === undefined && (missing0 = 'depth')) ||
        (data.here === undefined && (missing0 = 'here'))
      ) {
        validate229.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.id, {
              instancePath: instancePath + '/id',
              parentData: data,
              parentDataProperty: 'id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.name !== undefined) {
            const _errs2 = errors;
            if (typeof data.name !== 'string') {
              validate229.errors = [
                {
                  instancePath: instancePath + '/name',
                  schemaPath: '#/properties/name/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.version !== undefined) {
              let data2 = data.version;
              const _errs4 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate229.errors = [
                  {
                    instancePath: instancePath + '/version',
                    schemaPath: '#/properties/version/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs4) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 9007199254740991 || isNaN(data2)) {
                    validate229.errors = [
                      {
                        instancePath: instancePath + '/version',
                        schemaPath: '#/properties/version/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate229.errors = [
                        {
                          instancePath: instancePath + '/version',
                          schemaPath: '#/properties/version/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.run_id !== undefined) {
                const _errs6 = errors;
                if (
                  !validate23(data.run_id, {
                    instancePath: instancePath + '/run_id',
                    parentData: data,
                    parentDataProperty: 'run_id',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate23.errors
                      : vErrors.concat(validate23.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.run_name !== undefined) {
                  const _errs7 = errors;
                  if (typeof data.run_name !== 'string') {
                    validate229.errors = [
                      {
                        instancePath: instancePath + '/run_name',
                        schemaPath: '#/properties/run_name/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.category !== undefined) {
                    const _errs9 = errors;
                    if (
                      !validate37(data.category, {
                        instancePath: instancePath + '/category',
                        parentData: data,
                        parentDataProperty: 'category',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate37.errors
                          : vErrors.concat(validate37.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.kind !== undefined) {
                      const _errs10 = errors;
                      if (typeof data.kind !== 'string') {
                        validate229.errors = [
                          {
                            instancePath: instancePath + '/kind',
                            schemaPath: '#/properties/kind/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs10 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.sha256 !== undefined) {
                        const _errs12 = errors;
                        if (
                          !validate40(data.sha256, {
                            instancePath: instancePath + '/sha256',
                            parentData: data,
                            parentDataProperty: 'sha256',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate40.errors
                              : vErrors.concat(validate40.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs12 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.depth !== undefined) {
                          let data8 = data.depth;
                          const _errs13 = errors;
                          if (!(
                            typeof data8 == 'number' &&
                            !(data8 % 1) &&
                            !isNaN(data8) &&
                            isFinite(data8)
                          )) {
                            validate229.errors = [
                              {
                                instancePath: instancePath + '/depth',
                                schemaPath: '#/properties/depth/type',
                                keyword: 'type',
                                params: { type: 'integer' },
                                message: 'must be integer'
                              }
                            ];
                            return false;
                          }
                          if (errors === _errs13) {
                            if (typeof data8 == 'number' && isFinite(data8)) {
                              if (data8 > 1000 || isNaN(data8)) {
                                validate229.errors = [
                                  {
                                    instancePath: instancePath + '/depth',
                                    schemaPath: '#/properties/depth/maximum',
                                    keyword: 'maximum',
                                    params: { comparison: '<=', limit: 1000 },
                                    message: 'must be <= 1000'
                                  }
                                ];
                                return false;
                              } else {
                                if (data8 < -1000 || isNaN(data8)) {
                                  validate229.errors = [
                                    {
                                      instancePath: instancePath + '/depth',
                                      schemaPath: '#/properties/depth/minimum',
                                      keyword: 'minimum',
                                      params: {
                                        comparison: '>=',
                                        limit: -1000
                                      },
                                      message: 'must be >= -1000'
                                    }
                                  ];
                                  return false;
                                }
                              }
                            }
                          }
                          var valid0 = _errs13 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.here !== undefined) {
                            const _errs15 = errors;
                            if (typeof data.here !== 'boolean') {
                              validate229.errors = [
                                {
                                  instancePath: instancePath + '/here',
                                  schemaPath: '#/properties/here/type',
                                  keyword: 'type',
                                  params: { type: 'boolean' },
                                  message: 'must be boolean'
                                }
                              ];
                              return false;
                            }
                            var valid0 = _errs15 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.notebook !== undefined) {
                              const _errs17 = errors;
                              if (typeof data.notebook !== 'string') {
                                validate229.errors = [
                                  {
                                    instancePath: instancePath + '/notebook',
                                    schemaPath: '#/properties/notebook/type',
                                    keyword: 'type',
                                    params: { type: 'string' },
                                    message: 'must be string'
                                  }
                                ];
                                return false;
                              }
                              var valid0 = _errs17 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.more !== undefined) {
                                const _errs19 = errors;
                                if (typeof data.more !== 'boolean') {
                                  validate229.errors = [
                                    {
                                      instancePath: instancePath + '/more',
                                      schemaPath: '#/properties/more/type',
                                      keyword: 'type',
                                      params: { type: 'boolean' },
                                      message: 'must be boolean'
                                    }
                                  ];
                                  return false;
                                }
                                var valid0 = _errs19 === errors;
                              } else {
                                var valid0 = true;
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate229.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate229.errors = vErrors;
  return errors === 0;
}

const schema78 = {
  type: 'object',
  properties: {
    source: { $ref: '#/definitions/Id' },
    target: { $ref: '#/definitions/Id' },
    kind: { type: 'string', enum: ['used', 'same', 'run'] }
  },
  required: ['source', 'target', 'kind']
};

function validate235(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.source === undefined && (missing0 = 'source')) ||
        (data.target === undefined && (missing0 = 'target')) ||
        (data.kind === undefined && (missing0 = 'kind'))
      ) {
        validate235.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.source !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.source, {
              instancePath: instancePath + '/source',
              parentData: data,
              parentDataProperty: 'source',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.target !== undefined) {
            const _errs2 = errors;
            if (
              !validate23(data.target, {
                instancePath: instancePath + '/target',
                parentData: data,
                parentDataProperty: 'target',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.kind !== undefined) {
              let data2 = data.kind;
              const _errs3 = errors;
              if (typeof data2 !== 'string') {
                validate235.errors = [
                  {
                    instancePath: instancePath + '/kind',
                    schemaPath: '#/properties/kind/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              if (!(data2 === 'used' || data2 === 'same' || data2 === 'run')) {
                validate235.errors = [
                  {
                    instancePath: instancePath + '/kind',
                    schemaPath: '#/properties/kind/enum',
                    keyword: 'enum',
                    params: { allowedValues: schema78.properties.kind.enum },
                    message: 'must be equal to one of the allowed values'
                  }
                ];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate235.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate235.errors = vErrors;
  return errors === 0;
}

function validate227(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.root === undefined && (missing0 = 'root')) ||
        (data.nodes === undefined && (missing0 = 'nodes')) ||
        (data.edges === undefined && (missing0 = 'edges')) ||
        (data.more === undefined && (missing0 = 'more'))
      ) {
        validate227.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.root !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.root, {
              instancePath: instancePath + '/root',
              parentData: data,
              parentDataProperty: 'root',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.nodes !== undefined) {
            let data1 = data.nodes;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (Array.isArray(data1)) {
                var valid1 = true;
                const len0 = data1.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  const _errs4 = errors;
                  if (
                    !validate229(data1[i0], {
                      instancePath: instancePath + '/nodes/' + i0,
                      parentData: data1,
                      parentDataProperty: i0,
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate229.errors
                        : vErrors.concat(validate229.errors);
                    errors = vErrors.length;
                  }
                  var valid1 = _errs4 === errors;
                  if (!valid1) {
                    break;
                  }
                }
              } else {
                validate227.errors = [
                  {
                    instancePath: instancePath + '/nodes',
                    schemaPath: '#/properties/nodes/type',
                    keyword: 'type',
                    params: { type: 'array' },
                    message: 'must be array'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.edges !== undefined) {
              let data3 = data.edges;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (Array.isArray(data3)) {
                  var valid2 = true;
                  const len1 = data3.length;
                  for (let i1 = 0; i1 < len1; i1++) {
                    const _errs7 = errors;
                    if (
                      !validate235(data3[i1], {
                        instancePath: instancePath + '/edges/' + i1,
                        parentData: data3,
                        parentDataProperty: i1,
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate235.errors
                          : vErrors.concat(validate235.errors);
                      errors = vErrors.length;
                    }
                    var valid2 = _errs7 === errors;
                    if (!valid2) {
                      break;
                    }
                  }
                } else {
                  validate227.errors = [
                    {
                      instancePath: instancePath + '/edges',
                      schemaPath: '#/properties/edges/type',
                      keyword: 'type',
                      params: { type: 'array' },
                      message: 'must be array'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.more !== undefined) {
                const _errs8 = errors;
                if (typeof data.more !== 'boolean') {
                  validate227.errors = [
                    {
                      instancePath: instancePath + '/more',
                      schemaPath: '#/properties/more/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate227.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate227.errors = vErrors;
  return errors === 0;
}

export const isOffer: IValidator<Offer> = validate239;

function validate239(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.id === undefined && (missing0 = 'id')) ||
        (data.run === undefined && (missing0 = 'run')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.category === undefined && (missing0 = 'category')) ||
        (data.media_type === undefined && (missing0 = 'media_type')) ||
        (data.codec === undefined && (missing0 = 'codec')) ||
        (data.size === undefined && (missing0 = 'size')) ||
        (data.sha256 === undefined && (missing0 = 'sha256')) ||
        (data.created_at === undefined && (missing0 = 'created_at')) ||
        (data.provenance === undefined && (missing0 = 'provenance')) ||
        (data.metadata === undefined && (missing0 = 'metadata'))
      ) {
        validate239.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.id, {
              instancePath: instancePath + '/id',
              parentData: data,
              parentDataProperty: 'id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.run !== undefined) {
            const _errs2 = errors;
            if (
              !validate32(data.run, {
                instancePath: instancePath + '/run',
                parentData: data,
                parentDataProperty: 'run',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate32.errors
                  : vErrors.concat(validate32.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.name !== undefined) {
              let data2 = data.name;
              const _errs3 = errors;
              if (errors === _errs3) {
                if (typeof data2 === 'string') {
                  if (func2(data2) > 512) {
                    validate239.errors = [
                      {
                        instancePath: instancePath + '/name',
                        schemaPath: '#/properties/name/maxLength',
                        keyword: 'maxLength',
                        params: { limit: 512 },
                        message: 'must NOT have more than 512 characters'
                      }
                    ];
                    return false;
                  } else {
                    if (func2(data2) < 1) {
                      validate239.errors = [
                        {
                          instancePath: instancePath + '/name',
                          schemaPath: '#/properties/name/minLength',
                          keyword: 'minLength',
                          params: { limit: 1 },
                          message: 'must NOT have fewer than 1 characters'
                        }
                      ];
                      return false;
                    }
                  }
                } else {
                  validate239.errors = [
                    {
                      instancePath: instancePath + '/name',
                      schemaPath: '#/properties/name/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.category !== undefined) {
                const _errs5 = errors;
                if (
                  !validate37(data.category, {
                    instancePath: instancePath + '/category',
                    parentData: data,
                    parentDataProperty: 'category',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate37.errors
                      : vErrors.concat(validate37.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.media_type !== undefined) {
                  const _errs6 = errors;
                  if (typeof data.media_type !== 'string') {
                    validate239.errors = [
                      {
                        instancePath: instancePath + '/media_type',
                        schemaPath: '#/properties/media_type/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.codec !== undefined) {
                    const _errs8 = errors;
                    if (typeof data.codec !== 'string') {
                      validate239.errors = [
                        {
                          instancePath: instancePath + '/codec',
                          schemaPath: '#/properties/codec/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.size !== undefined) {
                      const _errs10 = errors;
                      if (
                        !validate27(data.size, {
                          instancePath: instancePath + '/size',
                          parentData: data,
                          parentDataProperty: 'size',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate27.errors
                            : vErrors.concat(validate27.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs10 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.sha256 !== undefined) {
                        const _errs11 = errors;
                        if (
                          !validate40(data.sha256, {
                            instancePath: instancePath + '/sha256',
                            parentData: data,
                            parentDataProperty: 'sha256',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate40.errors
                              : vErrors.concat(validate40.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs11 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.created_at !== undefined) {
                          const _errs12 = errors;
                          if (
                            !validate34(data.created_at, {
                              instancePath: instancePath + '/created_at',
                              parentData: data,
                              parentDataProperty: 'created_at',
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate34.errors
                                : vErrors.concat(validate34.errors);
                            errors = vErrors.length;
                          }
                          var valid0 = _errs12 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.summary !== undefined) {
                            const _errs13 = errors;
                            if (typeof data.summary !== 'string') {
                              validate239.errors = [
                                {
                                  instancePath: instancePath + '/summary',
                                  schemaPath: '#/properties/summary/type',
                                  keyword: 'type',
                                  params: { type: 'string' },
                                  message: 'must be string'
                                }
                              ];
                              return false;
                            }
                            var valid0 = _errs13 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.preview !== undefined) {
                              const _errs15 = errors;
                              if (
                                !validate43(data.preview, {
                                  instancePath: instancePath + '/preview',
                                  parentData: data,
                                  parentDataProperty: 'preview',
                                  rootData
                                })
                              ) {
                                vErrors =
                                  vErrors === null
                                    ? validate43.errors
                                    : vErrors.concat(validate43.errors);
                                errors = vErrors.length;
                              }
                              var valid0 = _errs15 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.provenance !== undefined) {
                                const _errs16 = errors;
                                if (
                                  !validate68(data.provenance, {
                                    instancePath: instancePath + '/provenance',
                                    parentData: data,
                                    parentDataProperty: 'provenance',
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate68.errors
                                      : vErrors.concat(validate68.errors);
                                  errors = vErrors.length;
                                }
                                var valid0 = _errs16 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.metadata !== undefined) {
                                  let data12 = data.metadata;
                                  const _errs17 = errors;
                                  if (errors === _errs17) {
                                    if (!(
                                      data12 &&
                                      typeof data12 == 'object' &&
                                      !Array.isArray(data12)
                                    )) {
                                      validate239.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/metadata',
                                          schemaPath:
                                            '#/properties/metadata/type',
                                          keyword: 'type',
                                          params: { type: 'object' },
                                          message: 'must be object'
                                        }
                                      ];
                                      return false;
                                    }
                                  }
                                  var valid0 = _errs17 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.new_version !== undefined) {
                                    const _errs20 = errors;
                                    if (typeof data.new_version !== 'boolean') {
                                      validate239.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/new_version',
                                          schemaPath:
                                            '#/properties/new_version/type',
                                          keyword: 'type',
                                          params: { type: 'boolean' },
                                          message: 'must be boolean'
                                        }
                                      ];
                                      return false;
                                    }
                                    var valid0 = _errs20 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate239.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate239.errors = vErrors;
  return errors === 0;
}

export const isOfferResult: IValidator<OfferResult> = validate248;
const schema80 = {
  oneOf: [
    { $ref: '#/definitions/StoredResult' },
    { $ref: '#/definitions/UploadResult' }
  ],
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type']
};
const schema81 = {
  type: 'object',
  properties: {
    type: { const: 'upload' },
    upload_url: { type: 'string' },
    offset: { $ref: '#/definitions/ByteCount' },
    size: { $ref: '#/definitions/ByteCount' },
    expires_at: { $ref: '#/definitions/Timestamp' },
    grant: { type: 'string' },
    grant_expires_at: { $ref: '#/definitions/Timestamp' }
  },
  required: ['type', 'upload_url', 'offset', 'size', 'expires_at']
};

function validate249(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.type === undefined && (missing0 = 'type')) ||
        (data.upload_url === undefined && (missing0 = 'upload_url')) ||
        (data.offset === undefined && (missing0 = 'offset')) ||
        (data.size === undefined && (missing0 = 'size')) ||
        (data.expires_at === undefined && (missing0 = 'expires_at'))
      ) {
        validate249.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.type !== undefined) {
          const _errs1 = errors;
          if ('upload' !== data.type) {
            validate249.errors = [
              {
                instancePath: instancePath + '/type',
                schemaPath: '#/properties/type/const',
                keyword: 'const',
                params: { allowedValue: 'upload' },
                message: 'must be equal to constant'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.upload_url !== undefined) {
            const _errs2 = errors;
            if (typeof data.upload_url !== 'string') {
              validate249.errors = [
                {
                  instancePath: instancePath + '/upload_url',
                  schemaPath: '#/properties/upload_url/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.offset !== undefined) {
              const _errs4 = errors;
              if (
                !validate27(data.offset, {
                  instancePath: instancePath + '/offset',
                  parentData: data,
                  parentDataProperty: 'offset',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate27.errors
                    : vErrors.concat(validate27.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.size !== undefined) {
                const _errs5 = errors;
                if (
                  !validate27(data.size, {
                    instancePath: instancePath + '/size',
                    parentData: data,
                    parentDataProperty: 'size',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.expires_at !== undefined) {
                  const _errs6 = errors;
                  if (
                    !validate34(data.expires_at, {
                      instancePath: instancePath + '/expires_at',
                      parentData: data,
                      parentDataProperty: 'expires_at',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate34.errors
                        : vErrors.concat(validate34.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.grant !== undefined) {
                    const _errs7 = errors;
                    if (typeof data.grant !== 'string') {
                      validate249.errors = [
                        {
                          instancePath: instancePath + '/grant',
                          schemaPath: '#/properties/grant/type',
                          keyword: 'type',
                          params: { type: 'string' },
                          message: 'must be string'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs7 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.grant_expires_at !== undefined) {
                      const _errs9 = errors;
                      if (
                        !validate34(data.grant_expires_at, {
                          instancePath: instancePath + '/grant_expires_at',
                          parentData: data,
                          parentDataProperty: 'grant_expires_at',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate34.errors
                            : vErrors.concat(validate34.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs9 === errors;
                    } else {
                      var valid0 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate249.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate249.errors = vErrors;
  return errors === 0;
}

function validate248(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.type === undefined && (missing0 = 'type')) {
        validate248.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        const tag0 = data.type;
        if (typeof tag0 == 'string') {
          if (tag0 === 'stored') {
            if (
              !validate182(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate182.errors
                  : vErrors.concat(validate182.errors);
              errors = vErrors.length;
            }
          } else if (tag0 === 'upload') {
            if (
              !validate249(data, {
                instancePath,
                parentData,
                parentDataProperty,
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate249.errors
                  : vErrors.concat(validate249.errors);
              errors = vErrors.length;
            }
          } else {
            validate248.errors = [
              {
                instancePath,
                schemaPath: '#/discriminator',
                keyword: 'discriminator',
                params: { error: 'mapping', tag: 'type', tagValue: tag0 },
                message: 'value of tag "type" must be in oneOf'
              }
            ];
            return false;
          }
        } else {
          validate248.errors = [
            {
              instancePath,
              schemaPath: '#/discriminator',
              keyword: 'discriminator',
              params: { error: 'tag', tag: 'type', tagValue: tag0 },
              message: 'tag "type" must be string'
            }
          ];
          return false;
        }
      }
    } else {
      validate248.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate248.errors = vErrors;
  return errors === 0;
}

export const isReceipt: IValidator<Receipt> = validate256;

function validate256(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.offer_id === undefined && (missing0 = 'offer_id')) ||
        (data.artifact_id === undefined && (missing0 = 'artifact_id')) ||
        (data.run_id === undefined && (missing0 = 'run_id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.version === undefined && (missing0 = 'version')) ||
        (data.size === undefined && (missing0 = 'size')) ||
        (data.sha256 === undefined && (missing0 = 'sha256')) ||
        (data.stored_at === undefined && (missing0 = 'stored_at')) ||
        (data.existing === undefined && (missing0 = 'existing'))
      ) {
        validate256.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.offer_id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.offer_id, {
              instancePath: instancePath + '/offer_id',
              parentData: data,
              parentDataProperty: 'offer_id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.artifact_id !== undefined) {
            const _errs2 = errors;
            if (
              !validate23(data.artifact_id, {
                instancePath: instancePath + '/artifact_id',
                parentData: data,
                parentDataProperty: 'artifact_id',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate23.errors
                  : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.run_id !== undefined) {
              const _errs3 = errors;
              if (
                !validate23(data.run_id, {
                  instancePath: instancePath + '/run_id',
                  parentData: data,
                  parentDataProperty: 'run_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.name !== undefined) {
                const _errs4 = errors;
                if (typeof data.name !== 'string') {
                  validate256.errors = [
                    {
                      instancePath: instancePath + '/name',
                      schemaPath: '#/properties/name/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.version !== undefined) {
                  let data4 = data.version;
                  const _errs6 = errors;
                  if (!(
                    typeof data4 == 'number' &&
                    !(data4 % 1) &&
                    !isNaN(data4) &&
                    isFinite(data4)
                  )) {
                    validate256.errors = [
                      {
                        instancePath: instancePath + '/version',
                        schemaPath: '#/properties/version/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs6) {
                    if (typeof data4 == 'number' && isFinite(data4)) {
                      if (data4 > 9007199254740991 || isNaN(data4)) {
                        validate256.errors = [
                          {
                            instancePath: instancePath + '/version',
                            schemaPath: '#/properties/version/maximum',
                            keyword: 'maximum',
                            params: {
                              comparison: '<=',
                              limit: 9007199254740991
                            },
                            message: 'must be <= 9007199254740991'
                          }
                        ];
                        return false;
                      } else {
                        if (data4 < 1 || isNaN(data4)) {
                          validate256.errors = [
                            {
                              instancePath: instancePath + '/version',
                              schemaPath: '#/properties/version/minimum',
                              keyword: 'minimum',
                              params: { comparison: '>=', limit: 1 },
                              message: 'must be >= 1'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.size !== undefined) {
                    const _errs8 = errors;
                    if (
                      !validate27(data.size, {
                        instancePath: instancePath + '/size',
                        parentData: data,
                        parentDataProperty: 'size',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate27.errors
                          : vErrors.concat(validate27.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs8 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.sha256 !== undefined) {
                      const _errs9 = errors;
                      if (
                        !validate40(data.sha256, {
                          instancePath: instancePath + '/sha256',
                          parentData: data,
                          parentDataProperty: 'sha256',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate40.errors
                            : vErrors.concat(validate40.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs9 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.stored_at !== undefined) {
                        const _errs10 = errors;
                        if (
                          !validate34(data.stored_at, {
                            instancePath: instancePath + '/stored_at',
                            parentData: data,
                            parentDataProperty: 'stored_at',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate34.errors
                              : vErrors.concat(validate34.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs10 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.existing !== undefined) {
                          const _errs11 = errors;
                          if (typeof data.existing !== 'boolean') {
                            validate256.errors = [
                              {
                                instancePath: instancePath + '/existing',
                                schemaPath: '#/properties/existing/type',
                                keyword: 'type',
                                params: { type: 'boolean' },
                                message: 'must be boolean'
                              }
                            ];
                            return false;
                          }
                          var valid0 = _errs11 === errors;
                        } else {
                          var valid0 = true;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate256.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate256.errors = vErrors;
  return errors === 0;
}

export const isRun: IValidator<Run> = validate263;

function validate263(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.id === undefined && (missing0 = 'id')) ||
        (data.name === undefined && (missing0 = 'name')) ||
        (data.folder === undefined && (missing0 = 'folder')) ||
        (data.tags === undefined && (missing0 = 'tags')) ||
        (data.metadata === undefined && (missing0 = 'metadata')) ||
        (data.created_at === undefined && (missing0 = 'created_at'))
      ) {
        validate263.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.id !== undefined) {
          const _errs1 = errors;
          if (
            !validate23(data.id, {
              instancePath: instancePath + '/id',
              parentData: data,
              parentDataProperty: 'id',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate23.errors
                : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.name !== undefined) {
            let data1 = data.name;
            const _errs2 = errors;
            if (errors === _errs2) {
              if (typeof data1 === 'string') {
                if (func2(data1) > 512) {
                  validate263.errors = [
                    {
                      instancePath: instancePath + '/name',
                      schemaPath: '#/properties/name/maxLength',
                      keyword: 'maxLength',
                      params: { limit: 512 },
                      message: 'must NOT have more than 512 characters'
                    }
                  ];
                  return false;
                } else {
                  if (func2(data1) < 1) {
                    validate263.errors = [
                      {
                        instancePath: instancePath + '/name',
                        schemaPath: '#/properties/name/minLength',
                        keyword: 'minLength',
                        params: { limit: 1 },
                        message: 'must NOT have fewer than 1 characters'
                      }
                    ];
                    return false;
                  }
                }
              } else {
                validate263.errors = [
                  {
                    instancePath: instancePath + '/name',
                    schemaPath: '#/properties/name/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.folder !== undefined) {
              const _errs4 = errors;
              if (typeof data.folder !== 'string') {
                validate263.errors = [
                  {
                    instancePath: instancePath + '/folder',
                    schemaPath: '#/properties/folder/type',
                    keyword: 'type',
                    params: { type: 'string' },
                    message: 'must be string'
                  }
                ];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.tags !== undefined) {
                let data3 = data.tags;
                const _errs6 = errors;
                if (errors === _errs6) {
                  if (Array.isArray(data3)) {
                    var valid1 = true;
                    const len0 = data3.length;
                    for (let i0 = 0; i0 < len0; i0++) {
                      const _errs8 = errors;
                      if (typeof data3[i0] !== 'string') {
                        validate263.errors = [
                          {
                            instancePath: instancePath + '/tags/' + i0,
                            schemaPath: '#/properties/tags/items/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                      var valid1 = _errs8 === errors;
                      if (!valid1) {
                        break;
                      }
                    }
                  } else {
                    validate263.errors = [
                      {
                        instancePath: instancePath + '/tags',
                        schemaPath: '#/properties/tags/type',
                        keyword: 'type',
                        params: { type: 'array' },
                        message: 'must be array'
                      }
                    ];
                    return false;
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.metadata !== undefined) {
                  let data5 = data.metadata;
                  const _errs10 = errors;
                  if (errors === _errs10) {
                    if (!(
                      data5 &&
                      typeof data5 == 'object' &&
                      !Array.isArray(data5)
                    )) {
                      validate263.errors = [
                        {
                          instancePath: instancePath + '/metadata',
                          schemaPath: '#/properties/metadata/type',
                          keyword: 'type',
                          params: { type: 'object' },
                          message: 'must be object'
                        }
                      ];
                      return false;
                    }
                  }
                  var valid0 = _errs10 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.created_at !== undefined) {
                    const _errs13 = errors;
                    if (
                      !validate34(data.created_at, {
                        instancePath: instancePath + '/created_at',
                        parentData: data,
                        parentDataProperty: 'created_at',
                        rootData
                      })
                    ) {
                      vErrors =
                        vErrors === null
                          ? validate34.errors
                          : vErrors.concat(validate34.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs13 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.notebook !== undefined) {
                      const _errs14 = errors;
                      if (typeof data.notebook !== 'string') {
                        validate263.errors = [
                          {
                            instancePath: instancePath + '/notebook',
                            schemaPath: '#/properties/notebook/type',
                            keyword: 'type',
                            params: { type: 'string' },
                            message: 'must be string'
                          }
                        ];
                        return false;
                      }
                      var valid0 = _errs14 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.kernel_id !== undefined) {
                        const _errs16 = errors;
                        if (typeof data.kernel_id !== 'string') {
                          validate263.errors = [
                            {
                              instancePath: instancePath + '/kernel_id',
                              schemaPath: '#/properties/kernel_id/type',
                              keyword: 'type',
                              params: { type: 'string' },
                              message: 'must be string'
                            }
                          ];
                          return false;
                        }
                        var valid0 = _errs16 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate263.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate263.errors = vErrors;
  return errors === 0;
}

export const isRunInfo: IValidator<RunInfo> = validate266;
const schema84 = {
  type: 'object',
  properties: {
    run: { $ref: '#/definitions/Run' },
    artifacts: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    bytes: { $ref: '#/definitions/ByteCount' },
    updated_at: { $ref: '#/definitions/Timestamp' },
    settings: { $ref: '#/definitions/RunSettings' },
    emptied: { type: 'boolean' }
  },
  required: ['run', 'artifacts', 'bytes', 'updated_at']
};
const schema85 = {
  type: 'object',
  properties: {
    versions: {
      type: 'string',
      enum: ['version', 'overwrite', 'skip-if-same']
    },
    keep_days: { type: 'integer', minimum: 1, maximum: 36500 },
    keep_last: { type: 'integer', minimum: 1, maximum: 1000000 }
  },
  required: ['versions']
};

function validate270(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.versions === undefined && (missing0 = 'versions')) {
        validate270.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.versions !== undefined) {
          let data0 = data.versions;
          const _errs1 = errors;
          if (typeof data0 !== 'string') {
            validate270.errors = [
              {
                instancePath: instancePath + '/versions',
                schemaPath: '#/properties/versions/type',
                keyword: 'type',
                params: { type: 'string' },
                message: 'must be string'
              }
            ];
            return false;
          }
          if (!(
            data0 === 'version' ||
            data0 === 'overwrite' ||
            data0 === 'skip-if-same'
          )) {
            validate270.errors = [
              {
                instancePath: instancePath + '/versions',
                schemaPath: '#/properties/versions/enum',
                keyword: 'enum',
                params: { allowedValues: schema85.properties.versions.enum },
                message: 'must be equal to one of the allowed values'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.keep_days !== undefined) {
            let data1 = data.keep_days;
            const _errs3 = errors;
            if (!(
              typeof data1 == 'number' &&
              !(data1 % 1) &&
              !isNaN(data1) &&
              isFinite(data1)
            )) {
              validate270.errors = [
                {
                  instancePath: instancePath + '/keep_days',
                  schemaPath: '#/properties/keep_days/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data1 == 'number' && isFinite(data1)) {
                if (data1 > 36500 || isNaN(data1)) {
                  validate270.errors = [
                    {
                      instancePath: instancePath + '/keep_days',
                      schemaPath: '#/properties/keep_days/maximum',
                      keyword: 'maximum',
                      params: { comparison: '<=', limit: 36500 },
                      message: 'must be <= 36500'
                    }
                  ];
                  return false;
                } else {
                  if (data1 < 1 || isNaN(data1)) {
                    validate270.errors = [
                      {
                        instancePath: instancePath + '/keep_days',
                        schemaPath: '#/properties/keep_days/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 1 },
                        message: 'must be >= 1'
                      }
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.keep_last !== undefined) {
              let data2 = data.keep_last;
              const _errs5 = errors;
              if (!(
                typeof data2 == 'number' &&
                !(data2 % 1) &&
                !isNaN(data2) &&
                isFinite(data2)
              )) {
                validate270.errors = [
                  {
                    instancePath: instancePath + '/keep_last',
                    schemaPath: '#/properties/keep_last/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs5) {
                if (typeof data2 == 'number' && isFinite(data2)) {
                  if (data2 > 1000000 || isNaN(data2)) {
                    validate270.errors = [
                      {
                        instancePath: instancePath + '/keep_last',
                        schemaPath: '#/properties/keep_last/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 1000000 },
                        message: 'must be <= 1000000'
                      }
                    ];
                    return false;
                  } else {
                    if (data2 < 1 || isNaN(data2)) {
                      validate270.errors = [
                        {
                          instancePath: instancePath + '/keep_last',
                          schemaPath: '#/properties/keep_last/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 1 },
                          message: 'must be >= 1'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate270.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate270.errors = vErrors;
  return errors === 0;
}

function validate266(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.run === undefined && (missing0 = 'run')) ||
        (data.artifacts === undefined && (missing0 = 'artifacts')) ||
        (data.bytes === undefined && (missing0 = 'bytes')) ||
        (data.updated_at === undefined && (missing0 = 'updated_at'))
      ) {
        validate266.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.run !== undefined) {
          const _errs1 = errors;
          if (
            !validate32(data.run, {
              instancePath: instancePath + '/run',
              parentData: data,
              parentDataProperty: 'run',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate32.errors
                : vErrors.concat(validate32.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.artifacts !== undefined) {
            let data1 = data.artifacts;
            const _errs2 = errors;
            if (!(
              typeof data1 == 'number' &&
              !(data1 % 1) &&
              !isNaN(data1) &&
              isFinite(data1)
            )) {
              validate266.errors = [
                {
                  instancePath: instancePath + '/artifacts',
                  schemaPath: '#/properties/artifacts/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            if (errors === _errs2) {
              if (typeof data1 == 'number' && isFinite(data1)) {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate266.errors = [
                    {
                      instancePath: instancePath + '/artifacts',
                      schemaPath: '#/properties/artifacts/maximum',
                      keyword: 'maximum',
                      params: { comparison: '<=', limit: 9007199254740991 },
                      message: 'must be <= 9007199254740991'
                    }
                  ];
                  return false;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    validate266.errors = [
                      {
                        instancePath: instancePath + '/artifacts',
                        schemaPath: '#/properties/artifacts/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 0 },
                        message: 'must be >= 0'
                      }
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.bytes !== undefined) {
              const _errs4 = errors;
              if (
                !validate27(data.bytes, {
                  instancePath: instancePath + '/bytes',
                  parentData: data,
                  parentDataProperty: 'bytes',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate27.errors
                    : vErrors.concat(validate27.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.updated_at !== undefined) {
                const _errs5 = errors;
                if (
                  !validate34(data.updated_at, {
                    instancePath: instancePath + '/updated_at',
                    parentData: data,
                    parentDataProperty: 'updated_at',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate34.errors
                      : vErrors.concat(validate34.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.settings !== undefined) {
                  const _errs6 = errors;
                  if (
                    !validate270(data.settings, {
                      instancePath: instancePath + '/settings',
                      parentData: data,
                      parentDataProperty: 'settings',
                      rootData
                    })
                  ) {
                    vErrors =
                      vErrors === null
                        ? validate270.errors
                        : vErrors.concat(validate270.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs6 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.emptied !== undefined) {
                    const _errs7 = errors;
                    if (typeof data.emptied !== 'boolean') {
                      validate266.errors = [
                        {
                          instancePath: instancePath + '/emptied',
                          schemaPath: '#/properties/emptied/type',
                          keyword: 'type',
                          params: { type: 'boolean' },
                          message: 'must be boolean'
                        }
                      ];
                      return false;
                    }
                    var valid0 = _errs7 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate266.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate266.errors = vErrors;
  return errors === 0;
}

export const isRunPage: IValidator<RunPage> = validate272;
const schema86 = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { $ref: '#/definitions/RunInfo' } },
    next_cursor: { type: 'string' }
  },
  required: ['items']
};

function validate272(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.items === undefined && (missing0 = 'items')) {
        validate272.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.items !== undefined) {
          let data0 = data.items;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (Array.isArray(data0)) {
              var valid1 = true;
              const len0 = data0.length;
              for (let i0 = 0; i0 < len0; i0++) {
                const _errs3 = errors;
                if (
                  !validate266(data0[i0], {
                    instancePath: instancePath + '/items/' + i0,
                    parentData: data0,
                    parentDataProperty: i0,
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate266.errors
                      : vErrors.concat(validate266.errors);
                  errors = vErrors.length;
                }
                var valid1 = _errs3 === errors;
                if (!valid1) {
                  break;
                }
              }
            } else {
              validate272.errors = [
                {
                  instancePath: instancePath + '/items',
                  schemaPath: '#/properties/items/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array'
                }
              ];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.next_cursor !== undefined) {
            const _errs4 = errors;
            if (typeof data.next_cursor !== 'string') {
              validate272.errors = [
                {
                  instancePath: instancePath + '/next_cursor',
                  schemaPath: '#/properties/next_cursor/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate272.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate272.errors = vErrors;
  return errors === 0;
}

export const isStoreLimit: IValidator<StoreLimit> = validate274;
const schema87 = {
  type: 'object',
  properties: { limit_bytes: { $ref: '#/definitions/ByteCount' } }
};

function validate274(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      if (data.limit_bytes !== undefined) {
        if (
          !validate27(data.limit_bytes, {
            instancePath: instancePath + '/limit_bytes',
            parentData: data,
            parentDataProperty: 'limit_bytes',
            rootData
          })
        ) {
          vErrors =
            vErrors === null
              ? validate27.errors
              : vErrors.concat(validate27.errors);
          errors = vErrors.length;
        }
      }
    } else {
      validate274.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate274.errors = vErrors;
  return errors === 0;
}

export const isStoreStatus: IValidator<StoreStatus> = validate276;
const schema88 = {
  type: 'object',
  properties: {
    server_version: { type: 'string' },
    protocol: { type: 'integer', minimum: 1, maximum: 1000 },
    store_id: { $ref: '#/definitions/Id' },
    location: { type: 'string' },
    runs: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    artifacts: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    bytes: { $ref: '#/definitions/ByteCount' },
    free_bytes: { $ref: '#/definitions/ByteCount' },
    limit_bytes: { $ref: '#/definitions/ByteCount' },
    limit_fixed: { type: 'boolean' },
    spooled: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    spooled_bytes: { $ref: '#/definitions/ByteCount' },
    uploads_run: { $ref: '#/definitions/Run' },
    spool_oldest_at: { $ref: '#/definitions/Timestamp' },
    spool_limit_bytes: { $ref: '#/definitions/ByteCount' },
    trash_bytes: { $ref: '#/definitions/ByteCount' },
    trash_artifacts: { type: 'integer', minimum: 0, maximum: 9007199254740991 }
  },
  required: [
    'server_version',
    'protocol',
    'store_id',
    'location',
    'runs',
    'artifacts',
    'bytes',
    'free_bytes',
    'spooled',
    'spooled_bytes',
    'uploads_run'
  ]
};

function validate276(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.server_version === undefined && (missing0 = 'server_version')) ||
        (data.protocol === undefined && (missing0 = 'protocol')) ||
        (data.store_id === undefined && (missing0 = 'store_id')) ||
        (data.location === undefined && (missing0 = 'location')) ||
        (data.runs === undefined && (missing0 = 'runs')) ||
        (data.artifacts === undefined && (missing0 = 'artifacts')) ||
        (data.bytes === undefined && (missing0 = 'bytes')) ||
        (data.free_bytes === undefined && (missing0 = 'free_bytes')) ||
        (data.spooled === undefined && (missing0 = 'spooled')) ||
        (data.spooled_bytes === undefined && (missing0 = 'spooled_bytes')) ||
        (data.uploads_run === undefined && (missing0 = 'uploads_run'))
      ) {
        validate276.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.server_version !== undefined) {
          const _errs1 = errors;
          if (typeof data.server_version !== 'string') {
            validate276.errors = [
              {
                instancePath: instancePath + '/server_version',
                schemaPath: '#/properties/server_version/type',
                keyword: 'type',
                params: { type: 'string' },
                message: 'must be string'
              }
            ];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.protocol !== undefined) {
            let data1 = data.protocol;
            const _errs3 = errors;
            if (!(
              typeof data1 == 'number' &&
              !(data1 % 1) &&
              !isNaN(data1) &&
              isFinite(data1)
            )) {
              validate276.errors = [
                {
                  instancePath: instancePath + '/protocol',
                  schemaPath: '#/properties/protocol/type',
                  keyword: 'type',
                  params: { type: 'integer' },
                  message: 'must be integer'
                }
              ];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data1 == 'number' && isFinite(data1)) {
                if (data1 > 1000 || isNaN(data1)) {
                  validate276.errors = [
                    {
                      instancePath: instancePath + '/protocol',
                      schemaPath: '#/properties/protocol/maximum',
                      keyword: 'maximum',
                      params: { comparison: '<=', limit: 1000 },
                      message: 'must be <= 1000'
                    }
                  ];
                  return false;
                } else {
                  if (data1 < 1 || isNaN(data1)) {
                    validate276.errors = [
                      {
                        instancePath: instancePath + '/protocol',
                        schemaPath: '#/properties/protocol/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 1 },
                        message: 'must be >= 1'
                      }
                    ];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.store_id !== undefined) {
              const _errs5 = errors;
              if (
                !validate23(data.store_id, {
                  instancePath: instancePath + '/store_id',
                  parentData: data,
                  parentDataProperty: 'store_id',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate23.errors
                    : vErrors.concat(validate23.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.location !== undefined) {
                const _errs6 = errors;
                if (typeof data.location !== 'string') {
                  validate276.errors = [
                    {
                      instancePath: instancePath + '/location',
                      schemaPath: '#/properties/location/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string'
                    }
                  ];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.runs !== undefined) {
                  let data4 = data.runs;
                  const _errs8 = errors;
                  if (!(
                    typeof data4 == 'number' &&
                    !(data4 % 1) &&
                    !isNaN(data4) &&
                    isFinite(data4)
                  )) {
                    validate276.errors = [
                      {
                        instancePath: instancePath + '/runs',
                        schemaPath: '#/properties/runs/type',
                        keyword: 'type',
                        params: { type: 'integer' },
                        message: 'must be integer'
                      }
                    ];
                    return false;
                  }
                  if (errors === _errs8) {
                    if (typeof data4 == 'number' && isFinite(data4)) {
                      if (data4 > 9007199254740991 || isNaN(data4)) {
                        validate276.errors = [
                          {
                            instancePath: instancePath + '/runs',
                            schemaPath: '#/properties/runs/maximum',
                            keyword: 'maximum',
                            params: {
                              comparison: '<=',
                              limit: 9007199254740991
                            },
                            message: 'must be <= 9007199254740991'
                          }
                        ];
                        return false;
                      } else {
                        if (data4 < 0 || isNaN(data4)) {
                          validate276.errors = [
                            {
                              instancePath: instancePath + '/runs',
                              schemaPath: '#/properties/runs/minimum',
                              keyword: 'minimum',
                              params: { comparison: '>=', limit: 0 },
                              message: 'must be >= 0'
                            }
                          ];
                          return false;
                        }
                      }
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.artifacts !== undefined) {
                    let data5 = data.artifacts;
                    const _errs10 = errors;
                    if (!(
                      typeof data5 == 'number' &&
                      !(data5 % 1) &&
                      !isNaN(data5) &&
                      isFinite(data5)
                    )) {
                      validate276.errors = [
                        {
                          instancePath: instancePath + '/artifacts',
                          schemaPath: '#/properties/artifacts/type',
                          keyword: 'type',
                          params: { type: 'integer' },
                          message: 'must be integer'
                        }
                      ];
                      return false;
                    }
                    if (errors === _errs10) {
                      if (typeof data5 == 'number' && isFinite(data5)) {
                        if (data5 > 9007199254740991 || isNaN(data5)) {
                          validate276.errors = [
                            {
                              instancePath: instancePath + '/artifacts',
                              schemaPath: '#/properties/artifacts/maximum',
                              keyword: 'maximum',
                              params: {
                                comparison: '<=',
                                limit: 9007199254740991
                              },
                              message: 'must be <= 9007199254740991'
                            }
                          ];
                          return false;
                        } else {
                          if (data5 < 0 || isNaN(data5)) {
                            validate276.errors = [
                              {
                                instancePath: instancePath + '/artifacts',
                                schemaPath: '#/properties/artifacts/minimum',
                                keyword: 'minimum',
                                params: { comparison: '>=', limit: 0 },
                                message: 'must be >= 0'
                              }
                            ];
                            return false;
                          }
                        }
                      }
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.bytes !== undefined) {
                      const _errs12 = errors;
                      if (
                        !validate27(data.bytes, {
                          instancePath: instancePath + '/bytes',
                          parentData: data,
                          parentDataProperty: 'bytes',
                          rootData
                        })
                      ) {
                        vErrors =
                          vErrors === null
                            ? validate27.errors
                            : vErrors.concat(validate27.errors);
                        errors = vErrors.length;
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.free_bytes !== undefined) {
                        const _errs13 = errors;
                        if (
                          !validate27(data.free_bytes, {
                            instancePath: instancePath + '/free_bytes',
                            parentData: data,
                            parentDataProperty: 'free_bytes',
                            rootData
                          })
                        ) {
                          vErrors =
                            vErrors === null
                              ? validate27.errors
                              : vErrors.concat(validate27.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs13 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.limit_bytes !== undefined) {
                          const _errs14 = errors;
                          if (
                            !validate27(data.limit_bytes, {
                              instancePath: instancePath + '/limit_bytes',
                              parentData: data,
                              parentDataProperty: 'limit_bytes',
                              rootData
                            })
                          ) {
                            vErrors =
                              vErrors === null
                                ? validate27.errors
                                : vErrors.concat(validate27.errors);
                            errors = vErrors.length;
                          }
                          var valid0 = _errs14 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.limit_fixed !== undefined) {
                            const _errs15 = errors;
                            if (typeof data.limit_fixed !== 'boolean') {
                              validate276.errors = [
                                {
                                  instancePath: instancePath + '/limit_fixed',
                                  schemaPath: '#/properties/limit_fixed/type',
                                  keyword: 'type',
                                  params: { type: 'boolean' },
                                  message: 'must be boolean'
                                }
                              ];
                              return false;
                            }
                            var valid0 = _errs15 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.spooled !== undefined) {
                              let data10 = data.spooled;
                              const _errs17 = errors;
                              if (!(
                                typeof data10 == 'number' &&
                                !(data10 % 1) &&
                                !isNaN(data10) &&
                                isFinite(data10)
                              )) {
                                validate276.errors = [
                                  {
                                    instancePath: instancePath + '/spooled',
                                    schemaPath: '#/properties/spooled/type',
                                    keyword: 'type',
                                    params: { type: 'integer' },
                                    message: 'must be integer'
                                  }
                                ];
                                return false;
                              }
                              if (errors === _errs17) {
                                if (
                                  typeof data10 == 'number' &&
                                  isFinite(data10)
                                ) {
                                  if (
                                    data10 > 9007199254740991 ||
                                    isNaN(data10)
                                  ) {
                                    validate276.errors = [
                                      {
                                        instancePath: instancePath + '/spooled',
                                        schemaPath:
                                          '#/properties/spooled/maximum',
                                        keyword: 'maximum',
                                        params: {
                                          comparison: '<=',
                                          limit: 9007199254740991
                                        },
                                        message: 'must be <= 9007199254740991'
                                      }
                                    ];
                                    return false;
                                  } else {
                                    if (data10 < 0 || isNaN(data10)) {
                                      validate276.errors = [
                                        {
                                          instancePath:
                                            instancePath + '/spooled',
                                          schemaPath:
                                            '#/properties/spooled/minimum',
                                          keyword: 'minimum',
                                          params: {
                                            comparison: '>=',
                                            limit: 0
                                          },
                                          message: 'must be >= 0'
                                        }
                                      ];
                                      return false;
                                    }
                                  }
                                }
                              }
                              var valid0 = _errs17 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.spooled_bytes !== undefined) {
                                const _errs19 = errors;
                                if (
                                  !validate27(data.spooled_bytes, {
                                    instancePath:
                                      instancePath + '/spooled_bytes',
                                    parentData: data,
                                    parentDataProperty: 'spooled_bytes',
                                    rootData
                                  })
                                ) {
                                  vErrors =
                                    vErrors === null
                                      ? validate27.errors
                                      : vErrors.concat(validate27.errors);
                                  errors = vErrors.length;
                                }
                                var valid0 = _errs19 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.uploads_run !== undefined) {
                                  const _errs20 = errors;
                                  if (
                                    !validate32(data.uploads_run, {
                                      instancePath:
                                        instancePath + '/uploads_run',
                                      parentData: data,
                                      parentDataProperty: 'uploads_run',
                                      rootData
                                    })
                                  ) {
                                    vErrors =
                                      vErrors === null
                                        ? validate32.errors
                                        : vErrors.concat(validate32.errors);
                                    errors = vErrors.length;
                                  }
                                  var valid0 = _errs20 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.spool_oldest_at !== undefined) {
                                    const _errs21 = errors;
                                    if (
                                      !validate34(data.spool_oldest_at, {
                                        instancePath:
                                          instancePath + '/spool_oldest_at',
                                        parentData: data,
                                        parentDataProperty: 'spool_oldest_at',
                                        rootData
                                      })
                                    ) {
                                      vErrors =
                                        vErrors === null
                                          ? validate34.errors
                                          : vErrors.concat(validate34.errors);
                                      errors = vErrors.length;
                                    }
                                    var valid0 = _errs21 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.spool_limit_bytes !== undefined) {
                                      const _errs22 = errors;
                                      if (
                                        !validate27(data.spool_limit_bytes, {
                                          instancePath:
                                            instancePath + '/spool_limit_bytes',
                                          parentData: data,
                                          parentDataProperty:
                                            'spool_limit_bytes',
                                          rootData
                                        })
                                      ) {
                                        vErrors =
                                          vErrors === null
                                            ? validate27.errors
                                            : vErrors.concat(validate27.errors);
                                        errors = vErrors.length;
                                      }
                                      var valid0 = _errs22 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.trash_bytes !== undefined) {
                                        const _errs23 = errors;
                                        if (
                                          !validate27(data.trash_bytes, {
                                            instancePath:
                                              instancePath + '/trash_bytes',
                                            parentData: data,
                                            parentDataProperty: 'trash_bytes',
                                            rootData
                                          })
                                        ) {
                                          vErrors =
                                            vErrors === null
                                              ? validate27.errors
                                              : vErrors.concat(
                                                  validate27.errors
                                                );
                                          errors = vErrors.length;
                                        }
                                        var valid0 = _errs23 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (
                                          data.trash_artifacts !== undefined
                                        ) {
                                          let data16 = data.trash_artifacts;
                                          const _errs24 = errors;
                                          if (!(
                                            typeof data16 == 'number' &&
                                            !(data16 % 1) &&
                                            !isNaN(data16) &&
                                            isFinite(data16)
                                          )) {
                                            validate276.errors = [
                                              {
                                                instancePath:
                                                  instancePath +
                                                  '/trash_artifacts',
                                                schemaPath:
                                                  '#/properties/trash_artifacts/type',
                                                keyword: 'type',
                                                params: { type: 'integer' },
                                                message: 'must be integer'
                                              }
                                            ];
                                            return false;
                                          }
                                          if (errors === _errs24) {
                                            if (
                                              typeof data16 == 'number' &&
                                              isFinite(data16)
                                            ) {
                                              if (
                                                data16 > 9007199254740991 ||
                                                isNaN(data16)
                                              ) {
                                                validate276.errors = [
                                                  {
                                                    instancePath:
                                                      instancePath +
                                                      '/trash_artifacts',
                                                    schemaPath:
                                                      '#/properties/trash_artifacts/maximum',
                                                    keyword: 'maximum',
                                                    params: {
                                                      comparison: '<=',
                                                      limit: 9007199254740991
                                                    },
                                                    message:
                                                      'must be <= 9007199254740991'
                                                  }
                                                ];
                                                return false;
                                              } else {
                                                if (
                                                  data16 < 0 ||
                                                  isNaN(data16)
                                                ) {
                                                  validate276.errors = [
                                                    {
                                                      instancePath:
                                                        instancePath +
                                                        '/trash_artifacts',
                                                      schemaPath:
                                                        '#/properties/trash_artifacts/minimum',
                                                      keyword: 'minimum',
                                                      params: {
                                                        comparison: '>=',
                                                        limit: 0
                                                      },
                                                      message: 'must be >= 0'
                                                    }
                                                  ];
                                                  return false;
                                                }
                                              }
                                            }
                                          }
                                          var valid0 = _errs24 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate276.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate276.errors = vErrors;
  return errors === 0;
}

export const isContentsRequest: IValidator<ContentsRequest> = validate286;
const schema89 = {
  type: 'object',
  properties: {
    paths: { type: 'array', items: { type: 'string' }, minItems: 1 },
    run: { $ref: '#/definitions/Run' },
    category: { $ref: '#/definitions/Category' }
  },
  required: ['paths', 'run', 'category']
};

function validate286(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.paths === undefined && (missing0 = 'paths')) ||
        (data.run === undefined && (missing0 = 'run')) ||
        (data.category === undefined && (missing0 = 'category'))
      ) {
        validate286.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.paths !== undefined) {
          let data0 = data.paths;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (Array.isArray(data0)) {
              if (data0.length < 1) {
                validate286.errors = [
                  {
                    instancePath: instancePath + '/paths',
                    schemaPath: '#/properties/paths/minItems',
                    keyword: 'minItems',
                    params: { limit: 1 },
                    message: 'must NOT have fewer than 1 items'
                  }
                ];
                return false;
              } else {
                var valid1 = true;
                const len0 = data0.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  const _errs3 = errors;
                  if (typeof data0[i0] !== 'string') {
                    validate286.errors = [
                      {
                        instancePath: instancePath + '/paths/' + i0,
                        schemaPath: '#/properties/paths/items/type',
                        keyword: 'type',
                        params: { type: 'string' },
                        message: 'must be string'
                      }
                    ];
                    return false;
                  }
                  var valid1 = _errs3 === errors;
                  if (!valid1) {
                    break;
                  }
                }
              }
            } else {
              validate286.errors = [
                {
                  instancePath: instancePath + '/paths',
                  schemaPath: '#/properties/paths/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array'
                }
              ];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.run !== undefined) {
            const _errs5 = errors;
            if (
              !validate32(data.run, {
                instancePath: instancePath + '/run',
                parentData: data,
                parentDataProperty: 'run',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate32.errors
                  : vErrors.concat(validate32.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs5 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.category !== undefined) {
              const _errs6 = errors;
              if (
                !validate37(data.category, {
                  instancePath: instancePath + '/category',
                  parentData: data,
                  parentDataProperty: 'category',
                  rootData
                })
              ) {
                vErrors =
                  vErrors === null
                    ? validate37.errors
                    : vErrors.concat(validate37.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate286.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate286.errors = vErrors;
  return errors === 0;
}

export const isTransferList: IValidator<TransferList> = validate289;
const schema90 = {
  type: 'object',
  properties: {
    transfers: {
      type: 'array',
      items: { $ref: '#/definitions/TransferStatus' }
    }
  },
  required: ['transfers']
};

function validate289(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (data.transfers === undefined && (missing0 = 'transfers')) {
        validate289.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.transfers !== undefined) {
          let data0 = data.transfers;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (Array.isArray(data0)) {
              var valid1 = true;
              const len0 = data0.length;
              for (let i0 = 0; i0 < len0; i0++) {
                const _errs3 = errors;
                if (
                  !validate78(data0[i0], {
                    instancePath: instancePath + '/transfers/' + i0,
                    parentData: data0,
                    parentDataProperty: i0,
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate78.errors
                      : vErrors.concat(validate78.errors);
                  errors = vErrors.length;
                }
                var valid1 = _errs3 === errors;
                if (!valid1) {
                  break;
                }
              }
            } else {
              validate289.errors = [
                {
                  instancePath: instancePath + '/transfers',
                  schemaPath: '#/properties/transfers/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array'
                }
              ];
              return false;
            }
          }
        }
      }
    } else {
      validate289.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate289.errors = vErrors;
  return errors === 0;
}

export const isTrashPage: IValidator<TrashPage> = validate291;
const schema91 = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { $ref: '#/definitions/TrashItem' } },
    next_cursor: { type: 'string' },
    artifacts: { type: 'integer', minimum: 0, maximum: 9007199254740991 },
    bytes: { $ref: '#/definitions/ByteCount' }
  },
  required: ['items', 'artifacts', 'bytes']
};
const schema92 = {
  type: 'object',
  properties: {
    artifact: { $ref: '#/definitions/Artifact' },
    deleted_at: { $ref: '#/definitions/Timestamp' }
  },
  required: ['artifact', 'deleted_at']
};

function validate292(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.artifact === undefined && (missing0 = 'artifact')) ||
        (data.deleted_at === undefined && (missing0 = 'deleted_at'))
      ) {
        validate292.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.artifact !== undefined) {
          const _errs1 = errors;
          if (
            !validate168(data.artifact, {
              instancePath: instancePath + '/artifact',
              parentData: data,
              parentDataProperty: 'artifact',
              rootData
            })
          ) {
            vErrors =
              vErrors === null
                ? validate168.errors
                : vErrors.concat(validate168.errors);
            errors = vErrors.length;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.deleted_at !== undefined) {
            const _errs2 = errors;
            if (
              !validate34(data.deleted_at, {
                instancePath: instancePath + '/deleted_at',
                parentData: data,
                parentDataProperty: 'deleted_at',
                rootData
              })
            ) {
              vErrors =
                vErrors === null
                  ? validate34.errors
                  : vErrors.concat(validate34.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate292.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate292.errors = vErrors;
  return errors === 0;
}

function validate291(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data } = {}
) {
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      let missing0;
      if (
        (data.items === undefined && (missing0 = 'items')) ||
        (data.artifacts === undefined && (missing0 = 'artifacts')) ||
        (data.bytes === undefined && (missing0 = 'bytes'))
      ) {
        validate291.errors = [
          {
            instancePath,
            schemaPath: '#/required',
            keyword: 'required',
            params: { missingProperty: missing0 },
            message: "must have required property '" + missing0 + "'"
          }
        ];
        return false;
      } else {
        if (data.items !== undefined) {
          let data0 = data.items;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (Array.isArray(data0)) {
              var valid1 = true;
              const len0 = data0.length;
              for (let i0 = 0; i0 < len0; i0++) {
                const _errs3 = errors;
                if (
                  !validate292(data0[i0], {
                    instancePath: instancePath + '/items/' + i0,
                    parentData: data0,
                    parentDataProperty: i0,
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate292.errors
                      : vErrors.concat(validate292.errors);
                  errors = vErrors.length;
                }
                var valid1 = _errs3 === errors;
                if (!valid1) {
                  break;
                }
              }
            } else {
              validate291.errors = [
                {
                  instancePath: instancePath + '/items',
                  schemaPath: '#/properties/items/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array'
                }
              ];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.next_cursor !== undefined) {
            const _errs4 = errors;
            if (typeof data.next_cursor !== 'string') {
              validate291.errors = [
                {
                  instancePath: instancePath + '/next_cursor',
                  schemaPath: '#/properties/next_cursor/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string'
                }
              ];
              return false;
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.artifacts !== undefined) {
              let data3 = data.artifacts;
              const _errs6 = errors;
              if (!(
                typeof data3 == 'number' &&
                !(data3 % 1) &&
                !isNaN(data3) &&
                isFinite(data3)
              )) {
                validate291.errors = [
                  {
                    instancePath: instancePath + '/artifacts',
                    schemaPath: '#/properties/artifacts/type',
                    keyword: 'type',
                    params: { type: 'integer' },
                    message: 'must be integer'
                  }
                ];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data3 == 'number' && isFinite(data3)) {
                  if (data3 > 9007199254740991 || isNaN(data3)) {
                    validate291.errors = [
                      {
                        instancePath: instancePath + '/artifacts',
                        schemaPath: '#/properties/artifacts/maximum',
                        keyword: 'maximum',
                        params: { comparison: '<=', limit: 9007199254740991 },
                        message: 'must be <= 9007199254740991'
                      }
                    ];
                    return false;
                  } else {
                    if (data3 < 0 || isNaN(data3)) {
                      validate291.errors = [
                        {
                          instancePath: instancePath + '/artifacts',
                          schemaPath: '#/properties/artifacts/minimum',
                          keyword: 'minimum',
                          params: { comparison: '>=', limit: 0 },
                          message: 'must be >= 0'
                        }
                      ];
                      return false;
                    }
                  }
                }
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.bytes !== undefined) {
                const _errs8 = errors;
                if (
                  !validate27(data.bytes, {
                    instancePath: instancePath + '/bytes',
                    parentData: data,
                    parentDataProperty: 'bytes',
                    rootData
                  })
                ) {
                  vErrors =
                    vErrors === null
                      ? validate27.errors
                      : vErrors.concat(validate27.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate291.errors = [
        {
          instancePath,
          schemaPath: '#/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object'
        }
      ];
      return false;
    }
  }
  validate291.errors = vErrors;
  return errors === 0;
}
