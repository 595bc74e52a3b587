/**
 * Whether the part of an address behind its # is the secret of a mailed link: 43 letters of base64url. The way past the header
 * (#main) changes that part too, and is none.
 */
export const isLinkSecret = (text: string): boolean => /^[\w-]{43}$/.test(text)
