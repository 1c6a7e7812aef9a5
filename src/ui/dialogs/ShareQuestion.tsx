import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  closeIcon,
  copyIcon,
  userIcon,
  usersIcon
} from '@jupyterlab/ui-components';

import type { Contact, Share, ShareLevel } from '../../protocol/generated';
import { displayName } from '../format';
import { levelHint, levelWord } from '../words';
import { KindChoice } from './KindChoice';

export interface ShareQuestionProps {
  trans: TranslationBundle;
  /** Whose the run is; undefined where it is nobody's. */
  owner: string | undefined;
  isMine: boolean;
  shares: readonly Share[];
  /** What opens the run in a browser. */
  address: string;
  /** Persons and groups whose names have some letters. */
  suggest: (word: string, signal: AbortSignal) => Promise<readonly Contact[]>;
  onCopy: () => void;
  /** Called with every change. */
  onAnswer: (shares: readonly Share[]) => void;
}

const LEVELS: readonly ShareLevel[] = ['view', 'add', 'manage'];

/** Whom a run is shared with, and what each may do. */
export function ShareQuestion(props: ShareQuestionProps): JSX.Element {
  const { onAnswer, owner, trans } = props;
  const [shares, setShares] = React.useState(props.shares);
  // What was typed and not added yet is meant as well.
  const [typed, setTyped] = React.useState<Share | null>(null);
  React.useEffect(() => {
    onAnswer(typed ? withNew(shares, typed) : shares);
  }, [onAnswer, shares, typed]);
  const all = shares.find(({ kind }) => kind === 'all');
  const named = shares.filter(({ kind }) => kind !== 'all');
  return (
    <div className="jp-Cellkeep-Question jp-Cellkeep-mod-wide">
      <p className="jp-Cellkeep-Edit-hint">{ownerWords(props, shares)}</p>
      {named.length > 0 && (
        <ul
          className="jp-Cellkeep-Share-list"
          aria-label={trans.__('Shared with')}
        >
          {named.map(share => (
            <ShareRow
              key={keyOf(share)}
              share={share}
              trans={trans}
              onChange={level =>
                setShares(
                  shares.map(one => (one === share ? { ...one, level } : one))
                )
              }
              onRemove={() => setShares(shares.filter(one => one !== share))}
            />
          ))}
        </ul>
      )}
      <Adder
        trans={trans}
        suggest={props.suggest}
        isKnown={contact =>
          shares.some(one => keyOf(one) === keyOf(contact)) ||
          (contact.kind === 'person' && contact.name === owner)
        }
        onType={setTyped}
        onAdd={share => setShares(withNew(shares, share))}
      />
      <label className="jp-Cellkeep-Share-all">
        {trans.__('Everybody of this service')}
        <select
          className="jp-mod-styled"
          value={all?.level ?? ''}
          onChange={({ target: { value } }) => {
            const others = shares.filter(({ kind }) => kind !== 'all');
            const level = LEVELS.find(one => one === value);
            setShares(level ? [...others, { kind: 'all', level }] : others);
          }}
        >
          <option value="">{trans.__('no access')}</option>
          <option value="view">{levelWord('view', trans)}</option>
          <option value="add">{levelWord('add', trans)}</option>
        </select>
      </label>
      <p className="jp-Cellkeep-Edit-hint">
        {LEVELS.map(level => levelHint(level, trans)).join(' ')}
      </p>
      <div className="jp-Cellkeep-Share-link">
        <input
          className="jp-mod-styled"
          aria-label={trans.__('Address that opens the run')}
          readOnly
          value={props.address}
          onFocus={event => event.target.select()}
        />
        <button
          type="button"
          className="jp-mod-styled jp-Cellkeep-Share-button"
          title={trans.__(
            'Copy the address. It opens the run for those whom it is shared with.'
          )}
          onClick={props.onCopy}
        >
          <copyIcon.react tag="span" />
          {trans.__('Copy link')}
        </button>
      </div>
    </div>
  );
}

/** Whose the run is, and who sees it. */
function ownerWords(
  { isMine, owner, trans }: ShareQuestionProps,
  shares: readonly Share[]
): string {
  if (owner === undefined) {
    return trans.__('The run is nobody’s.');
  }
  if (!isMine) {
    return trans.__('The run belongs to %1.', displayName(owner));
  }
  return shares.length === 0
    ? trans.__('The run is yours. Nobody else sees it until you share it.')
    : shares.some(({ kind }) => kind === 'all')
      ? trans.__('The run is yours. Everybody of this service sees it.')
      : trans.__('The run is yours. Besides you, only these see it.');
}

