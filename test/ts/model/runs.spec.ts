import { describe, expect, it } from 'vitest';

import { RunChooser } from '../../../src/model/runs';
import { RUN } from '../transfer/world';

describe('the run of a save that names none', () => {
  it('is one for each notebook and kernel session', () => {
    const runs = new RunChooser();
    const place = { notebook: 'work/analysis.ipynb', kernelId: 'k1' };
    const run = runs.runOf(place);
    expect(run).toMatchObject({
      name: 'analysis.ipynb',
      notebook: 'work/analysis.ipynb',
      kernel_id: 'k1'
    });
    expect(runs.runOf(place)).toBe(run);
    expect(runs.runOf({ ...place, notebook: 'renamed.ipynb' })).toBe(run);
    expect(runs.runOf({ ...place, kernelId: 'k2' }).id).not.toBe(run.id);
    expect(runs.runOf({ notebook: 'work/analysis.ipynb' }).id).not.toBe(run.id);
  });

  it("is the kernel's own where it has one", () => {
    const runs = new RunChooser();
    const own = { ...RUN, kernel_id: 'k1' };
    const later = {
      ...own,
      id: 'b'.repeat(32),
      created_at: '2027-01-01T00:00:00.000Z'
    };
    runs.learn(later);
    runs.learn(own);
    runs.learn(later);
    expect(runs.runOf({ kernelId: 'k1' })).toEqual(own);
  });

  it('outside of notebooks is that of uploads', () => {
    const runs = new RunChooser();
    runs.setUploadsRun(RUN);
    expect(runs.runOf()).toBe(RUN);
    expect(new RunChooser().runOf().name).toBe('Uploads');
  });
});
