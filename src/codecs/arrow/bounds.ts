/**
 * Bounds for what Arrow's metadata says.
 *
 * flatbuffers believes every length and offset of a file: one changed byte makes it build lists of
 * thousands of millions, which ends the browser's process. Whoever imports this has it checked.
 */
import { ByteBuffer } from 'flatbuffers';

/** Tables that are followed in one piece of metadata; a file of 16,384 columns has some 100,000. */
const MOST_STEPS = 2_000_000;

const steps = new WeakMap<ByteBuffer, number>();
const { __indirect: indirect, __vector_len: length } = ByteBuffer.prototype;

ByteBuffer.prototype.__vector_len = function (offset) {
  const items = length.call(this, offset);
  if (items < 0 || items > this.capacity()) {
    throw new RangeError('A list is longer than what it stands in.');
  }
  return items;
};

ByteBuffer.prototype.__indirect = function (offset) {
  const done = (steps.get(this) ?? 0) + 1;
  steps.set(this, done);
  const place = indirect.call(this, offset);
  if (done > MOST_STEPS || place < 0 || place > this.capacity()) {
    throw new RangeError('It refers to what is not there.');
  }
  return place;
};
