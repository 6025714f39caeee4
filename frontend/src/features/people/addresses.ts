/** Addresses as they are pasted: one a line, or with commas, semicolons or spaces between. */
export const addresses = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((address) => address !== '')),
];
