/** Reads single values of NumPy dtypes out of bytes. */
import { floatText, halfFloat, shortFloat32 } from './numbers';
import { calendarText, NOT_A_TIME } from './times';

/** Axes that an array of NumPy may have. */
export const MOST_AXES = 64;

/** Reads one value of a dtype. */
export interface IElement {
  /** NumPy's name, such as `float64`. */
  readonly name: string;
  /** Bytes of a value. */
  readonly size: number;
  text(view: DataView, offset: number): string;
  /** NaN where the value is no number. */
  number(view: DataView, offset: number): number;
}

/** A dtype as `.npy` headers have it: text, or the fields of a structure. */
export type Descr = string | ReadonlyArray<ReadonlyArray<unknown>>;

/** Returns the reader of a dtype; of one that nobody knows, its bytes as hex. */
export function elementOf(descr: Descr): IElement {
  if (typeof descr !== 'string') {
    return structureOf(descr);
  }
  const ml = ML_DTYPES[descr];
  if (ml) {
    return ml;
  }
  const match = /^([<>|=]?)([a-zA-Z?])(\d*)(?:\[(\d*)(\w+)\])?$/.exec(descr);
  if (!match) {
    return opaque(descr, 1);
  }
  const [, order, code = '', digits, step, unit] = match;
  const little = order !== '>';
  const size = digits ? Number(digits) : 1;
  switch (code) {
    case '?':
    case 'b':
      return integerOrBool(code, size, little);
    case 'i':
    case 'u':
      return integer(code, size, little);
    case 'f':
      return float(size, little);
    case 'c':
      return complex(size, little);
    case 'M':
    case 'm':
      return time(code, unit ?? '', step ? Number(step) : 1, little);
    case 'U':
      return unicode(size, little);
    case 'S':
      return byteText(size);
    default:
      return opaque(`void${size * 8}`, size);
  }
}

function integerOrBool(code: string, size: number, little: boolean): IElement {
  // NumPy's text for bool is `|b1`, and `|i1` for a signed byte.
  if (code === 'b' && size !== 1) {
    return integer('i', size, little);
  }
  return {
    name: 'bool',
    size: 1,
    text: (view, offset) => (view.getUint8(offset) ? 'True' : 'False'),
    number: (view, offset) => (view.getUint8(offset) ? 1 : 0)
  };
}

function integer(code: string, size: number, little: boolean): IElement {
  const signed = code === 'i';
  const name = `${signed ? '' : 'u'}int${size * 8}`;
  const read = (view: DataView, offset: number): bigint | number => {
    switch (size) {
      case 1:
        return signed ? view.getInt8(offset) : view.getUint8(offset);
      case 2:
        return signed
          ? view.getInt16(offset, little)
          : view.getUint16(offset, little);
      case 4:
        return signed
          ? view.getInt32(offset, little)
          : view.getUint32(offset, little);
      default:
        return signed
          ? view.getBigInt64(offset, little)
          : view.getBigUint64(offset, little);
    }
  };
  return {
    name,
    size,
    text: (view, offset) => String(read(view, offset)),
    number: (view, offset) => Number(read(view, offset))
  };
}

function float(size: number, little: boolean): IElement {
  switch (size) {
    case 2:
      return plainFloat('float16', 2, (view, offset) =>
        halfFloat(view.getUint16(offset, little))
      );
    case 4:
      return plainFloat(
        'float32',
        4,
        (view, offset) => view.getFloat32(offset, little),
        value => floatText(shortFloat32(value))
      );
    case 8:
      return plainFloat('float64', 8, (view, offset) =>
        view.getFloat64(offset, little)
      );
    default:
      // The C compiler's long double; JavaScript has nothing for it.
      return opaque(`float${size * 8}`, size);
  }
}

function plainFloat(
  name: string,
  size: number,
  number: IElement['number'],
  format: (value: number) => string = floatText
): IElement {
  const text: IElement['text'] = (view, offset) => format(number(view, offset));
  return { name, size, number, text };
}

