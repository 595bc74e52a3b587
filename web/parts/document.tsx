// One page as a document. Nothing inline: the policy of the site allows scripts and styles from files alone.
import type { ComponentChildren } from 'preact'
import { locale } from '../words/active.ts'

/** Addresses of the built files a page needs. */
export interface Assets {
  script: string
  preloads: string[]
  styles: string[]
}

interface DocumentProps {
  /** Every file it may ever need, where it is to work without a network: then it can be installed. */
  files?: string[]
  /** What a search of the guides looks through, where the page searches by itself. */
  guides?: string
  title: string
  brand: string
  support: string
  assets: Assets
  children: ComponentChildren
}

export function Document({ title, brand, support, assets, files, guides, children }: DocumentProps) {
  return (
    <html
      lang={locale}
      data-color-scheme="auto"
      data-brand={brand}
      data-support={support}
      data-files={files?.join(' ')}
      data-guides={guides}
    >
      <head>
        <meta charset="utf-8" />
        <title>{`${title} – ${brand}`}</title>
        <meta name="viewport" content={`width=device-width, initial-scale=1${files ? ', viewport-fit=cover' : ''}`} />
        <meta name="description" content={`${title} – ${brand}`} />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#101417" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        {files && <link rel="manifest" href="/app.webmanifest" />}
        {files && <link rel="apple-touch-icon" href="/app/apple-touch-icon.png" />}
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        <script type="module" src={assets.script} />
        {assets.preloads.map((href) => (
          <link key={href} rel="modulepreload" href={href} />
        ))}
      </head>
      <body>{children}</body>
    </html>
  )
}
