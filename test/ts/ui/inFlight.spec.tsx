import * as React from 'react';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { sidebarProps, transfer } from './fixtures';
import { LISTED, item, showSidebar } from './harness';
import type { FlightProps } from '../../../src/ui/props';
import { Sidebar } from '../../../src/ui/sidebar/Sidebar';

describe('in flight', () => {
  const failed = transfer(2, {
    name: 'big.csv',
    state: 'failed',
    error: { code: 'STORE_FULL', message: 'The disk is full.', retryable: true }
  });
  const verbsOf: FlightProps['verbsOf'] = one =>
    one.state === 'failed' ? ['retry', 'dismiss'] : ['pause', 'cancel'];

  test('is there only while something is', () => {
    const { rerender } = render(
      <Sidebar {...sidebarProps({ list: LISTED })} />
    );
    expect(screen.queryByRole('treeitem', { name: 'In flight' })).toBeNull();
    rerender(
      <Sidebar
        {...sidebarProps({
          list: LISTED,
          flight: { transfers: [failed] }
        })}
      />
    );
    expect(item('In flight')).toBeTruthy();
  });

  test('its header says how many, how fast and how long, and acts on all', () => {
    const props = showSidebar({
      flight: {
        transfers: [transfer(1), failed],
        pace: { bytesPerSecond: 24_000_000, secondsLeft: 12 },
        verbsOf
      }
    });
    const header = item('In flight');
    expect(header.textContent?.replace(/\u00a0/g, ' ')).toContain(
      '1 · 24 MB/s · 12 s · 1 failed'
    );
    fireEvent.click(within(header).getByRole('button', { name: 'Pause all' }));
    expect(props.flight.onAll).toHaveBeenLastCalledWith('pause');
    fireEvent.click(within(header).getByRole('button', { name: 'Cancel all' }));
    expect(props.flight.onAll).toHaveBeenLastCalledWith('cancel');
  });

  test('progress is a number and a bar, a failure a reason and a retry', () => {
    const moving = transfer(1, { name: 'weights' });
    const props = showSidebar({
      flight: { transfers: [moving, failed], verbsOf }
    });
    const row = item('weights, uploading');
    expect(row.textContent).toContain('62%');
    const bar = within(row).getByRole('progressbar');
    expect(bar.getAttribute('aria-valuenow')).toBe('62');
    const bad = item('big.csv, failed: The disk is full.');
    expect(bad.textContent).toContain('The disk is full.');
    fireEvent.click(within(bad).getByRole('button', { name: 'Retry big.csv' }));
    expect(props.flight.onVerb).toHaveBeenLastCalledWith(failed, 'retry');
    fireEvent.click(
      within(bad).getByRole('button', { name: 'Dismiss big.csv' })
    );
    expect(props.flight.onVerb).toHaveBeenLastCalledWith(failed, 'dismiss');
  });

  test('a copy says where it goes, and that the store has what was saved', () => {
    const mirror = 'MLflow';
    const waits = transfer(1, {
      name: 'df',
      mirror,
      state: 'queued',
      route: 'spool'
    });
    const moving = transfer(2, { name: 'fig', mirror, route: undefined });
    showSidebar({
      flight: { transfers: [waits, moving], verbsOf }
    });
    const row = item('df, MLflow: waiting');
    expect(row.textContent).toContain('MLflow: waiting');
    fireEvent.pointerEnter(row);
    expect(row.title).toContain('stored; a copy goes to MLflow');
    expect(item('fig, uploading').textContent).toContain('to MLflow');
  });

  test('many ends are announced in one sentence, and old ones not at all', () => {
    vi.useFakeTimers();
    const old = transfer(7, { name: 'old', state: 'stored' });
    const moving = [1, 2, 3].map(n => transfer(n));
    const props = sidebarProps({ flight: { transfers: [old, ...moving] } });
    const { rerender } = render(<Sidebar {...props} />);
    const live = screen
      .getAllByRole('status')
      .find(region => region.getAttribute('aria-live') === 'polite');
    const ended = moving.map((one, index) => ({
      ...one,
      state: index === 2 ? ('failed' as const) : ('stored' as const)
    }));
    const now = [old, ...ended];
    rerender(
      <Sidebar
        {...props}
        flight={{ ...props.flight, transfers: now, rows: now }}
      />
    );
    expect(live?.textContent).toBe('');
    act(() => void vi.advanceTimersByTime(1500));
    expect(live?.textContent).toBe('2 artifacts are stored. save 3 failed.');
    vi.useRealTimers();
  });
});
