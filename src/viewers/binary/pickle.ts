/** What a pickle would do, read from its opcodes. Nothing is ever loaded. */
import { breathe, type ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import { Cursor } from './cursor';
import { OPCODES, TEXT_OPCODES, type Argument, type IOpcode } from './opcodes';

/** One opcode of a pickle. */
export interface IStep {
  readonly position: number;
  readonly opcode: string;
  /** Its argument as text, cut where it is long. */
  readonly argument: string;
}

/** What is in a pickle. */
export interface IPickleFacts {
  readonly protocol: number;
  /** The first opcodes. */
  readonly steps: readonly IStep[];
  readonly opcodes: number;
  /** What it imports when it is loaded, as `module.name`, and how often. */
  readonly globals: readonly {
    readonly name: string;
    readonly count: number;
    readonly isRisky: boolean;
  }[];
  /** Calls that loading makes. */
  readonly calls: number;
  /** Bytes of text and binary data in it. */
  readonly dataBytes: number;
  /** Whether it was read to its end. */
  readonly isComplete: boolean;
}

const MOST_STEPS = 5000;
const MOST_OPCODES = 20_000_000;
const MOST_LINE_BYTES = 65_536;
const ARGUMENT_BYTES = 120;
const CALLS: ReadonlySet<string> = new Set([
  'REDUCE',
  'NEWOBJ',
  'NEWOBJ_EX',
  'INST',
  'OBJ',
  'BUILD'
]);
/** Modules and names whose import in a pickle means that it runs something of its own. */
const RISKY =
  /^(os|posix|nt|sys|subprocess|shutil|socket|importlib|runpy|pty|code|ctypes|webbrowser|requests|urllib|http|pip|pickle|marshal|types|asyncio|multiprocessing|signal)(\.|$)|^(builtins|__builtin__)\.(eval|exec|compile|open|__import__|getattr|setattr|delattr|globals|input|breakpoint)$|^operator\.(attrgetter|methodcaller)$|^functools\.(partial|reduce)$/;

/** Lists the opcodes of a pickle. */
export async function readPickle(
  content: IContentSource,
  call: ICall
): Promise<IPickleFacts> {
  const reader = new PickleReader(new Cursor(content, call.signal));
  while (!reader.isOver) {
    await reader.step();
    if (reader.opcodes % 4096 === 0) {
      call.progress(reader.position, content.size);
      await breathe(call);
    }
  }
  return reader.facts();
}

class PickleReader {
  constructor(private readonly _cursor: Cursor) {}

  isOver = false;
  opcodes = 0;

  get position(): number {
    return this._cursor.position;
  }

  async step(): Promise<void> {
    const { position } = this._cursor;
    if (this._cursor.isAtEnd || this.opcodes >= MOST_OPCODES) {
      this.isOver = true;
      return;
    }
    const byte = (await this._cursor.need(1, 'pickle')).getUint8(0);
    const opcode = OPCODES.get(byte);
    if (!opcode) {
      throw new CellkeepError(
        'CONTENT_UNREADABLE',
        `This is not a whole pickle: at byte ${position} there is no opcode.`,
        { hint: 'Look at its bytes.' }
      );
    }
    const argument = opcode.argument
      ? await this._argument(opcode.argument, opcode)
      : '';
    this.opcodes += 1;
    this._note(opcode.name, argument);
    if (this._steps.length < MOST_STEPS) {
      this._steps.push({ position, opcode: opcode.name, argument });
    }
    if (opcode.name === 'STOP') {
      this.isOver = true;
      this._isComplete = true;
    }
  }

  facts(): IPickleFacts {
    return {
      protocol: this._protocol,
      steps: this._steps,
      opcodes: this.opcodes,
      globals: [...this._globals].map(([name, count]) => ({
        name,
        count,
        isRisky: RISKY.test(name)
      })),
      calls: this._calls,
      dataBytes: this._dataBytes,
      isComplete: this._isComplete
    };
  }

  private _note(opcode: string, argument: string): void {
    if (opcode === 'PROTO') {
      this._protocol = Number(argument);
    } else if (opcode === 'GLOBAL' || opcode === 'INST') {
      this._addGlobal(argument.replace(' ', '.'));
    } else if (opcode === 'STACK_GLOBAL') {
      // The module and the name are the last two texts before it, unless they are remembered ones.
      const [module, name] = this._texts;
      this._addGlobal(this._texts.length === 2 ? `${module}.${name}` : '?');
    } else if (TEXT_OPCODES.has(opcode)) {
      this._texts = [...this._texts.slice(-1), argument];
      this._memo.set(this._memoized, argument);
    } else if (
      opcode === 'MEMOIZE' ||
      opcode === 'BINPUT' ||
      opcode === 'LONG_BINPUT'
    ) {
      this._memoized =
        opcode === 'MEMOIZE' ? this._memoized + 1 : Number(argument) + 1;
    } else if (opcode === 'BINGET' || opcode === 'LONG_BINGET') {
      const known = this._memo.get(Number(argument));
      if (known !== undefined) {
        this._texts = [...this._texts.slice(-1), known];
      }
    }
    if (CALLS.has(opcode)) {
      this._calls += 1;
    }
  }

  private _addGlobal(name: string): void {
    this._globals.set(name, (this._globals.get(name) ?? 0) + 1);
  }

  private async _argument(
    argument: Argument,
    { name }: IOpcode
  ): Promise<string> {
    switch (argument.kind) {
      case 'bytes': {
        const view = await this._cursor.need(argument.count, 'pickle');
        return fixedText(view, name);
      }
      case 'lines': {
        const found: string[] = [];
        for (let index = 0; index < argument.count; index += 1) {
          found.push(await this._line());
        }
        return found.join(' ');
      }
      case 'counted': {
        const length = lengthOf(
          await this._cursor.need(argument.lengthBytes, 'pickle')
        );
        const shown = Math.min(length, ARGUMENT_BYTES);
        const bytes = (await this._cursor.take(shown)).slice();
        // The rest is stepped over: it may be the whole of a large array.
        this._cursor.position += length - shown;
        this._dataBytes += length;
        const text = TEXT_OPCODES.has(name)
          ? new TextDecoder().decode(bytes)
          : hex(bytes);
        return length > shown ? `${text}… (${length})` : text;
      }
    }
  }

  private async _line(): Promise<string> {
    let text = '';
    for (let count = 0; count < MOST_LINE_BYTES; count += 1) {
      const byte = (await this._cursor.need(1, 'pickle')).getUint8(0);
      if (byte === 0x0a) {
        return text;
      }
      if (text.length < ARGUMENT_BYTES) {
        text += String.fromCharCode(byte);
      }
    }
    throw new CellkeepError(
      'CONTENT_UNREADABLE',
      'This is not a pickle: a line has no end.'
    );
  }

  private readonly _steps: IStep[] = [];
  private readonly _globals = new Map<string, number>();
  private readonly _memo = new Map<number, string>();
  private _texts: string[] = [];
  private _memoized = 0;
  private _protocol = 0;
  private _calls = 0;
  private _dataBytes = 0;
  private _isComplete = false;
}

function lengthOf(view: DataView): number {
  switch (view.byteLength) {
    case 1:
      return view.getUint8(0);
    case 4:
      return view.getUint32(0, true);
    default:
      return Number(view.getBigUint64(0, true));
  }
}

function fixedText(view: DataView, name: string): string {
  if (name === 'BINFLOAT') {
    return String(view.getFloat64(0));
  }
  switch (view.byteLength) {
    case 1:
      return String(view.getUint8(0));
    case 2:
      return String(view.getUint16(0, true));
    case 4:
      return String(
        name === 'BININT' ? view.getInt32(0, true) : view.getUint32(0, true)
      );
    default:
      return String(view.getBigUint64(0, true));
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 16), byte =>
    byte.toString(16).padStart(2, '0')
  ).join(' ');
}
