// The ceremony in which n trustees make keys of which t are enough (Belenios v1, "Trustees", Pedersen): what each does
// on its own device, from its seed.
import { Malformed, fields, items, read, write } from "./json.js";
import * as group from "./group.js";
import * as signing from "./signing.js";
import * as trustees from "./trustees.js";

// Step 1: introduce myself.
export function certificate(seed, { index, size, threshold, draw = group.draw }) {
  const mine = signing.keys(seed);
  const context = { group: group.NAME, size, threshold, index };
  const message = write({ context, verification: group.write(mine.verification), encryption: group.write(mine.encryption) });
  return signing.sign(mine, message, draw("cert.w"));
}

// Step 2: check all certificates, deal a share of a random polynomial to each.
export async function polynomial(seed, certs, threshold, { draw = group.draw } = {}) {
  const mine = signing.keys(seed);
  const members = trustees.certificates(certs, threshold);
  place(mine, members);
  const numbers = Array.from({ length: threshold }, (_, k) => draw(`a[${k}]`));
  const message = write({ coefexps: numbers.map((each) => group.write(group.of(each))) });
  const coefexps = signing.sign(mine, message, draw("coefexps.w"));
  const own = write({ polynomial: numbers.map(String) });
  const secrets = [];
  for (const [at, member] of members.entries()) {
    const value = group.mod(numbers.reduce((sum, each, k) => sum + each * BigInt(at + 1) ** BigInt(k), 0n));
    secrets.push(await signing.send(mine, member.encryption, write({ secret: String(value) }), { draw, name: `secret[${at}]` }));
  }
  return {
    polynomial: await signing.send(mine, mine.encryption, own, { draw, name: "polynomial" }),
    secrets, coefexps,
    signature: signing.signature(mine, trustees.view(certs, coefexps), draw("view.w")),
  };
}

// Step 3: check what was dealt to me, make my key.
export async function output(seed, certs, threshold, given, { draw = group.draw } = {}) {
  const mine = signing.keys(seed);
  const members = trustees.certificates(certs, threshold);
  const index = place(mine, members) + 1;
  const [, secrets, coefexps, signatures] = fields(given, "polynomial", "secrets", "coefexps", "signatures");
  [secrets, coefexps, signatures].forEach((list) => items(list, members.length));
  let total = 0n;
  for (const [at, member] of members.entries()) {
    const own = trustees.coefficients(member, coefexps[at], threshold);
    signing.checkSignature(member.verification, trustees.view(certs, coefexps[at]), signatures[at]);
    const [spelled] = fields(read(await signing.receive(mine, member.verification, secrets[at])), "secret");
    const value = group.scalar(spelled);
    if (!group.same(group.of(value), trustees.share(own, index))) throw new Malformed(`member ${at + 1} dealt something else than was published`);
    total = group.mod(total + value);
  }
  const made = trustees.make(total, { draw });
  const key = write({ decryption_key: String(total) });
  return {
    private_key: await signing.send(mine, mine.encryption, key, { draw, name: "key" }),
    public_key: { ...made, signature: signing.signature(mine, made.public_key, draw("key.w")) },
  };
}

// Open the decryption key that I sent to myself.
export async function decryptionKey(seed, sent) {
  const mine = signing.keys(seed);
  const [spelled] = fields(read(await signing.receive(mine, mine.verification, sent)), "decryption_key");
  return group.scalar(spelled);
}

function place(mine, members) {
  const at = members.findIndex((member) => group.same(member.verification, mine.verification) && group.same(member.encryption, mine.encryption));
  if (at < 0) throw new Malformed("these keys are of no member of this ceremony");
  return at;
}
