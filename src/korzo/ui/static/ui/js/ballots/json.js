// JSON in its one true spelling: compact, fields in the order of the specification (Belenios v1, "Serialization").

export class Malformed extends Error {}

export const write = JSON.stringify;

export function read(text) {
  let value;
  try { value = JSON.parse(text); } catch (error) { throw new Malformed(`no JSON: ${error.message}`); }
  if (JSON.stringify(value) !== text) throw new Malformed("not in canonical spelling");
  return value;
}

// The values of exactly these fields in this order; one whose name ends with "?" may be missing.
export function fields(value, ...names) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed(`an object with ${names} is expected`);
  const present = names.filter((name) => !name.endsWith("?") || name.slice(0, -1) in value).map((name) => name.replace("?", ""));
  if (Object.keys(value).join() !== present.join()) throw new Malformed(`the fields are ${names}, not ${Object.keys(value)}`);
  return names.map((name) => value[name.replace("?", "")]);
}

export function items(value, count) {
  if (!Array.isArray(value)) throw new Malformed("a list is expected");
  if (count !== undefined && value.length !== count) throw new Malformed(`${count} entries are expected, not ${value.length}`);
  return value;
}
