// What the server wrote into the page about whose it is.

/** Stands for the address of the operator's support in every drawn page. */
export const supportMark = '%SUPPORT%'

/** Where the operator's people read mail, as the server wrote it into the page; its mark, while the pages are drawn. */
export const supportAddress = () => globalThis.document?.documentElement.dataset.support ?? supportMark

/** The operator's brand, as the server wrote it into the page. */
export const brand = () => document.documentElement.dataset.brand ?? ''
