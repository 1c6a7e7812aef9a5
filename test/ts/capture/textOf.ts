/** The text of a blob; jsdom's has no method for it. */
export async function textOf(coming: Blob | Promise<Blob>): Promise<string> {
  const blob = await coming;
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error('The blob cannot be read.'));
    reader.readAsText(blob);
  });
}
