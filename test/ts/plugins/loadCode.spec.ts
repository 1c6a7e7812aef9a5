import { execFileSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import {
  loadCode,
  loadExpression,
  pythonString,
  variableName
} from '../../../src/plugins/artifacts/loadCode';
import { artifact } from './artifact';

describe('the variable of an artifact', () => {
  it.each([
    ['loss curve', 'loss_curve'],
    ['loss at 0.1', 'loss_at_0_1'],
    ['all.7z', 'all'],
    ['group1/weights.safetensors', 'weights'],
    ['results.v2.csv', 'results_v2'],
    ['.bashrc', 'bashrc'],
    ['2026 run', '_2026_run'],
    ['größe', 'größe'],
    ['日本', '日本'],
    ['lambda', '_lambda'],
    ['cellkeep', '_cellkeep'],
    ['🙂', 'artifact']
  ])('of %j is %j', (name, variable) => {
    expect(variableName(name)).toBe(variable);
  });
});

describe('the code that loads an artifact', () => {
  it('loads this version of this run', () => {
    const one = artifact({ name: "it's", version: 3 });
    expect(loadExpression(one)).toBe(
      `cellkeep.load('${one.run_id.slice(0, 12)}/it\\'s@3')`
    );
    expect(loadCode(one)).toMatch(/^import cellkeep\n\nit_s = cellkeep\.load/);
    const odd = artifact({ run_name: 'a\nb\r\u2028exit()' });
    expect(loadCode(odd).split(/[\n\r\u2028]/)).toHaveLength(3);
  });

  it('quotes any name as Python reads it', () => {
    const names = ["a'b", 'a\\b', 'a"b', 'Ω 日本 🙂', 'a\\', '{x}', '%s'];
    const list = `[${names.map(pythonString).join(', ')}]`;
    const read = execFileSync(
      'python3',
      ['-c', `import json; print(json.dumps(${list}))`],
      { encoding: 'utf8' }
    );
    expect(JSON.parse(read)).toEqual(names);
  });
});
