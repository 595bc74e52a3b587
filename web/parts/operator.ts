// What the server wrote into the page about whose it is.

/** Where the operator's people read mail, as the server wrote it into the page. */
export const supportAddress = () => document.documentElement.dataset.support ?? ''

/** The operator's brand, as the server wrote it into the page. */
export const brand = () => document.documentElement.dataset.brand ?? ''
