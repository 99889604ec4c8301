// A map from a `data-korzo-map` element: places to look at, or one place to pick. The page works without it.
import { heat } from "korzo/map-heat";
import { shapes } from "korzo/map-shapes";
import { boundsOf, colours, labels, ownStyle } from "korzo/map-style";

const STEP = 8; // pixels that an arrow key moves the pin
const PIN = '<svg viewBox="0 0 32 40" aria-hidden="true"><path d="M16 38.5S3 26 3 15.5a13 13 0 0 1 26 0C29 26 16 38.5 16 38.5z"/><circle cx="16" cy="15.5" r="5"/></svg>';

export async function start(element) {
  const { dataset } = element;
  const note = element.parentElement.querySelector("[data-korzo-map-note]");
  try {
    const geometry = dataset.geometry ? await json(dataset.geometry) : { type: "FeatureCollection", features: [] };
    const library = await load(dataset.tiles);
    const map = open(library, element, geometry);
    nameThings(library, map, element, geometry);
    if (dataset.mode === "pick") pick(library, map, element, note);
    if (dataset.features) browse(library, map, element);
    if (dataset.heat) heat(map, element, json);
    else if (dataset.mode !== "pick" && dataset.latitude) mark(library, map, dataset);
    element.korzoMap = map; // for whoever wants to look or test
  } catch (error) {
    console.warn("korzo map:", error.message);
    element.replaceChildren();
    note.textContent = dataset.textFailed;
  }
}

async function json(url) {
  const answer = await fetch(url, { headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

async function load(tiles) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: import.meta.resolve("maplibre-gl/style.css") });
  const ready = new Promise((done) => sheet.addEventListener("load", done, { once: true }));
  document.head.append(sheet); // its layer is below our own, which may correct it
  const library = await import("maplibre-gl");
  library.setWorkerUrl(import.meta.resolve("maplibre-gl/worker"));
  if (tiles) library.addProtocol("pmtiles", new (await classic("pmtiles")).Protocol().tile);
  await ready;
  return library;
}

// PMTiles comes as a classic script that leaves a global behind.
async function classic(name) {
  if (!globalThis[name]) {
    const script = Object.assign(document.createElement("script"), { src: import.meta.resolve(name) });
    await new Promise((done, fail) => { script.onload = done; script.onerror = fail; document.head.append(script); });
  }
  return globalThis[name];
}

function open(library, element, geometry) {
  const { dataset } = element;
  const numbers = (text) => text.split(",").map(Number);
  const place = dataset.longitude && dataset.latitude ? [Number(dataset.longitude), Number(dataset.latitude)] : null;
  const around = dataset.bounds ? numbers(dataset.bounds) : geometry.features.length ? boundsOf(geometry) : null;
  const style = () => dataset.style || ownStyle(geometry, colours(element));
  const map = new library.Map({
    container: element,
    style: style(),
    ...(place ? { center: place, zoom: Number(dataset.zoom || 16) } : around ? { bounds: around, fitBoundsOptions: { padding: 24 } } : { center: [20, 43], zoom: 5 }),
    attributionControl: dataset.style ? { compact: true } : false,
    cooperativeGestures: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 19,
    locale: {
      "NavigationControl.ZoomIn": dataset.textZoomIn,
      "NavigationControl.ZoomOut": dataset.textZoomOut,
      "Map.Title": dataset.label,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  if (!dataset.style) document.addEventListener("korzo:theme", () => map.setStyle(style()));
  return map;
}

function nameThings(library, map, element, geometry) {
  if (element.dataset.style) return;
  const all = labels(geometry);
  let shown = [];
  const draw = () => {
    shown.forEach((marker) => marker.remove());
    const taken = [];
    const view = map.getBounds();
    const kinds = map.getZoom() >= 14.5 ? ["district", "street"] : ["district"];
    shown = all
      .filter(({ kind, at }) => kinds.includes(kind) && view.contains(at) && free(taken, map.project(at)))
      .map(({ name, kind, at }) => {
        const label = Object.assign(document.createElement("span"), { className: "k-map-label", textContent: name, ariaHidden: "true" });
        label.dataset.kind = kind;
        return new library.Marker({ element: label }).setLngLat(at).addTo(map);
      });
    shown.forEach((marker) => ["role", "aria-label", "tabindex"].forEach((name) => marker.getElement().removeAttribute(name)));
  };
  map.on("moveend", draw);
  map.on("load", draw);
}

function free(taken, point) {
  if (taken.some(([x, y]) => Math.abs(x - point.x) < 110 && Math.abs(y - point.y) < 26)) return false;
  taken.push([point.x, point.y]);
  return true;
}

function browse(library, map, element) {
  const { dataset } = element;
  const list = () => document.getElementById(element.dataset.list);
  const row = (ref) => list()?.querySelector(`[data-korzo-ref="${CSS.escape(ref)}"]`);
  const shown = new Map();
  const note = element.parentElement.querySelector("[data-korzo-map-note]");
  const outline = shapes(map, element);
  let asked;

  const light = (ref, on) => {
    row(ref)?.toggleAttribute("data-active", on);
    shown.get(ref)?.getElement().toggleAttribute("data-active", on);
  };

  function draw({ features, drawn, matched }) {
    shown.forEach((marker) => marker.remove());
    shown.clear();
    const isPlace = ({ geometry }) => geometry.type === "Point";
    outline(features.filter((feature) => !isPlace(feature)));
    if (matched !== undefined) note.textContent = drawn < matched ? dataset.textMore.replace("{drawn}", drawn).replace("{matched}", matched) : "";
    for (const { geometry, properties } of features.filter(isPlace)) {
      const many = Number(properties.count) > 1;
      const mark = many ? cluster(properties, geometry) : place(properties);
      const marker = new library.Marker({ element: mark, anchor: many ? "center" : "bottom" }).setLngLat(geometry.coordinates).addTo(map);
      mark.removeAttribute("role"); // MapLibre's own would hide that it is a link or a button
      shown.set(properties.ref ?? geometry.coordinates.join(), marker);
    }
  }

  function cluster({ count }, { coordinates }) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "k-cluster", textContent: count });
    button.toggleAttribute("data-large", count >= 100);
    button.ariaLabel = `${count} ${element.dataset.textGroup}`;
    button.addEventListener("click", () => map.easeTo({ center: coordinates, zoom: map.getZoom() + 2 }));
    return button;
  }

  function place({ ref, url, title, state, color, number }) {
    const link = Object.assign(document.createElement("a"), { href: url, className: "k-place", innerHTML: PIN });
    if (color) link.dataset.color = color;
    if (number) link.append(Object.assign(document.createElement("b"), { textContent: number, ariaHidden: "true" }));
    link.ariaLabel = link.title = [title, state].filter(Boolean).join(", ");
    for (const [name, on] of [["pointerenter", true], ["pointerleave", false], ["focus", true], ["blur", false]])
      link.addEventListener(name, () => light(ref, on));
    return link;
  }

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const bbox = map.getBounds().toArray().flat().map((number) => number.toFixed(5)).join(",");
    const url = element.dataset.features.replace("{bbox}", bbox).replace("{zoom}", Math.floor(map.getZoom()));
    element.dispatchEvent(new CustomEvent("korzo:map:moved", { bubbles: true, detail: { bbox } }));
    const input = document.querySelector("[data-korzo-bbox]");
    if (input && input.value !== bbox) {
      input.value = bbox;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    try {
      const answer = await fetch(url, { signal: asked.signal });
      if (answer.ok) draw(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") console.warn("korzo map:", error.message);
    }
  }

  for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]])
    document.addEventListener(name, (event) => {
      const item = event.target.closest?.("[data-korzo-ref]");
      if (item && list()?.contains(item)) light(item.dataset.korzoRef, on);
    });
  map.on("moveend", look);
  map.on("load", look);
}

