/** The sign of the house. */
export const Mark = () => (
  <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
    <rect
      x="1"
      y="1"
      width="28"
      height="28"
      rx="5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    />
    <path d="M8 20V10h14M8 20h9M12 15h10" fill="none" stroke="currentColor" strokeWidth="2.25" />
    <path d="M19 20h3" stroke="var(--rail-mark)" strokeWidth="2.25" />
  </svg>
);
