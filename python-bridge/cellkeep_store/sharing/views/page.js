'use strict';
// What a popover shows is loaded when it opens: browsers heed `loading="lazy"` of no file.
addEventListener(
  'toggle',
  ({ newState, target }) => {
    if (newState === 'closed') target.querySelector('audio, video')?.pause();
    const shown = target.querySelector('[data-src]');
    if (!shown) return;
    shown.src = shown.dataset.src;
    shown.removeAttribute('data-src');
  },
  true
);
