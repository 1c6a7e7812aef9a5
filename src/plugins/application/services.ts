import {
  type ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';

import type { ICellkeep } from '../../tokens';
import type { SidebarState } from './sidebarState';

/** What a plugin hands to its own commands and views. */
export interface IServices {
  readonly cellkeep: ICellkeep;
  readonly sidebar: SidebarState;
  readonly trans: TranslationBundle;
}

/** The words of this extension in the person's language. */
export function wordsOf(translator: ITranslator | null): TranslationBundle {
  return (translator ?? nullTranslator).load('cellkeep');
}
