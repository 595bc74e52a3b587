// Line drawings in the colour of the text around them. Decoration only: screen readers pass them by.

/** The mark: a gate with its door ajar. */
export const Gate = () => (
  <svg class="gate" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor">
    <path d="M3.5 21V11a8.5 8.5 0 0 1 17 0v10" stroke-width="2" stroke-linecap="round" />
    <path d="M8 21V11.5a4 4 0 0 1 6-3.4V21z" fill="currentColor" stroke="none" />
    <path d="M1.5 21h21" stroke-width="2" stroke-linecap="round" />
  </svg>
)

/** The entrance: a gateway by the fjord, a light within. */
export const Entrance = () => (
  <svg class="entrance" viewBox="0 0 320 220" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
    <g stroke-linecap="round" stroke-linejoin="round">
      <path d="M8 196h304M36 208h70M214 208h72" />
      <path d="M96 196V98a64 64 0 0 1 128 0v98M112 196V98a48 48 0 0 1 96 0v98" />
      <path d="M160 34V24M128 43l-4-9M192 43l4-9M105 66l-9-6M215 66l9-6" opacity=".5" />
      <path d="M128 196v-96a32 32 0 0 1 64 0v96" opacity=".35" />
      <path d="M128 196l36-14v-98l-12-15" />
      <path d="M155 134v10" stroke-width="3" />
      <path d="M8 160l26-30 20 20 16-14M250 138l22-28 40 50" opacity=".5" />
      <path d="M176 196l18 12M160 196l2 12M192 150v20" opacity=".35" />
    </g>
  </svg>
)
