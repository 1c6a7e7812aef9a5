import { CellkeepError } from '../../protocol/errors';
import type { ITransfersModel } from '../../model/types';
import type { Receipt } from '../../protocol/generated';

/**
 * Wait until the store has something.
 *
 * @throws {@link CellkeepError} Where it failed or was cancelled.
 */
export function awaitReceipt(
  transfers: Pick<ITransfersModel, 'get' | 'stateChanged'>,
  transferId: string
): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    let seen = false;
    const look = () => {
      const transfer = transfers.get(transferId);
      if (!transfer) {
        // Taken off the list, or not on it yet.
        return seen && end(() => reject(CANCELLED));
      }
      seen = true;
      const { error, receipt, state } = transfer;
      if (state === 'stored' && receipt) {
        end(() => resolve(receipt));
      } else if (state === 'failed' && error) {
        end(() => reject(CellkeepError.fromInfo(error)));
      } else if (state === 'cancelled') {
        end(() => reject(CANCELLED));
      }
    };
    const end = (then: () => void) => {
      transfers.stateChanged.disconnect(look);
      then();
    };
    transfers.stateChanged.connect(look);
    look();
  });
}

const CANCELLED = new CellkeepError('CANCELLED', 'The save was cancelled.');
