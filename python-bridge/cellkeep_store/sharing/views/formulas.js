'use strict';
// Sets formulas as MathML, within the bounds of the viewers; what is no formula stays as it was written.
for (const place of document.querySelectorAll('.formula')) {
  const source = place.textContent;
  try {
    katex.render(source, place, {
      displayMode: 'display' in place.dataset,
      output: 'mathml',
      strict: 'ignore',
      trust: false,
      maxSize: 20,
      throwOnError: true
    });
  } catch {
    place.textContent = source;
  }
}
