/**
 * What categories there are, and what tags and aliases may be, as `cellkeep_store/catalog/naming.py`
 * checks it: here so that it is told while someone types.
 */

import type { Category } from './generated';
import { LIMITS } from './limits.generated';

export const CATEGORIES: readonly Category[] = ['code', 'input', 'output'];

/** Whether something from outside is a category. */
export function isCategory(value: unknown): value is Category {
  return CATEGORIES.some(one => one === value);
}

/** The alias that every name has without being given it. */
export const LATEST = 'latest';

const ALIAS = /^[a-z][a-z0-9._-]{0,63}$/;
const VERSION = /^v?[0-9]+$/;
// Python's `isprintable`: everything but separators, controls and what Unicode has not assigned; of spaces only the plain one.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** The rule that an alias breaks. */
export type AliasProblem = 'reserved' | 'version' | 'form';
/** The rule that a tag breaks. */
export type TagProblem = 'empty' | 'long' | 'unprintable';

/** Returns what keeps a text from being an alias; null for a good one. */
export function aliasProblem(alias: string): AliasProblem | null {
  if (alias === LATEST) {
    return 'reserved';
  }
  if (VERSION.test(alias)) {
    return 'version';
  }
  return ALIAS.test(alias) ? null : 'form';
}

/** Returns a tag as it is stored. */
export function cleanTag(tag: string): string {
  return tag.normalize('NFC').trim();
}

/** Returns what keeps a text from being a tag; null for a good one. */
export function tagProblem(tag: string): TagProblem | null {
  const clean = cleanTag(tag);
  if (clean === '') {
    return 'empty';
  }
  if ([...clean].length > LIMITS.tag_characters) {
    return 'long';
  }
  return UNPRINTABLE.test(clean) ? 'unprintable' : null;
}
