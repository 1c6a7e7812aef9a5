/** Opens the browser's own file dialog; an empty list where nothing was chosen. */
export function chooseFiles(
  options: Partial<Pick<HTMLInputElement, 'accept' | 'multiple'>>
): Promise<File[]> {
  const input = Object.assign(document.createElement('input'), options);
  input.type = 'file';
  return new Promise(resolve => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
