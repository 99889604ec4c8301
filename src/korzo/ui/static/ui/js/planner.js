// Trying out a ballot: what is chosen, what it costs and what is left, kept in this browser only.

export function start(form) {
  const key = `korzo-plan-${form.dataset.korzoPlanner}`;
  const choices = [...form.querySelectorAll("[data-korzo-choice]")];
  const sum = form.querySelector("[data-korzo-sum]");
  const words = form.querySelector("[data-korzo-words]").dataset;
  const way = form.dataset.way;
  const gives = way === "cumulative" || way === "score";
  for (const pick of form.querySelectorAll(".k-candidate-pick")) pick.hidden = false;
  sum.hidden = false;
  restore();
  form.addEventListener("input", () => { keep(); show(); });
  form.addEventListener("reset", () => setTimeout(() => { keep(); show(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  show();

  function chosen() {
    return choices.map((choice) => {
      const input = choice.querySelector("input");
      const given = input.type === "number" ? Number(input.value) || 0 : input.checked ? 1 : 0;
      choice.toggleAttribute("data-chosen", given > 0);
      return { given, cost: Number(choice.dataset.cost), theme: choice.dataset.theme };
    }).filter(({ given }) => given > 0);
  }

  function show() {
    const picked = chosen();
    const cost = picked.reduce((all, each) => all + each.cost, 0);
    const points = picked.reduce((all, each) => all + each.given, 0);
    const { envelope, points: most } = form.dataset;
    const left = Number(envelope) - cost;
    const counted = !picked.length ? words.countNone : picked.length === 1 ? words.countOne : words.countMore.replace("#", picked.length);
    sum.querySelector("[data-korzo-count]").textContent =
      way === "cumulative" && most ? `${counted}, ${words.points.replace("##", most).replace("#", points)}` : counted;
    sum.querySelector("[data-korzo-cost]").textContent =
      left < 0 ? words.over.replace("#", money(cost)) : words.cost.replace("##", money(left)).replace("#", money(cost));
    const wrong = sum.querySelector("[data-korzo-wrong]");
    wrong.textContent = picked.length ? problem(picked, cost, points) : "";
    wrong.hidden = !wrong.textContent;
  }

  function problem(picked, cost, points) {
    const { most, least, envelope, points: limit, themeMost, themeLeast } = form.dataset;
    const places = picked.map(({ given }) => given).sort((a, b) => a - b);
    const themes = Object.fromEntries(choices.map(({ dataset }) => [dataset.theme, 0]));
    for (const { theme } of picked) themes[theme] += 1;
    const of = Object.values(themes);
    if (picked.length > Number(most)) return words.tooMany.replace("#", most);
    if (way === "knapsack" && cost > Number(envelope)) return words.tooDear;
    if (way === "cumulative" && limit && points > Number(limit)) return words.tooManyPoints;
    if (way === "ranked" && places.some((place, index) => place !== index + 1)) return words.places;
    if (themeMost && Math.max(...of) > Number(themeMost)) return words.themeMany.replace("#", themeMost);
    if (picked.length < Number(least)) return words.tooFew.replace("#", least);
    if (themeLeast && Math.min(...of) < Number(themeLeast)) return words.themeFew.replace("#", themeLeast);
    return "";
  }

  function money(amount) {
    const whole = Math.abs(amount).toLocaleString("en", { maximumFractionDigits: 2 }).replaceAll(",", "\u202f");
    return `${amount < 0 ? "−" : ""}${whole}\u00a0${form.dataset.currency}`;
  }

  function keep() {
    const plan = Object.fromEntries([...form.querySelectorAll(".k-candidate-pick input")]
      .map((input) => [input.id, input.type === "number" ? input.value : input.checked])
      .filter(([, value]) => value));
    try { localStorage.setItem(key, JSON.stringify(plan)); } catch { /* private windows keep nothing */ }
  }

  function restore() {
    let plan = {};
    try { plan = JSON.parse(localStorage.getItem(key)) ?? {}; } catch { /* nothing kept */ }
    for (const [id, value] of Object.entries(plan)) {
      const input = form.querySelector(`#${CSS.escape(id)}`);
      if (!input) continue;
      if (value === true) input.checked = true; else input.value = value;
    }
  }
}
