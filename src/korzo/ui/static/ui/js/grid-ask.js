// Questions that a table asks: whose figure counts, and how a pasted block is meant.

// Whether the person takes theirs own figure; closing the dialog leaves what stands there.
export function ask(dialog, mine, theirs) {
  dialog.querySelector("[data-mine]").textContent = mine || "–";
  dialog.querySelector("[data-theirs]").textContent = theirs;
  return answered(dialog, (button) => button.dataset.keep === "mine");
}

// The decimal mark; nothing when the person does not paste after all.
export function askMark(dialog, { mark, ambiguous, examples, problems }) {
  for (const part of dialog.querySelectorAll("[data-two]")) part.hidden = !ambiguous;
  const bad = dialog.querySelector("[data-bad]");
  bad.hidden = !problems.length;
  bad.querySelector("[data-count]").textContent = problems.length;
  dialog.querySelector("[data-examples]").replaceChildren(...examples.map((each) =>
    Object.assign(document.createElement("li"), { textContent: `${each.typed} → ${each[","]} / ${each["."]}` })));
  dialog.querySelector("[data-examples]").hidden = !ambiguous;
  for (const input of dialog.querySelectorAll("input")) input.checked = input.value === mark;
  return answered(dialog, (button) => button.dataset.take !== undefined && (dialog.querySelector("input:checked")?.value ?? mark));
}

function answered(dialog, read) {
  return new Promise((done) => {
    let answer = false;
    const clicked = (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      answer = read(button);
      dialog.close();
    };
    dialog.addEventListener("click", clicked);
    dialog.addEventListener("close", () => { dialog.removeEventListener("click", clicked); done(answer); }, { once: true });
    dialog.showModal();
  });
}
