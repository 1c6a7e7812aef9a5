import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { absoluteTime, bytes, displayName } from '../../ui/format';
import { useServices } from '../frame/services';

/** What is known of two artifacts, those facts that differ first in sight. */
export function Facts(props: {
  before: Artifact;
  after: Artifact;
}): JSX.Element {
  const { before, after } = props;
  const { trans } = useServices();
  const [showsAll, setShowsAll] = React.useState(false);
  const rows: readonly [string, (artifact: Artifact) => string][] = [
    [trans.__('Name'), ({ name }) => name],
    [trans.__('Version'), ({ version }) => String(version)],
    [trans.__('Run'), ({ run_name }) => run_name],
    [trans.__('Size'), ({ size }) => bytes(size)],
    [trans.__('Media type'), ({ media_type }) => media_type],
    [trans.__('Summary'), ({ summary }) => summary ?? ''],
    [trans.__('Made'), ({ created_at }) => absoluteTime(created_at)],
    [trans.__('SHA-256'), ({ sha256 }) => sha256]
  ];
  const known = rows.map(([label, read]) => ({
    label,
    before: read(before),
    after: read(after)
  }));
  const own = [
    ...flatRows(trans.__('Metadata'), before.metadata, after.metadata),
    ...flatRows(trans.__('Provenance'), before.provenance, after.provenance)
  ];
  const all = [...known, ...own];
  const shown = showsAll ? all : all.filter(row => row.before !== row.after);
  return (
    <section aria-label={trans.__('What is known of them')}>
      <h3 className="ck-Viewer-heading">{trans.__('What is known of them')}</h3>
      <table className="ck-Table ck-Compare-facts">
        <thead>
          <tr>
            <th scope="col">{trans.__('Fact')}</th>
            <th scope="col">{trans.__('Before')}</th>
            <th scope="col">{trans.__('After')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(row => (
            <tr
              key={row.label}
              className={row.before === row.after ? '' : 'ck-mod-changed'}
            >
              <th scope="row">
                <bdi>{displayName(row.label)}</bdi>
              </th>
              <td>
                <bdi>{displayName(row.before)}</bdi>
              </td>
              <td>
                <bdi>{displayName(row.after)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button
        type="button"
        className="ck-Link"
        onClick={() => setShowsAll(!showsAll)}
      >
        {showsAll ? trans.__('Only what differs') : trans.__('Everything')}
      </button>
    </section>
  );
}

interface IRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

function flatRows(label: string, before: unknown, after: unknown): IRow[] {
  const left = flatten(before);
  const right = flatten(after);
  return [...new Set([...left.keys(), ...right.keys()])].sort().map(key => ({
    label: `${label} · ${key}`,
    before: left.get(key) ?? '',
    after: right.get(key) ?? ''
  }));
}

function flatten(value: unknown): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, item] of Object.entries(
    (value ?? {}) as Readonly<Record<string, unknown>>
  )) {
    flat.set(
      key,
      typeof item === 'string' ? item : (JSON.stringify(item) ?? '')
    );
  }
  return flat;
}
