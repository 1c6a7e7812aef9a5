/** Differences between two contents, in the worker. */
import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import type { IArrayOptions } from '../array/engine';
import type { ITableOptions } from '../table/engine';
import { compareArrays, type IArrayDifference } from './arrays';
import { compareTables, type ITableDifference } from './tables';
import { compareTensors, type ITensorsDifference } from './tensors';
import { compareTexts, type ITextDifference } from './texts';

type Pair = readonly [IContentSource, IContentSource];

/** Opens two contents. */
export function openCompare(
  _call: ICall,
  contents: readonly IContentSource[],
  _options: Record<string, never>
): Promise<CompareEngine> {
  const [one, other] = contents;
  return one && other
    ? Promise.resolve(new CompareEngine([one, other]))
    : Promise.reject(
        new CellkeepError('BAD_REQUEST', 'Comparing takes two artifacts.')
      );
}

class CompareEngine {
  constructor(private readonly _pair: Pair) {}

  tables(
    call: ICall,
    options: readonly [ITableOptions, ITableOptions]
  ): Promise<ITableDifference> {
    return compareTables(this._pair, options, call);
  }

  arrays(
    call: ICall,
    options: readonly [IArrayOptions, IArrayOptions]
  ): Promise<IArrayDifference> {
    return compareArrays(this._pair, options, call);
  }

  tensors(call: ICall): Promise<ITensorsDifference> {
    return compareTensors(this._pair, call);
  }

  texts(call: ICall, isJson: boolean): Promise<ITextDifference> {
    return compareTexts(this._pair, isJson, call);
  }
}
