import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { bytes, displayName } from '../../ui/format';
import { Name } from '../../ui/Name';
import { TextButton } from '../../ui/TextButton';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { AgainstBase } from './AgainstBase';
import { Difference, IMAGES, useFormats } from './Difference';
import { PictureStrip } from './PictureStrip';
import type { INameRow } from './runs';

/** One name in every run: its versions, and how what is chosen of them differs from the base's. */
export function NameDifference(props: {
  row: INameRow;
  titles: readonly string[];
  base: number;
  /** Asks for all versions of a name in a run, the latest first. */
  versions: (
    artifact: Artifact,
    signal: AbortSignal
  ) => Promise<readonly Artifact[]>;
  /** Shows artifacts in a tab of their own. */
  onOpen: (artifacts: readonly Artifact[]) => void;
}): JSX.Element {
  const { row, titles, versions } = props;
  const { trans } = useServices();
  const [all, retry] = useCall(
    ({ signal }) =>
      Promise.all(
        row.artifacts.map(
          async artifact =>
            (artifact && (await versions(artifact, signal))) ?? []
        )
      ),
    [row, versions]
  );
  const [chosen, setChosen] = React.useState(row.artifacts);
  // Where the base has not got the name, the first run that has it stands for it.
  const base = chosen[props.base]
    ? props.base
    : chosen.findIndex(artifact => artifact !== undefined);
  const before = chosen[base];
  const there = chosen.flatMap((artifact, index) =>
    artifact ? { artifact, title: titles[index] ?? '' } : []
  );
  const wordsOf = (index: number): string | undefined => {
    const after = chosen[index];
    if (!after) {
      return trans.__('missing');
    }
    return after.sha256 === before?.sha256
      ? trans.__('the same content, byte for byte')
      : undefined;
  };
  return (
    <section
      className="jp-Cellkeep-NameDifference"
      aria-label={displayName(row.name)}
    >
      <h3 className="jp-Cellkeep-Viewer-heading">
        <Name value={row.name} />{' '}
        <TextButton
          onClick={() => props.onOpen(there.map(({ artifact }) => artifact))}
        >
          {trans.__('Open in a tab')}
        </TextButton>
      </h3>
      <Awaited
        state={all}
        label={trans.__('Looking for the versions…')}
        onRetry={retry}
      >
        {value => (
          <Versions
            titles={titles}
            all={value}
            chosen={chosen}
            base={base}
            onChoose={(index, artifact) =>
              setChosen(
                chosen.map((one, place) => (place === index ? artifact : one))
              )
            }
          />
        )}
      </Awaited>
      {there.length > 1 && (
        <Pictures
          key={there.map(({ artifact }) => artifact.id).join()}
          artifacts={there.map(({ artifact }) => artifact)}
          titles={there.map(({ title }) => title)}
        />
      )}
      {before && (
        <AgainstBase titles={titles} base={base} wordsOf={wordsOf}>
          {index => {
            const after = chosen[index];
            return (
              after && (
                <Difference
                  key={`${before.id} ${after.id}`}
                  before={before}
                  after={after}
                />
              )
            );
          }}
        </AgainstBase>
      )}
    </section>
  );
}

/** The strip, where all of them are pictures. */
function Pictures(props: {
  artifacts: readonly Artifact[];
  titles: readonly string[];
}): JSX.Element | null {
  const [formats] = useFormats(props.artifacts);
  return formats.status === 'ready' &&
    formats.value.every(format => IMAGES.has(format)) ? (
    <PictureStrip {...props} formats={formats.value} />
  ) : null;
}

function Versions(props: {
  titles: readonly string[];
  all: readonly (readonly Artifact[])[];
  chosen: readonly (Artifact | undefined)[];
  base: number;
  onChoose: (index: number, artifact: Artifact | undefined) => void;
}): JSX.Element {
  const { all, base, chosen, titles } = props;
  const { trans } = useServices();
  return (
    <div className="jp-Cellkeep-Compare-wide">
      <table className="jp-Cellkeep-Table jp-Cellkeep-Compare-facts">
        <thead>
          <tr>
            <th scope="col">{trans.__('Run')}</th>
            <th scope="col">{trans.__('Version')}</th>
            <th scope="col">{trans.__('Summary')}</th>
            <th scope="col">{trans.__('Size')}</th>
          </tr>
        </thead>
        <tbody>
          {titles.map((title, index) => {
            const artifact = chosen[index];
            const versions = all[index] ?? [];
            return (
              <tr
                key={index}
                className={
                  artifact?.sha256 === chosen[base]?.sha256
                    ? ''
                    : 'jp-Cellkeep-mod-changed'
                }
              >
                <th scope="row">
                  <bdi>{title}</bdi> {index === base && trans.__('(base)')}
                </th>
                <td>
                  {artifact ? (
                    <select
                      aria-label={trans.__('Version in %1', title)}
                      value={artifact.id}
                      onChange={event =>
                        props.onChoose(
                          index,
                          versions.find(({ id }) => id === event.target.value)
                        )
                      }
                    >
                      {versions.map(({ aliases = [], id, version }) => (
                        <option key={id} value={id}>
                          {[trans.__('v%1', version), ...aliases].join(' · ')}
                        </option>
                      ))}
                    </select>
                  ) : (
                    trans.__('missing')
                  )}
                </td>
                <td>
                  <bdi>{displayName(artifact?.summary ?? '')}</bdi>
                </td>
                <td className="jp-Cellkeep-mod-number">
                  {artifact ? bytes(artifact.size) : ''}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
