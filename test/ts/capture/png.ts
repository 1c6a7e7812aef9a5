/** A PNG of 3 × 2 pixels, as nbformat holds it. */
export const PNG_3_BY_2 =
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAD0lEQVR4nGNkYPjPAAMAAAkCAQHuQxsAAAAAAElFTkSuQmCC';
