/** Milliseconds that this process has worked: the clock also counts how long others had the processor. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
