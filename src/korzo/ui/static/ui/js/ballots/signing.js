// Messages between trustees, signed and encrypted (Belenios v1, "Public key infrastructure"); AES-GCM is the browser's.
import { hash, hex, unhex } from "./digests.js";
import { Malformed, fields, read, write } from "./json.js";
import * as group from "./group.js";
import * as proofs from "./proofs.js";

// The keys that a seed of 22 characters stands for, one to sign and one to decrypt.
export function keys(seed) {
  const [signing, decryption] = ["sk", "dk"].map((name) => group.hashed(`${name}|${seed}`));
  return { signing, decryption, verification: group.of(signing), encryption: group.of(decryption) };
}

export const signature = (mine, message, nonce) => proofs.prove(`sigmsg|${message}|`, mine.signing, nonce);
export const sign = (mine, message, nonce) => ({ message, signature: signature(mine, message, nonce) });

export function checkSignature(verification, message, given) {
  if (!proofs.holds(`sigmsg|${message}|`, verification, given)) throw new Malformed("a signature does not hold");
}

export async function send(mine, encryption, plain, { draw, name }) {
  const inner = write({ recipient: group.write(encryption), message: plain });
  const wrapped = write(sign(mine, inner, draw(`${name}.sig.w`)));
  const shared = group.of(draw(`${name}.s`));
  const ciphertext = proofs.encrypt((exponent) => group.power(encryption, exponent), shared, draw(`${name}.r`));
  const [key, algorithm] = await cipher(shared, ciphertext.alpha);
  const data = await crypto.subtle.encrypt(algorithm, key, new TextEncoder().encode(wrapped));
  return write({ algorithm: "AES-GCM", ...proofs.spelled(ciphertext), data: hex(new Uint8Array(data)) });
}

export async function receive(mine, verification, sent) {
  const [algorithmName, alpha, beta, data] = fields(read(sent), "algorithm", "alpha", "beta", "data");
  if (algorithmName !== "AES-GCM") throw new Malformed(`${algorithmName} is not known`);
  const first = group.read(alpha);
  const shared = group.multiply(group.read(beta), group.power(first, -mine.decryption));
  const [key, algorithm] = await cipher(shared, first);
  let opened;
  try {
    opened = new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, unhex(data)));
  } catch { throw new Malformed("a message is for somebody else, or was changed"); }
  const [inner, given] = fields(read(opened), "message", "signature");
  checkSignature(verification, inner, given);
  const [recipient, message] = fields(read(inner), "recipient", "message");
  if (recipient !== group.write(mine.encryption)) throw new Malformed("a message is for somebody else");
  return message;
}

async function cipher(shared, alpha) {
  const raw = hash(`key|${group.write(shared)}`);
  const iv = hash(`iv|${group.write(alpha)}`);
  return [await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]), { name: "AES-GCM", iv, tagLength: 128 }];
}
