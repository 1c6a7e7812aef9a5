import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { absoluteTime, bytes } from '../../ui/format';
import { useServices } from '../frame/services';
import { FactTable } from './FactTable';

/** What is known of two artifacts, those facts that differ first in sight. */
export function Facts(props: {
  before: Artifact;
  after: Artifact;
}): JSX.Element {
  const { before, after } = props;
  const { trans } = useServices();
  const facts: readonly [string, (artifact: Artifact) => string][] = [
    [trans.__('Name'), ({ name }) => name],
    [trans.__('Version'), ({ version }) => String(version)],
    [trans.__('Run'), ({ run_name }) => run_name],
    [trans.__('Size'), ({ size }) => bytes(size)],
    [trans.__('Media type'), ({ media_type }) => media_type],
    [trans.__('Summary'), ({ summary }) => summary ?? ''],
    [trans.__('Created'), ({ created_at }) => absoluteTime(created_at)],
    [trans.__('SHA-256'), ({ sha256 }) => sha256]
  ];
  const rows: readonly IRow[] = [
    ...facts.map(([label, read]) => ({
      label,
      before: read(before),
      after: read(after)
    })),
    ...flatRows(trans.__('Metadata'), before.metadata, after.metadata),
    ...flatRows(trans.__('Provenance'), before.provenance, after.provenance)
  ];
  return (
    <FactTable
      title={trans.__('Details')}
      columns={[trans.__('Before'), trans.__('After')]}
      rows={rows.map(row => ({
        label: row.label,
        values: [row.before, row.after],
        isSame: row.before === row.after
      }))}
    />
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
