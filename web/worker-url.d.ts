/** Vite builds the file as a program of its own and gives its address. */
declare module '*?worker&url' {
  const url: string
  export default url
}
