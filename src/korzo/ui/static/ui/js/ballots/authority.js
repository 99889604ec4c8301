// The authority's page, in a file of its own: a list of voters in; codes, letters and a list without names out.
import { encodeQR } from "../../vendor/qr/qr.js";
import { make, listed, publicHalf } from "./credentials.js";
import { choose } from "./group.js";

const A_BATCH = 500;
const data = JSON.parse(document.getElementById("data").textContent);
const words = document.getElementById("words").dataset;
const at = (id) => document.getElementById(id);
let voters = [];
choose(data.group);

function network() { at("network").textContent = navigator.onLine ? words.online : words.offline; }
addEventListener("online", network);
addEventListener("offline", network);
network();

at("file").addEventListener("change", async ({ target }) => {
  const { found, problems } = read(await target.files[0].text());
  at("problems").replaceChildren(...problems.slice(0, 30).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  at("wrong").textContent = found.length || problems.length ? "" : words.none;
  voters = problems.length ? [] : found;
  at("read").textContent = voters.length ? words.read.replace("#", voters.length) : "";
  at("make").disabled = !voters.length;
});

at("make").addEventListener("click", async () => {
  at("make").disabled = true;
  at("file").disabled = true;
  at("bar").hidden = false;
  for (const [index, voter] of voters.entries()) {
    voter.code = make();
    voter.half = publicHalf(data.uuid, voter.code);
    if (index % 20) continue;
    at("bar").value = index / voters.length;
    await new Promise((resolve) => setTimeout(resolve));
  }
  at("bar").hidden = true;
  offer("public", `${data.uuid}.pubcreds`, listed(voters.map(({ half, weight }) => [half, weight])));
  offer("secret", `${data.code}-SECRET.csv`, sheet([["number", "code", "name", "address"], ...voters.map((each) => [each.number, each.code, each.name, each.address])]));
  for (let first = 0; first < voters.length; first += A_BATCH) {
    const batch = voters.slice(first, first + A_BATCH);
    const button = document.createElement("button");
    button.textContent = words.print.replace("##", first + batch.length).replace("#", first + 1);
    button.addEventListener("click", () => { at("letters").replaceChildren(...batch.map(letter)); print(); });
    at("batches").append(button);
  }
  at("made").hidden = false;
  at("batches").querySelector("button").focus();
});

function letter(voter) {
  const page = at("letter").content.cloneNode(true).firstElementChild;
  const put = (name, text) => { page.querySelector(name).textContent = text; };
  put(".to", [voter.name, ...voter.address.split(/\s*[,\n]\s*/)].join("\n"));
  put(".code", voter.code);
  put(".address", data.booth);
  put(".number", voter.number);
  const drawn = encodeQR(`${data.booth}#${voter.code}`, "svg", { ecc: "medium", border: 2 });
  page.querySelector(".qr").append(document.adoptNode(new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement));
  return page;
}

// number, weight, name, address; columns by their names, or in this order where there is no head.
function read(text) {
  const rows = cells(text.replace(/^\ufeff/, ""));
  const head = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  const named = head.includes("number");
  const place = (name, fallback) => (named ? head.indexOf(name) : fallback);
  const [number, weight, name, address] = [["number", 0], ["weight", 1], ["name", 2], ["address", 3]].map(([each, fallback]) => place(each, fallback));
  const found = [];
  const problems = [];
  const seen = new Set();
  rows.slice(named ? 1 : 0).forEach((row, index) => {
    if (row.every((cell) => !cell.trim())) return;
    const line = words.line.replace("#", index + (named ? 2 : 1));
    const voter = {
      number: row[number]?.trim() ?? "", weight: Number(row[weight]?.trim() || 1),
      name: row[name]?.trim() ?? "", address: row.slice(address < 0 ? row.length : address, named ? address + 1 : undefined).join(", ").trim(),
    };
    if (!voter.number || seen.has(voter.number)) problems.push(`${line} ${words.number}`);
    else if (!Number.isInteger(voter.weight) || voter.weight < 1) problems.push(`${line} ${words.weight}`);
    seen.add(voter.number);
    found.push(voter);
  });
  return { found, problems };
}

function cells(text) {
  const separator = (text.split("\n", 1)[0].match(/;/g) ?? []).length > (text.split("\n", 1)[0].match(/,/g) ?? []).length ? ";" : ",";
  const rows = [[""]];
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    const row = rows.at(-1);
    if (quoted) {
      if (letter !== '"') row[row.length - 1] += letter;
      else if (text[index + 1] === '"') { row[row.length - 1] += '"'; index += 1; } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === separator) row.push("");
    else if (letter === "\n") rows.push([""]);
    else if (letter !== "\r") row[row.length - 1] += letter;
  }
  return rows;
}

const sheet = (rows) => `\ufeff${rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",")).join("\r\n")}\r\n`;

function offer(id, name, text) {
  at(id).href = URL.createObjectURL(new Blob([text]));
  at(id).download = name;
}
