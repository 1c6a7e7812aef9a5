/** The opcodes of Python's pickle, protocols 0 to 5, as pickletools lists them. */

/** What follows an opcode: so many bytes, a line, two lines, or bytes after their length. */
export type Argument =
  | { kind: 'bytes'; count: number }
  | { kind: 'lines'; count: 1 | 2 }
  | { kind: 'counted'; lengthBytes: 1 | 4 | 8 };

/** An opcode. */
export interface IOpcode {
  readonly name: string;
  readonly argument: Argument | undefined;
}

const none = undefined;
const fixed = (count: number): Argument => ({ kind: 'bytes', count });
const line: Argument = { kind: 'lines', count: 1 };
const lines: Argument = { kind: 'lines', count: 2 };
const counted = (lengthBytes: 1 | 4 | 8): Argument => ({
  kind: 'counted',
  lengthBytes
});

const TABLE: readonly (readonly [string, string, Argument | undefined])[] = [
  ['(', 'MARK', none],
  ['.', 'STOP', none],
  ['0', 'POP', none],
  ['1', 'POP_MARK', none],
  ['2', 'DUP', none],
  ['F', 'FLOAT', line],
  ['I', 'INT', line],
  ['J', 'BININT', fixed(4)],
  ['K', 'BININT1', fixed(1)],
  ['L', 'LONG', line],
  ['M', 'BININT2', fixed(2)],
  ['N', 'NONE', none],
  ['P', 'PERSID', line],
  ['Q', 'BINPERSID', none],
  ['R', 'REDUCE', none],
  ['S', 'STRING', line],
  ['T', 'BINSTRING', counted(4)],
  ['U', 'SHORT_BINSTRING', counted(1)],
  ['V', 'UNICODE', line],
  ['X', 'BINUNICODE', counted(4)],
  ['a', 'APPEND', none],
  ['b', 'BUILD', none],
  ['c', 'GLOBAL', lines],
  ['d', 'DICT', none],
  ['}', 'EMPTY_DICT', none],
  ['e', 'APPENDS', none],
  ['g', 'GET', line],
  ['h', 'BINGET', fixed(1)],
  ['i', 'INST', lines],
  ['j', 'LONG_BINGET', fixed(4)],
  ['l', 'LIST', none],
  [']', 'EMPTY_LIST', none],
  ['o', 'OBJ', none],
  ['p', 'PUT', line],
  ['q', 'BINPUT', fixed(1)],
  ['r', 'LONG_BINPUT', fixed(4)],
  ['s', 'SETITEM', none],
  ['t', 'TUPLE', none],
  [')', 'EMPTY_TUPLE', none],
  ['u', 'SETITEMS', none],
  ['G', 'BINFLOAT', fixed(8)],
  ['\x80', 'PROTO', fixed(1)],
  ['\x81', 'NEWOBJ', none],
  ['\x82', 'EXT1', fixed(1)],
  ['\x83', 'EXT2', fixed(2)],
  ['\x84', 'EXT4', fixed(4)],
  ['\x85', 'TUPLE1', none],
  ['\x86', 'TUPLE2', none],
  ['\x87', 'TUPLE3', none],
  ['\x88', 'NEWTRUE', none],
  ['\x89', 'NEWFALSE', none],
  ['\x8a', 'LONG1', counted(1)],
  ['\x8b', 'LONG4', counted(4)],
  ['B', 'BINBYTES', counted(4)],
  ['C', 'SHORT_BINBYTES', counted(1)],
  ['\x8c', 'SHORT_BINUNICODE', counted(1)],
  ['\x8d', 'BINUNICODE8', counted(8)],
  ['\x8e', 'BINBYTES8', counted(8)],
  ['\x8f', 'EMPTY_SET', none],
  ['\x90', 'ADDITEMS', none],
  ['\x91', 'FROZENSET', none],
  ['\x92', 'NEWOBJ_EX', none],
  ['\x93', 'STACK_GLOBAL', none],
  ['\x94', 'MEMOIZE', none],
  ['\x95', 'FRAME', fixed(8)],
  ['\x96', 'BYTEARRAY8', counted(8)],
  ['\x97', 'NEXT_BUFFER', none],
  ['\x98', 'READONLY_BUFFER', none]
];

/** The opcodes by their byte. */
export const OPCODES: ReadonlyMap<number, IOpcode> = new Map(
  TABLE.map(([byte, name, argument]) => [
    byte.charCodeAt(0),
    { name, argument }
  ])
);

/** Opcodes after which a text is on the stack, where a name may come from. */
export const TEXT_OPCODES: ReadonlySet<string> = new Set([
  'SHORT_BINUNICODE',
  'BINUNICODE',
  'BINUNICODE8',
  'UNICODE',
  'STRING',
  'BINSTRING',
  'SHORT_BINSTRING'
]);
