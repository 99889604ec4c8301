// A voter's code as people type it.

const PART = "[1-9A-HJ-NP-Za-km-z]";
const CODE = new RegExp(`^${[5, 6, 5, 6].map((length) => `${PART}{${length}}`).join("-")}$`);

// With the dashes where they belong, whatever was typed or pasted; null if it is no code.
export function tidy(typed) {
  const bare = typed.replace(/[\s\u2010-\u2015\u2212-]/g, "");
  const whole = dashed(bare);
  return CODE.test(whole) ? whole : null;
}

export const dashed = (bare) => [bare.slice(0, 5), bare.slice(5, 11), bare.slice(11, 16), bare.slice(16)].filter(Boolean).join("-");
export const isCode = (text) => CODE.test(text);
