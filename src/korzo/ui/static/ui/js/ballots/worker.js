// The slow work of ballots, off the page's own thread. A job comes in, how far it is and what it made go out.
import * as ballot from "./ballot.js";
import * as credentials from "./credentials.js";
import * as decryption from "./decryption.js";
import * as elections from "./election.js";
import * as shuffles from "./shuffle.js";

const jobs = {
  // Who holds this code: only the public half leaves.
  credential: ({ uuid, credential }) => credentials.publicHalf(uuid, credential),

  ballot({ election, trustees, fingerprint, credential, votes }) {
    const read = elections.checked(election, trustees, fingerprint);
    const made = ballot.make(read, credentials.secret(read.uuid, credential), votes);
    return { ballot: made, tracker: ballot.tracker(made) };
  },

  shuffle({ election, tally }, progress) {
    const read = elections.read(election);
    const given = decryption.readTally(tally);
    const total = given.flat().length;
    let done = 0;
    return shuffles.record(given.map((ciphertexts) => {
      const before = done;
      done += ciphertexts.length;
      const order = shuffles.permutation(ciphertexts.length);
      return shuffles.shuffle(read, ciphertexts, order, { progress: (at, of) => progress(before + (at / of) * ciphertexts.length, total) });
    }));
  },

  decrypt: ({ election, tally, secret }, progress) =>
    decryption.decrypt(elections.read(election), decryption.readTally(tally), BigInt(secret), { progress }),
};

addEventListener("message", ({ data: { job, given } }) => {
  let said = 0;
  const progress = (done, total) => {
    if (performance.now() - said < 100) return;
    said = performance.now();
    postMessage({ progress: done / total });
  };
  try {
    postMessage({ made: jobs[job](given, progress) });
  } catch (error) {
    postMessage({ failed: error.message });
  }
});