function mark(library, map, dataset) {
  const element = Object.assign(document.createElement("span"), { className: "k-place", innerHTML: PIN });
  new library.Marker({ element, anchor: "bottom" }).setLngLat([Number(dataset.longitude), Number(dataset.latitude)]).addTo(map);
  element.removeAttribute("role");
  element.ariaHidden = "true";
}

function pick(library, map, element, note) {
  const { dataset } = element;
  const input = (name) => document.querySelector(`[name="${CSS.escape(name)}"]`);
  const fields = [input(dataset.longitudeName), input(dataset.latitudeName)];
  const handle = Object.assign(document.createElement("button"), { type: "button", className: "k-place k-pin", innerHTML: PIN, ariaLabel: dataset.textPin });
  const pin = new library.Marker({ element: handle, anchor: "bottom", draggable: true });
  const put = (at, tell = true) => {
    pin.setLngLat(at);
    if (!handle.isConnected) pin.addTo(map); // adding it again would take the focus from it
    handle.removeAttribute("role");
    const { lng, lat } = pin.getLngLat();
    [lng, lat].forEach((number, index) => { if (fields[index]) fields[index].value = number.toFixed(6); });
    fields[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    element.dispatchEvent(new CustomEvent("korzo:map:picked", { bubbles: true, detail: { latitude: lat, longitude: lng } }));
    if (tell) note.textContent = dataset.textMoved;
  };
  const known = fields.every((field) => field?.value) ? fields.map((field) => Number(field.value)) : dataset.longitude ? [Number(dataset.longitude), Number(dataset.latitude)] : null;
  if (known) { put(known, false); map.jumpTo({ center: known, zoom: Math.max(map.getZoom(), 15) }); }
  else pin.setLngLat(map.getCenter()).addTo(map); // shown, but not an answer until somebody moves it
  map.on("click", (event) => put(event.lngLat));
  pin.on("dragend", () => put(pin.getLngLat()));
  handle.addEventListener("click", (event) => event.stopPropagation());
  handle.addEventListener("keydown", (event) => {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    if (x === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const from = map.project(pin.getLngLat());
    const far = event.shiftKey ? 5 * STEP : STEP;
    put(map.unproject([from.x + x * far, from.y + y * far]));
    if (!map.getBounds().contains(pin.getLngLat())) map.panTo(pin.getLngLat());
  });
  const tools = element.parentElement.querySelector(".k-map-tools");
  if (!tools || !navigator.geolocation) return;
  tools.hidden = false;
  tools.querySelector("[data-korzo-locate]").addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { put([coords.longitude, coords.latitude]); map.easeTo({ center: pin.getLngLat(), zoom: 17 }); },
      () => { note.textContent = dataset.textDenied; },
      { enableHighAccuracy: true, timeout: 10_000 },
    ));
}
