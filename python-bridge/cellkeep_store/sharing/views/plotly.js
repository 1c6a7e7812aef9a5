'use strict';
// The frame's name is the figure; the document around it put it there.
(() => {
  const place = document.getElementById('place');
  place.style.height = '100vh';
  addEventListener('click', event => event.target.closest?.('a') && event.preventDefault(), true);
  const draw = async () => {
    const figure = JSON.parse(window.name);
    const { width, height, ...layout } = figure.layout ?? {};
    await Plotly.newPlot(place, figure.data ?? [], { ...layout, autosize: true }, {
      responsive: true,
      displaylogo: false,
      showLink: false,
      plotlyServerURL: '',
      modeBarButtonsToRemove: ['toImage', 'sendDataToCloud'],
      displayNotifier: false
    });
    if (figure.frames?.length) await Plotly.addFrames(place, figure.frames);
  };
  draw().catch(error => {
    place.textContent = `The figure cannot be drawn: ${error.message}`;
  });
})();
