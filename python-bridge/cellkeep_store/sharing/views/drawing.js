// The frame's name is what is drawn; the document around it put it there. `draw` stands before this.
(async () => {
  addEventListener('click', event => event.target.closest?.('a') && event.preventDefault(), true);
  const place = document.getElementById('place');
  const files = JSON.parse(document.getElementById('files').textContent);
  const bytesOf = text => Uint8Array.from(atob(text), one => one.charCodeAt(0));
  const { bytes, content } = JSON.parse(window.name);
  const say = ({ type, number, text }) => {
    if (type !== 'picture') return;
    const shown = document.createElement(text ? 'img' : 'pre');
    const source = content[number];
    if (text) Object.assign(shown, { alt: source, src: `data:image/svg+xml,${encodeURIComponent(text)}` });
    else shown.textContent = source;
    document.body.append(shown);
  };
  const ask = async name => (Object.hasOwn(files, name) ? bytesOf(files[name]) : null);
  try {
    const drawn = bytes === undefined ? content : { ...content, bytes: bytesOf(bytes) };
    await draw(place, drawn, say, ask, () => {});
  } catch (error) {
    const locked = error?.name === 'PasswordException' && content?.words?.locked;
    place.className = 'sorry';
    place.textContent = locked || `It cannot be shown here: ${error?.message ?? error}`;
  }
})();
