import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { Room, UnfinishedUpload } from '../../protocol/generated';
import { absoluteTime, bytes, displayName, relativeTime } from '../format';
import { IconButton } from '../IconButton';
import type { Translated } from '../props';
import { Owner } from './Owner';

export interface UploadsTableProps extends Translated {
  readonly room: Pick<Room, 'uploads' | 'upload_count'>;
  readonly now: Date;
  readonly onEnd: (upload: UnfinishedUpload) => void;
}

/** Uploads that have begun and not ended: whose they are, and nothing of what they are. */
export function UploadsTable(props: UploadsTableProps): JSX.Element {
  const { now, onEnd, room, trans } = props;
  const label = trans.__('Unfinished uploads');
  const time = (at: string) => (
    <td title={absoluteTime(at)}>{relativeTime(at, now, trans)}</td>
  );
  return (
    <table className="jp-Cellkeep-Sizes-table" aria-label={label}>
      <caption>
        {room.uploads.length < room.upload_count
          ? trans.__('The %1 largest unfinished uploads', room.uploads.length)
          : label}
      </caption>
      <thead>
        <tr>
          <th scope="col">{trans.__('Person')}</th>
          <th scope="col" className="jp-Cellkeep-mod-number">
            {trans.__('Size')}
          </th>
          <th scope="col">{trans.__('Begun')}</th>
          <th scope="col">{trans.__('Last change')}</th>
          <th scope="col">
            <span className="jp-sr-only">{trans.__('Actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {room.uploads.map(upload => (
          <tr key={upload.upload_id}>
            <th scope="row">
              <Owner name={upload.owner} trans={trans} />
            </th>
            <td className="jp-Cellkeep-mod-number">{bytes(upload.bytes)}</td>
            {time(upload.begun_at)}
            {time(upload.written_at)}
            <td>
              <IconButton
                icon={closeIcon}
                label={
                  upload.owner === undefined
                    ? trans.__('End upload of %1…', bytes(upload.bytes))
                    : trans.__(
                        'End upload of %1 by %2…',
                        bytes(upload.bytes),
                        displayName(upload.owner)
                      )
                }
                onClick={() => onEnd(upload)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
