/** Who did what and holds how much, in words. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type {
  Activity,
  ShareLevel,
  StoreStatus,
  Usage
} from '../../protocol/generated';
import { bytes, displayName, fractionOf, percent } from '../format';
import { levelWord } from '../words';

/** From this part of a quota on a person is told; the kernel is from the same (`cellkeep_core.quota`). */
const NOTICE = 0.8;

/** What somebody did. */
export function actWord(
  act: Activity['act'],
  trans: TranslationBundle
): string {
  const words: Readonly<Record<Activity['act'], () => string>> = {
    saved: () => trans.__('saved'),
    read: () => trans.__('read'),
    changed: () => trans.__('changed'),
    shared: () => trans.__('shared'),
    deleted: () => trans.__('deleted'),
    restored: () => trans.__('restored'),
    purged: () => trans.__('deleted permanently'),
    limited: () => trans.__('set a quota'),
    ended: () => trans.__('ended an upload')
  };
  return words[act]();
}

const LEVELS: readonly ShareLevel[] = ['view', 'add', 'manage', 'own'];

/** On what: name and version of an artifact, who may do or hold what now, or whose upload. */
export function actObject(
  { act, what }: Activity,
  trans: TranslationBundle
): string {
  switch (act) {
    case 'shared':
      return what
        .split(/, (?=person:|group:|all )/)
        .map(one => shareWords(one, trans))
        .join(', ');
    case 'limited':
    case 'ended':
      return displayName(withoutKind(what));
    default:
      return displayName(what);
  }
}

/** What one may do with a run, of "person:olga view". */
function shareWords(text: string, trans: TranslationBundle): string {
  const space = text.lastIndexOf(' ');
  const level = LEVELS.find(one => one === text.slice(space + 1));
  const who = text.slice(0, space);
  const name =
    who === 'all' ? trans.__('everybody') : displayName(withoutKind(who));
  return level === undefined
    ? displayName(text)
    : level === 'own'
      ? trans.__('%1 owns it', name)
      : `${name} ${levelWord(level, trans)}`;
}

function withoutKind(who: string): string {
  return who.replace(/^(person|group):/, '');
}

/** "20 GB", and where that is said if not of this name. */
export function quotaWords(usage: Usage, trans: TranslationBundle): string {
  const { kind, quota_bytes: quota, quota_from: from } = usage;
  if (quota === undefined) {
    return trans.__('no quota');
  }
  return kind === 'group'
    ? trans.__('%1 for each member', bytes(quota))
    : from === 'group'
      ? trans.__('%1 (by a group)', bytes(quota))
      : from === 'default'
        ? trans.__('%1 (as everybody)', bytes(quota))
        : bytes(quota);
}

/** What of a quota is used; undefined where there is none, or that of each member of a group. */
export function usedOf({
  bytes: held,
  kind,
  quota_bytes
}: Usage): number | undefined {
  return kind === 'person' && quota_bytes !== undefined
    ? fractionOf(held, quota_bytes)
    : undefined;
}

/** Says how much of the person's quota is used, once it is much. */
export function quotaNotice(
  status: StoreStatus,
  trans: TranslationBundle
): string | undefined {
  const { held_bytes: held, quota_bytes: quota } = status;
  if (held === undefined || quota === undefined || held < NOTICE * quota) {
    return undefined;
  }
  return held >= quota
    ? trans.__('Quota reached: %1 of %2', bytes(held), bytes(quota))
    : trans.__(
        '%1 of your quota is used: %2 of %3',
        percent(fractionOf(held, quota)),
        bytes(held),
        bytes(quota)
      );
}
