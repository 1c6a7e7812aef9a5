import { describe, expect, it } from 'vitest';

import { RunChooser } from '../../../src/model/runs';
import { RUN } from '../transfer/world';

const KERNEL = '6a1f3c1e-8d0b-4e0f-9a51-1f1f60a7a001';
const OTHER = '6a1f3c1e-8d0b-4e0f-9a51-1f1f60a7a002';
const OWN = {
  ...RUN,
  id: '6a1f3c1e8d0b4e0f9a511f1f60a7a001',
  kernel_id: KERNEL
};

describe('the run of a save that names none', () => {
  it("has the kernel's id and the notebook's name", () => {
    const runs = new RunChooser();
    const place = { notebook: 'work/analysis.ipynb', kernelId: KERNEL };
    const run = runs.runOf(place);
    expect(run).toMatchObject({
      id: OWN.id,
      name: 'analysis.ipynb',
      folder: '/',
      notebook: 'work/analysis.ipynb',
      kernel_id: KERNEL
    });
    expect(runs.runOf(place)).toBe(run);
    expect(runs.runOf({ ...place, notebook: 'renamed.ipynb' })).toBe(run);
    expect(runs.runOf({ ...place, kernelId: OTHER }).id).not.toBe(run.id);
  });

  it('is as the kernel and the store know it', () => {
    const runs = new RunChooser();
    runs.learn(OWN);
    expect(runs.runOf({ kernelId: KERNEL })).toBe(OWN);
    const renamed = { ...OWN, name: 'the good one' };
    runs.learn(renamed);
    expect(runs.runOf({ kernelId: KERNEL })).toBe(renamed);
  });

  it('is not another run that the same kernel made by hand', () => {
    const runs = new RunChooser();
    runs.learn({ ...OWN, id: 'b'.repeat(32) });
    expect(runs.runOf({ kernelId: KERNEL }).id).toBe(OWN.id);
  });

  it('is the one that the kernel began after its first, as it is called by now', () => {
    const runs = new RunChooser();
    const place = { notebook: 'analysis.ipynb', kernelId: KERNEL };
    const first = runs.runOf(place);
    runs.follow(KERNEL, { ...OWN, ...first });
    expect(runs.begunBy(KERNEL)).toBeUndefined();
    const begun = { ...OWN, id: 'c'.repeat(32) };
    runs.follow(KERNEL, begun);
    expect(runs.runOf(place)).toBe(begun);
    expect(runs.begunBy(KERNEL)).toBe(begun);
    const renamed = { ...begun, name: 'lr 0.2' };
    runs.learn(renamed);
    expect(runs.runOf(place)).toBe(renamed);
    expect(runs.runOf({ ...place, kernelId: OTHER }).id).not.toBe(begun.id);
  });

  it('is one of its own where the kernel has no UUID, or there is none', () => {
    const runs = new RunChooser();
    const run = runs.runOf({ kernelId: 'k1' });
    expect(run.id).toMatch(/^[0-9a-f]{32}$/);
    expect(runs.runOf({ kernelId: 'k1' })).toBe(run);
    const notebook = runs.runOf({ notebook: 'a.ipynb' });
    expect(notebook.name).toBe('a.ipynb');
    expect(runs.runOf({ notebook: 'a.ipynb' })).toBe(notebook);
  });

  it('outside of notebooks is that of uploads', () => {
    const runs = new RunChooser();
    runs.setUploadsRun(RUN);
    expect(runs.runOf()).toBe(RUN);
    expect(new RunChooser().runOf().name).toBe('Uploads');
  });
});
