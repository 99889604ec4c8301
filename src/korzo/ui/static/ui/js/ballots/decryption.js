// Partial decryptions with their proofs (Belenios v1, "Partial decryptions").
import { write } from "./json.js";
import * as group from "./group.js";
import * as proofs from "./proofs.js";

// Decrypt a tally (ciphertexts by question) with one key: log_g X = log_α f.
export function decrypt(election, tally, secret, { draw = group.draw, progress = () => {} } = {}) {
  const prefix = `decrypt|${election.fingerprint}|${group.write(group.of(secret))}|`;
  const total = tally.flat().length;
  let done = 0;
  const rows = tally.map((ciphertexts, at) => ciphertexts.map(({ alpha }, place) => {
    const nonce = draw(`pd.w[${at}][${place}]`);
    const factor = group.power(alpha, secret);
    const challenge = group.challenge(prefix, [group.of(nonce), group.power(alpha, nonce)]);
    progress(++done, total);
    return { factor: group.write(factor), proof: { challenge: String(challenge), response: String(group.mod(nonce - secret * challenge)) } };
  }));
  return write({
    decryption_factors: rows.map((row) => row.map(({ factor }) => factor)),
    decryption_proofs: rows.map((row) => row.map(({ proof }) => proof)),
  });
}

export const readTally = (value, options) => value.map((given) => proofs.ciphertexts(given, options));
