// The slow work of ballots, off the page's own thread. A job comes in, how far it is and what it made go out.
import * as archives from "./archive.js";
import * as ballot from "./ballot.js";
import * as ceremony from "./ceremony.js";
import * as credentials from "./credentials.js";
import * as decryption from "./decryption.js";
import * as elections from "./election.js";
import * as group from "./group.js";
import * as proofs from "./proofs.js";
import * as shuffles from "./shuffle.js";
import * as signing from "./signing.js";
import * as trustees from "./trustees.js";

const jobs = {
  ready: () => true,

  // Who holds this code: only the public half leaves.
  credential: ({ uuid, credential }) => credentials.publicHalf(uuid, credential),

  ballot({ election, trustees, fingerprint, credential, votes }) {
    const read = elections.checked(election, trustees, fingerprint);
    const made = ballot.make(read, credentials.secret(read.uuid, credential), votes);
    return { ballot: made, tracker: ballot.tracker(made) };
  },

  // What a keeper's device makes while keys are made; the seed stays on it.
  key: ({ seed, size, threshold, index }) => (threshold
    ? ceremony.certificate(seed, { index, size, threshold })
    : trustees.make(signing.keys(seed).signing)),
  deal: ({ seed, certs, threshold }) => ceremony.polynomial(seed, certs, threshold),
  finish: ({ seed, certs, threshold, dealt }) => ceremony.output(seed, certs, threshold, dealt),
  async rehearse({ seed, encrypted, known, uuid, index }) {
    const secret = await secretOf(seed, encrypted, group.read(known));
    return proofs.prove(`rehearsal|${uuid}|${index}|`, secret, group.draw("rehearsal.w"));
  },

  async shuffle({ archive, seed, encrypted, owner }, progress) {
    const { election, tally, publics } = archives.opened(new Uint8Array(archive), half(progress, 0));
    await secretOf(seed, encrypted, publics[owner - 1]);
    const places = elections.shuffled(election);
    return shuffles.record(places.map((place, at) => {
      const order = shuffles.permutation(tally[place].length);
      const part = (done, total) => half(progress, 1)(at + done / total, places.length);
      return shuffles.shuffle(election, tally[place], order, { progress: part });
    }));
  },

  async decrypt({ archive, seed, encrypted, owner, mixed }, progress) {
    const { election, tally, publics, shufflers } = archives.opened(new Uint8Array(archive), half(progress, 0));
    const secret = await secretOf(seed, encrypted, publics[owner - 1]);
    if (elections.shuffled(election).length && !shufflers.length) throw new Error("nobody has shuffled");
    if (mixed && !shufflers.includes(owner)) throw new Error("your shuffle is missing");
    return decryption.decrypt(election, tally, secret, { progress: half(progress, 1) });
  },
};

const half = (progress, from) => (done, total) => progress(from * total + done, 2 * total);

// A keeper's decryption key: of a threshold opened with the seed, or else made of it; it has to be the published one.
async function secretOf(seed, encrypted, known) {
  const secret = encrypted ? await ceremony.decryptionKey(seed, encrypted) : signing.keys(seed).signing;
  if (!group.same(group.of(secret), known)) throw new Error("another key");
  return secret;
}

addEventListener("message", async ({ data: { job, given } }) => {
  let said = 0;
  const progress = (done, total) => {
    if (performance.now() - said < 100) return;
    said = performance.now();
    postMessage({ progress: done / total });
  };
  try {
    if (given?.group) group.choose(given.group);
    postMessage({ made: await jobs[job](given, progress) });
  } catch (error) {
    postMessage({ failed: error.message });
  }
});
