// Codes of voters and keys of keepers: 22 random characters, and as people type them.

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const PART = `[${BASE58}]`;
const CODE = new RegExp(`^${[5, 6, 5, 6].map((length) => `${PART}{${length}}`).join("-")}$`);

// With the dashes where they belong, whatever was typed or pasted; null if it is no code.
export function tidy(typed) {
  const bare = typed.replace(/[\s\u2010-\u2015\u2212-]/g, "");
  const whole = dashed(bare);
  return CODE.test(whole) ? whole : null;
}

export const dashed = (bare) => [bare.slice(0, 5), bare.slice(5, 11), bare.slice(11, 16), bare.slice(16)].filter(Boolean).join("-");
export const isCode = (text) => CODE.test(text);

// Random characters; bytes that would make some likelier than others are thrown away.
export function token(length) {
  let found = "";
  while (found.length < length) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 232) found += BASE58[byte % 58];
  }
  return found;
}
