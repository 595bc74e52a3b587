// The words of the page's own language. The build puts nn.ts or en.ts in this file's place, one bundle a language, so
// that a page carries one language only and unused screens fall away.
export * from './nb.ts'