function complex(size: number, little: boolean): IElement {
  const half = float(size / 2, little);
  return {
    name: `complex${size * 8}`,
    size,
    text: (view, offset) => {
      const [real, imaginary] = [0, half.size].map(at =>
        half.text(view, offset + at).replace(/\.0$/, '')
      );
      const sign = /^-/.test(imaginary ?? '') ? '' : '+';
      return `(${real}${sign}${imaginary}j)`;
    },
    number: (view, offset) =>
      Math.hypot(
        half.number(view, offset),
        half.number(view, offset + half.size)
      )
  };
}

function time(
  code: string,
  unit: string,
  step: number,
  little: boolean
): IElement {
  const read = (view: DataView, offset: number): bigint =>
    view.getBigInt64(offset, little);
  const full = step === 1 ? unit : `${step}${unit}`;
  const name = `${code === 'M' ? 'datetime' : 'timedelta'}64[${full}]`;
  return {
    name,
    size: 8,
    text: (view, offset) => {
      const value = read(view, offset);
      if (value === NOT_A_TIME) {
        return 'NaT';
      }
      const count = value * BigInt(step);
      return code === 'm' ? `${count} ${unit}` : calendarText(count, unit);
    },
    number: (view, offset) => {
      const value = read(view, offset);
      return value === NOT_A_TIME ? NaN : Number(value);
    }
  };
}

function unicode(characters: number, little: boolean): IElement {
  return {
    name: `str${characters * 32}`,
    size: characters * 4,
    text: (view, offset) => {
      let text = '';
      for (let index = 0; index < characters; index += 1) {
        const point = view.getUint32(offset + 4 * index, little);
        // NumPy pads with zeros, which may also stand inside: keep all but the last ones.
        text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
      }
      return text.replace(/\0+$/, '');
    },
    number: () => NaN
  };
}

function byteText(size: number): IElement {
  return {
    name: `bytes${size * 8}`,
    size,
    text: (view, offset) => {
      const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, size);
      return String.fromCharCode(...bytes).replace(/\0+$/, '');
    },
    number: () => NaN
  };
}

function opaque(name: string, size: number): IElement {
  return {
    name,
    size,
    text: (view, offset) => {
      const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, size);
      return `0x${[...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')}`;
    },
    number: () => NaN
  };
}

/** A structured dtype: each field `[name, descr]`, or `[name, descr, shape]`. */
function structureOf(fields: ReadonlyArray<ReadonlyArray<unknown>>): IElement {
  let size = 0;
  const parts = fields.map(([name, descr, shape]) => {
    const element = elementOf(descr as Descr);
    const count = Array.isArray(shape)
      ? shape.reduce((product: number, extent) => product * Number(extent), 1)
      : 1;
    const part = { name: String(name), element, count, offset: size };
    size += element.size * count;
    return part;
  });
  // Padding between fields has no name.
  const shown = parts.filter(part => part.name !== '');
  return {
    name: `(${shown.map(part => part.element.name).join(', ')})`,
    size,
    text: (view, offset) => {
      const values = shown.map(({ element, count, offset: at }) => {
        const texts = Array.from({ length: count }, (_, index) =>
          element.text(view, offset + at + index * element.size)
        );
        return count === 1 ? texts[0] : `[${texts.join(' ')}]`;
      });
      return `(${values.join(', ')})`;
    },
    number: () => NaN
  };
}

/** Small floats of ml_dtypes: sign, then these bits of exponent and fraction. */
const ML_DTYPES: Readonly<Record<string, IElement | undefined>> = {
  bfloat16: plainFloat('bfloat16', 2, (view, offset) => {
    const scratch = new DataView(new ArrayBuffer(4));
    scratch.setUint32(0, view.getUint16(offset, true) << 16);
    return scratch.getFloat32(0);
  }),
  float8_e5m2: plainFloat('float8_e5m2', 1, (view, offset) =>
    // It is the upper half of a 16-bit float.
    halfFloat(view.getUint8(offset) << 8)
  ),
  float8_e4m3fn: plainFloat('float8_e4m3fn', 1, (view, offset) => {
    const bits = view.getUint8(offset);
    const sign = bits & 0x80 ? -1 : 1;
    const exponent = (bits >> 3) & 0xf;
    const fraction = bits & 0x7;
    if (exponent === 0xf && fraction === 7) {
      return NaN;
    }
    return exponent
      ? sign * 2 ** (exponent - 7) * (1 + fraction / 8)
      : sign * 2 ** -6 * (fraction / 8);
  })
};
