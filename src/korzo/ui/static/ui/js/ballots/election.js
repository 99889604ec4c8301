// The election as it stands in the archive; its fingerprint is over these very bytes (Belenios v1, "Election").
import { base64Of } from "./digests.js";
import { Malformed } from "./json.js";
import * as group from "./group.js";
import * as trustees from "./trustees.js";

export function read(text) {
  const value = JSON.parse(text);
  if (value.version !== 1) throw new Malformed("another version");
  group.choose(value.group);
  const key = group.read(value.public_key);
  if (group.same(key, group.identity)) throw new Malformed("the election key is the identity");
  return { fingerprint: base64Of(text), uuid: value.uuid, key, questions: value.questions.map(question) };
}

// Read it, and check that its key is the one that the trustees hold together, and nobody else besides.
export function checked(text, trusteesText, fingerprint) {
  const election = read(text);
  if (fingerprint && election.fingerprint !== fingerprint) throw new Malformed("this is another election");
  if (!group.same(election.key, trustees.read(trusteesText).key)) throw new Malformed("the key is not the trustees'");
  return election;
}

export const shuffled = (election) => election.questions.flatMap((each, at) => (each.numbers ? [at] : []));

function question(value) {
  if (value.type === undefined) return { answers: value.answers, blank: value.blank === true, least: value.min, most: value.max };
  if (value.type !== "NonHomomorphic") throw new Malformed(`${value.type} is no known type`);
  return { answers: value.value.answers, numbers: true };
}
