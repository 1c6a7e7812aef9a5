import { beforeEach, describe, expect, it, vi } from 'vitest';

import { BrowserNotes } from '../../../src/plugins/outputs/browserNotes';

describe('what the browser remembers', () => {
  const make = () => new BrowserNotes<string>('test', 'http://here/');

  beforeEach(() => localStorage.clear());

  it('is shared by the pages of one server, and by no others', () => {
    const [one, two] = [make(), make()];
    one.set('a', '1');
    two.set('b', '2');
    expect([one.get('a'), one.get('b')]).toEqual(['1', '2']);
    expect(new BrowserNotes('test', 'http://there/').get('a')).toBeUndefined();
    two.set('a', undefined);
    expect(one.get('a')).toBeUndefined();
  });

  it('follows what is called otherwise now', () => {
    const notes = make();
    notes.set('a', '1');
    notes.set('b', '2');
    notes.rename(key => (key === 'a' ? 'c' : undefined));
    expect(['a', 'b', 'c'].map(key => make().get(key))).toEqual([
      undefined,
      '2',
      '1'
    ]);
  });

  it('loses the oldest first', () => {
    const notes = make();
    notes.set('old', 'x'.repeat(200_000));
    notes.set('older in use', 'y');
    notes.set('new', 'x'.repeat(150_000));
    expect(notes.get('old')).toBeUndefined();
    expect(notes.get('older in use')).toBe('y');
  });

  it('is nothing where the browser forbids it or another hand has written', () => {
    localStorage.setItem('cellkeep:test:http://here/', '{"not": "ours"}');
    expect(make().get('not')).toBeUndefined();
    const full = vi.spyOn(Storage.prototype, 'setItem');
    full.mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    make().set('a', '1');
    full.mockRestore();
    expect(make().get('a')).toBeUndefined();
  });
});
