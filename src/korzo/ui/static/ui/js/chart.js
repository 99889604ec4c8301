// Draws a `data-korzo-chart` figure with Observable Plot from the JSON that stands in it, or that it names.

const SERIES = 6; // colours in the tokens

export async function start(figure) {
  const spec = JSON.parse(document.getElementById(figure.dataset.korzoChart).textContent);
  const drawing = figure.querySelector("[data-korzo-chart-drawing]");
  const [rows] = await Promise.all([fetched(spec), import("d3").then(() => import("plot"))]);
  if (spec.url) fill(figure, spec, rows);
  if (!rows.length) return;
  let width = 0;
  new ResizeObserver(([{ contentRect }]) => {
    const now = Math.round(contentRect.width);
    if (!now || now === width) return;
    width = now;
    drawing.replaceChildren(...draw(spec, rows, width, figure));
  }).observe(drawing);
}

async function fetched({ rows, url }) {
  if (rows) return rows;
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) return [];
  const found = await answer.json();
  return Array.isArray(found) ? found : (found.rows ?? found.items ?? found.data ?? []);
}

function draw(spec, rows, width, figure) {
  const { Plot } = globalThis;
  const label = (name) => spec.labels[name] ?? name;
  const dated = rows.every((row) => /^\d{4}-\d\d/.test(row[spec.x]));
  const data = rows.map((row) => ({ ...row, [spec.x]: dated ? new Date(row[spec.x]) : row[spec.x] }));
  const names = [...new Set(data.map((row) => row[spec.x]?.valueOf()))];
  const across = spec.kind === "bar-across" || (spec.kind === "bar" && !dated && width < names.join("  ").length * 9 + 60);
  const groups = spec.series ? [...new Set(data.map((row) => row[spec.series]))] : [];
  const colour = (index) => `var(--k-chart-${(index % SERIES) + 1})`;
  const ink = spec.series ? spec.series : colour(0);
  const unit = spec.unit ? ` (${spec.unit})` : "";
  const tip = { fill: "var(--k-paper)", stroke: "var(--k-line)", fontSize: 14 };
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined, { notation: "compact" });
  const shared = { tip, sort: null };
  const marks = {
    bar: () => across
      ? [Plot.barX(data, { x: spec.y, y: spec.x, fill: ink, ...shared }), Plot.ruleX([0])]
      : dated
        ? [Plot.rectY(data, { x: spec.x, y: spec.y, interval: interval(data, spec.x), fill: ink, ...shared }), Plot.ruleY([0])]
        : [Plot.barY(data, { x: spec.x, y: spec.y, fill: ink, ...shared }), Plot.ruleY([0])],
    line: () => [Plot.ruleY([0]), Plot.lineY(data, { x: spec.x, y: spec.y, stroke: ink, strokeWidth: 2.5, marker: data.length < 30 ? "circle" : null, ...shared })],
    area: () => [Plot.areaY(data, { x: spec.x, y: spec.y, fill: ink, fillOpacity: 0.75, ...shared }), Plot.ruleY([0])],
    dot: () => [Plot.dot(data, { x: spec.x, y: spec.y, stroke: ink, fill: ink, fillOpacity: 0.35, r: 4, ...shared })],
  }[spec.kind === "bar-across" ? "bar" : spec.kind]();
  const longest = across ? Math.max(...names.map((name) => String(name).length)) : 0;
  const value = { label: label(spec.y) + unit, grid: true, tickFormat: (tick) => number.format(tick), ticks: width < 480 ? 3 : 5, nice: true };
  const category = { label: across || !dated ? null : label(spec.x), ...(dated ? {} : { domain: names }), ...(across && dated ? { tickFormat: "%Y" } : {}) };
  const svg = Plot.plot({
    width,
    height: across ? names.length * 34 + 70 : Math.max(240, Math.min(380, width * 0.5)),
    marginLeft: across ? Math.min(longest * 7.5 + 16, width * 0.45) : 52,
    marginBottom: 42,
    marginTop: 30,
    style: { fontSize: "14px", background: "none" },
    x: across ? value : category,
    y: across ? category : value,
    color: { domain: groups.length ? groups : undefined, range: groups.map((_, index) => colour(index)) },
    marks,
  });
  for (const style of svg.querySelectorAll("style")) style.remove(); // it stands in our own sheet; inline it is not allowed
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label"); // the whole is one picture
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", figure.querySelector("figcaption").innerText.replace(/\s+/g, " ").trim());
  return groups.length ? [legend(groups, colour), svg] : [svg];
}

function interval(rows, name) {
  const times = rows.map((row) => row[name].getTime()).sort((a, b) => a - b);
  const days = Math.min(...times.slice(1).map((time, index) => time - times[index]).filter(Boolean)) / 864e5;
  return days > 300 ? "year" : days > 27 ? "month" : days > 6 ? "week" : "day";
}

function legend(groups, colour) {
  const list = Object.assign(document.createElement("ul"), { className: "k-chart-legend" });
  list.append(...groups.map((name, index) => {
    const item = document.createElement("li");
    item.innerHTML = '<svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="3"/></svg>';
    item.querySelector("rect").setAttribute("fill", colour(index));
    item.append(String(name));
    return item;
  }));
  return list;
}

function fill(figure, spec, rows) {
  const body = figure.querySelector("[data-korzo-chart-table] tbody");
  body.replaceChildren(...rows.map((row) => {
    const line = document.createElement("tr");
    line.append(...spec.columns.map((name) => {
      const cell = Object.assign(document.createElement("td"), { textContent: row[name] ?? "–" });
      cell.classList.toggle("k-number", typeof row[name] === "number");
      return cell;
    }));
    return line;
  }));
}
