// What the server wrote into the page about whose it is.

/** Where the operator's people read mail, as the server wrote it into the page; its mark, while the pages are drawn. */
export const supportAddress = () => globalThis.document?.documentElement.dataset.support ?? '%SUPPORT%'

/** The operator's brand, as the server wrote it into the page. */
export const brand = () => document.documentElement.dataset.brand ?? ''
