/** A QR code as the server drew it, dark on white with its quiet zone, on a dark page too. */
export const Qr = ({ svg, alt }: { svg: string; alt: string }) => <img class="qr" src={dataAddress(svg)} alt={alt} />

/** An address that holds the drawing itself: nothing is fetched, and nothing in it can run. */
export const dataAddress = (svg: string) => `data:image/svg+xml,${encodeURIComponent(svg)}`
