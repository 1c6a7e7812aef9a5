/** The bundler gives the text of an SVG file that TypeScript imports. */
declare module '*.svg' {
  const text: string;
  export default text;
}
