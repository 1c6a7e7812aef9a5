// Generated from schema/ by scripts/generate-protocol.mjs. Do not edit.
/** Every error, by its code. */
export const ERRORS = {
  BAD_REQUEST: {
    status: 400,
    retryable: false,
    meaning: 'The request is not one that this interface knows.'
  },
  BAD_NAME: {
    status: 400,
    retryable: false,
    meaning: "The name cannot be an artifact's name."
  },
  NAME_REQUIRED: {
    status: 400,
    retryable: false,
    meaning: 'An object needs a name.'
  },
  NAME_CONFLICT: {
    status: 409,
    retryable: false,
    meaning: 'Two of the things to save would get the same name.'
  },
  UNKNOWN_CATEGORY: {
    status: 400,
    retryable: false,
    meaning: 'The category is not code, input or output.'
  },
  BAD_MEDIA_TYPE: {
    status: 400,
    retryable: false,
    meaning: 'The media type is not of the form type/subtype.'
  },
  EMPTY_SELECTION: {
    status: 400,
    retryable: false,
    meaning: 'There is nothing to save.'
  },
  FILE_NOT_FOUND: {
    status: 404,
    retryable: false,
    meaning: 'There is no such file or directory.'
  },
  NOT_A_DIRECTORY: {
    status: 400,
    retryable: false,
    meaning: 'The path is not a directory.'
  },
  NOT_A_FILE: {
    status: 400,
    retryable: false,
    meaning: 'The path is not a regular file.'
  },
  FILE_CHANGED: {
    status: 409,
    retryable: true,
    meaning: 'The file changed while it was read.'
  },
  NOT_SERIALISABLE: {
    status: 400,
    retryable: false,
    meaning: 'No codec can store the object.'
  },
  PICKLE_REFUSED: {
    status: 400,
    retryable: false,
    meaning: 'Only pickle can store or load this, and it was not allowed.'
  },
  CODEC_NOT_FOUND: {
    status: 400,
    retryable: false,
    meaning: 'The artifact was written by a codec that is not installed.'
  },
  RUN_CLOSED: {
    status: 409,
    retryable: false,
    meaning: 'The run is closed.'
  },
  RUN_NOT_FOUND: {
    status: 404,
    retryable: false,
    meaning: 'There is no such run.'
  },
  ARTIFACT_NOT_FOUND: {
    status: 404,
    retryable: false,
    meaning: 'There is no such artifact.'
  },
  ID_CONFLICT: {
    status: 409,
    retryable: false,
    meaning: 'Another artifact was offered under the same id.'
  },
  BLOB_MISSING: {
    status: 404,
    retryable: true,
    meaning: 'The store does not have these bytes.'
  },
  BLOB_DAMAGED: {
    status: 500,
    retryable: false,
    meaning: 'The stored bytes no longer have their digest.'
  },
  DIGEST_MISMATCH: {
    status: 409,
    retryable: true,
    meaning: 'The bytes that arrived do not have the digest that was offered.'
  },
  SIZE_MISMATCH: {
    status: 409,
    retryable: true,
    meaning: 'The bytes that arrived are not as many as were offered.'
  },
  CHECKSUM_MISMATCH: {
    status: 460,
    retryable: true,
    meaning: 'The bytes of this request do not have their checksum.'
  },
  OFFSET_MISMATCH: {
    status: 409,
    retryable: true,
    meaning: 'The request does not start where the upload stopped.'
  },
  UPLOAD_NOT_FOUND: {
    status: 404,
    retryable: true,
    meaning: 'There is no such upload.'
  },
  UPLOAD_EXPIRED: {
    status: 410,
    retryable: true,
    meaning: 'The upload was left for too long and its bytes are gone.'
  },
  UPLOAD_LOCKED: {
    status: 423,
    retryable: true,
    meaning: 'Another request is writing to this upload.'
  },
  TOO_LARGE: {
    status: 413,
    retryable: false,
    meaning: 'The body is larger than this interface takes.'
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    retryable: false,
    meaning: 'The range lies outside the content.'
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    meaning: 'The body is not of a type that this interface reads.'
  },
  PROTOCOL_MISMATCH: {
    status: 412,
    retryable: false,
    meaning: 'The two sides speak different versions of the protocol.'
  },
  FORBIDDEN: {
    status: 403,
    retryable: false,
    meaning: 'This user may not do that.'
  },
  STORE_FULL: {
    status: 507,
    retryable: true,
    meaning: 'The store has no room.'
  },
  STORE_UNREACHABLE: {
    status: 503,
    retryable: true,
    meaning: 'The store cannot be reached.'
  },
  CATALOG_BUSY: {
    status: 503,
    retryable: true,
    meaning: 'The catalog is locked by another process.'
  },
  TIMEOUT: {
    status: 504,
    retryable: true,
    meaning: 'It took too long.'
  },
  CANCELLED: {
    status: 409,
    retryable: false,
    meaning: 'It was cancelled.'
  },
  INTERNAL: {
    status: 500,
    retryable: true,
    meaning: 'Something unexpected went wrong.'
  }
} as const;