function ShareRow(props: {
  share: Share;
  trans: TranslationBundle;
  onChange: (level: ShareLevel) => void;
  onRemove: () => void;
}): JSX.Element {
  const { share, trans } = props;
  const name = displayName(share.name ?? '');
  const Icon = share.kind === 'group' ? usersIcon : userIcon;
  const remove = trans.__('Do not share with %1', name);
  return (
    <li>
      <Icon.react
        tag="span"
        title={share.kind === 'group' ? trans.__('Group') : trans.__('Person')}
      />
      <bdi title={name}>{name}</bdi>
      <select
        className="jp-mod-styled"
        aria-label={trans.__('What %1 may do', name)}
        value={share.level}
        onChange={({ target: { value } }) =>
          props.onChange(LEVELS.find(one => one === value) ?? share.level)
        }
      >
        {LEVELS.map(level => (
          <option key={level} value={level}>
            {levelWord(level, trans)}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="jp-Cellkeep-Chip-remove"
        aria-label={remove}
        title={remove}
        onClick={props.onRemove}
      >
        <closeIcon.react tag={null} />
      </button>
    </li>
  );
}

function Adder(props: {
  trans: TranslationBundle;
  suggest: ShareQuestionProps['suggest'];
  isKnown: (contact: Contact) => boolean;
  onType: (share: Share | null) => void;
  onAdd: (share: Share) => void;
}): JSX.Element {
  const { isKnown, onType, suggest, trans } = props;
  const [text, setText] = React.useState('');
  const [kind, setKind] = React.useState<Contact['kind']>('person');
  const [found, setFound] = React.useState<readonly Contact[]>([]);
  const id = React.useId();
  const name = text.trim();
  React.useEffect(() => {
    const asking = new AbortController();
    suggest(name, asking.signal).then(setFound, (error: unknown) => {
      // A name can be typed without them.
      console.debug('Cellkeep: no names to complete by.', error);
    });
    return () => asking.abort();
  }, [name, suggest]);
  const share = (typed: string, its: Contact['kind']): Share | null =>
    typed === '' ? null : { kind: its, name: typed, level: 'view' };
  const take = (value: string, chosen?: Contact['kind']): void => {
    const typed = value.trim();
    const known = found.filter(one => one.name === typed);
    const its =
      chosen ?? (known.length === 1 ? (known[0]?.kind ?? kind) : kind);
    setText(value);
    setKind(its);
    onType(share(typed, its));
  };
  const add = (): void => {
    const added = share(name, kind);
    if (added) {
      props.onAdd(added);
      take('', 'person');
    }
  };
  return (
    <div className="jp-Cellkeep-Share-adder">
      <input
        className="jp-mod-styled"
        aria-label={trans.__('Name of a person or group')}
        placeholder={trans.__('Name of a person or group')}
        list={`${id}-list`}
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        value={text}
        onChange={event => take(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            // The field stays for the next one.
            event.preventDefault();
            add();
          }
        }}
      />
      <datalist id={`${id}-list`}>
        {found
          .filter(contact => !isKnown(contact))
          .map(contact => (
            <option
              key={keyOf(contact)}
              value={contact.name}
              label={
                contact.kind === 'group'
                  ? trans.__('%1 (group)', contact.name)
                  : contact.name
              }
            />
          ))}
      </datalist>
      <KindChoice
        trans={trans}
        kind={kind}
        onChange={chosen => take(text, chosen)}
      />
      <button
        type="button"
        className="jp-mod-styled jp-Cellkeep-Share-button"
        disabled={name === ''}
        onClick={add}
      >
        {trans.__('Add')}
      </button>
    </div>
  );
}

/** Whom a share is with: one person or group has one. */
function keyOf({ kind, name }: Pick<Share, 'kind' | 'name'>): string {
  return `${kind}:${name ?? ''}`;
}

/** With one more; whom it is shared with already keeps their rights. */
function withNew(shares: readonly Share[], share: Share): readonly Share[] {
  return shares.some(one => keyOf(one) === keyOf(share))
    ? shares
    : [...shares, share];
}
