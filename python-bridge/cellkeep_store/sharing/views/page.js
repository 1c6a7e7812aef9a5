'use strict';
// A frame is loaded when its popover opens: browsers heed `loading="lazy"` of no file.
addEventListener(
  'toggle',
  ({ target }) => {
    const frame = target.querySelector('iframe[data-src]');
    if (!frame) return;
    frame.src = frame.dataset.src;
    frame.removeAttribute('data-src');
  },
  true
);
