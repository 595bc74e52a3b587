/** A phone that shows its code, and the gate it opens. */
export const Ready = () => (
  <svg viewBox="0 0 160 96" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <g stroke-linecap="round" stroke-linejoin="round">
      <path d="M10 88h140" />
      <rect x="28" y="14" width="40" height="74" rx="7" />
      <path d="M42 21h12" opacity=".5" />
      <path d="M37 46h4M45 46h4M55 46h4M37 54h22" opacity=".35" />
      <path d="M38 66l7 7 14-15" stroke-width="3" />
      <path d="M92 88V56a22 22 0 0 1 44 0v32M101 88V58a13 13 0 0 1 22-9" />
      <path d="M101 88l14-6V57" opacity=".5" />
      <path d="M76 40h8M78 30l7-5M78 50l7 5" opacity=".4" />
    </g>
  </svg>
)
