// A question on the page: what is chosen, as the numbers of a ballot and in words, and what is wrong with it.

export function question(section, words) {
  const asked = JSON.parse(section.querySelector("script").textContent);
  const options = [...section.querySelectorAll("[data-korzo-option]")];
  const blank = section.querySelector("[data-korzo-blank]");
  const order = []; // of a ranking: options, the best first
  const titles = options.map((option) => option.querySelector("[data-korzo-title]").textContent);

  const readers = {
    one: () => options.map((option) => Number(option.querySelector("input").checked)),
    some: () => options.map((option) => Number(option.querySelector("input").checked)),
    points: () => options.map((option) => Number(option.querySelector("input").value) || 0),
    ranked: () => options.map((option) => order.indexOf(option) + 1),
    grades: () => options.map((option) => Number(option.querySelector("input:checked")?.value ?? 0)),
  };
  const values = () => readers[asked.kind]();
  const given = () => values().filter(Boolean).length;
  const sum = () => values().reduce((total, each) => total + each, 0);

  section.addEventListener("click", ({ target }) => {
    const rank = target.closest(".k-booth-rank");
    if (!rank) return;
    const option = rank.closest("[data-korzo-option]");
    if (order.includes(option)) order.splice(order.indexOf(option), 1);
    else if (order.length < asked.most) order.push(option);
    choose(false);
  });
  section.addEventListener("input", ({ target }) => choose(target === blank && blank.checked));
  show();

  // Leaving blank and choosing exclude one another; radio buttons see to it themselves.
  function choose(leaves) {
    if (blank && asked.kind !== "one" && !leaves && given()) blank.checked = false;
    if (leaves && asked.kind !== "one") {
      order.length = 0;
      for (const input of section.querySelectorAll("[data-korzo-option] input")) {
        if (input.type === "number") input.value = ""; else input.checked = false;
      }
    }
    show();
  }

  function show() {
    section.querySelector("[data-korzo-wrong]").textContent = "";
    for (const option of options) {
      const rank = option.querySelector(".k-booth-rank");
      if (!rank) continue;
      const place = order.indexOf(option) + 1;
      rank.setAttribute("aria-pressed", String(place > 0));
      rank.querySelector("[data-korzo-place]").textContent = place ? `${place}.` : "";
    }
    const line = section.querySelector("[data-korzo-sum]");
    if (!line) return;
    if (asked.kind === "points") line.textContent = words.left.replace("#", asked.points - sum());
    else if (asked.kind === "some") line.textContent = words.chosen.replace("##", asked.most).replace("#", given());
    else line.textContent = order.length ? words.order.replace("#", told()) : "";
  }

  const isBlank = () => Boolean(blank?.checked);
  const told = () => order.map((option, at) => `${at + 1}. ${titles[options.indexOf(option)]}`).join(", ");

  return {
    section,
    title: section.querySelector("h2").textContent,

    // Why one cannot go on yet; "" if one can.
    problem() {
      if (isBlank()) return "";
      const nothing = asked.blank ? words.none : words.empty;
      if (!given() && !(asked.kind === "some" && asked.least === 0)) return nothing;
      if (asked.kind === "some" && given() < asked.least) return words.few.replace("#", asked.least);
      if (asked.kind === "some" && given() > asked.most) return words.many.replace("#", asked.most);
      if (asked.kind === "points" && values().some((each) => each < 0 || each > 255 || !Number.isInteger(each))) return nothing;
      if (asked.kind === "points" && sum() > asked.points) return words.points.replace("##", asked.points).replace("#", sum());
      if (asked.kind === "grades" && given() < options.length) return words.grades;
      return "";
    },

    // The numbers of the ballot: for choices the first one says "blank", where that is allowed.
    vote() {
      const plain = isBlank() ? options.map(() => 0) : values();
      return asked.blank && (asked.kind === "one" || asked.kind === "some") ? [Number(isBlank()), ...plain] : plain;
    },

    words() {
      if (isBlank() || !given()) return [words.blank];
      if (asked.kind === "ranked") return order.map((option, at) => `${at + 1}. ${titles[options.indexOf(option)]}`);
      return values().flatMap((value, at) => {
        if (!value) return [];
        if (asked.kind === "points") return [`${titles[at]}: ${value}`];
        if (asked.kind === "grades") return [`${titles[at]}: ${options[at].querySelector("input:checked + label").textContent}`];
        return [titles[at]];
      });
    },
  };
}
