import * as React from 'react';

import type { Contact } from '../../protocol/generated';
import type { Translated } from '../props';

/** Whether a name is that of a person or of a group. */
export function KindChoice(
  props: Translated & {
    kind: Contact['kind'];
    onChange: (kind: Contact['kind']) => void;
  }
): JSX.Element {
  const { kind, onChange, trans } = props;
  return (
    <select
      className="jp-mod-styled"
      aria-label={trans.__('Person or group')}
      value={kind}
      onChange={({ target }) =>
        onChange(target.value === 'group' ? 'group' : 'person')
      }
    >
      <option value="person">{trans.__('Person')}</option>
      <option value="group">{trans.__('Group')}</option>
    </select>
  );
}
