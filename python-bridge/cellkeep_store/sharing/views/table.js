'use strict';
// Sorts by a click on a head, and shows the rows that have what is searched for.
(() => {
  const body = document.querySelector('tbody');
  const rows = [...body.rows];
  const heads = [...document.querySelectorAll('thead th[aria-sort]')];
  const told = document.querySelector('output');
  const all = told.textContent;
  const text = row => row.textContent.toLowerCase();
  const texts = rows.map(text);

  /** What a cell is sorted by; missing values come last, either way. */
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    if (cell.className === 'missing') return null;
    const whole = cell.title || cell.textContent;
    return cell.className === 'number' ? Number(whole) : whole;
  };
  const compare = (one, other) =>
    typeof one === 'number' && typeof other === 'number'
      ? one - other
      : String(one).localeCompare(String(other), undefined, { numeric: true });

  const sort = (column, direction) => {
    const order = rows.map((row, number) => [valueOf(row, column), number]);
    if (direction) {
      order.sort(([one, first], [other, second]) => {
        if (one === null || other === null) return (one === null) - (other === null) || first - second;
        return direction * compare(one, other) || first - second;
      });
    }
    body.append(...order.map(([, number]) => rows[number]));
  };
  for (const head of heads) {
    head.querySelector('button').addEventListener('click', () => {
      const next = { none: 'ascending', ascending: 'descending', descending: 'none' }[head.ariaSort];
      for (const each of heads) each.ariaSort = 'none';
      head.ariaSort = next;
      sort(head.cellIndex, { none: 0, ascending: 1, descending: -1 }[next]);
    });
  }
  document.querySelector('input').addEventListener('input', ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, number) => {
      row.hidden = !words.every(word => texts[number].includes(word));
      count += row.hidden ? 0 : 1;
    });
    told.textContent = words.length ? `${count.toLocaleString('en')} found in ${all}` : all;
  });
})();
