// A MapLibre style from the page's own colours and the city's own geometry: a map without anybody's tiles.

export function colours(element) {
  const style = getComputedStyle(element);
  const colour = (name) => style.getPropertyValue(`--k-map-${name}`).trim();
  return Object.fromEntries(["land", "street", "street-edge", "water", "green", "sand", "rail", "built", "line"].map((name) => [name, colour(name)]));
}

// Features say their layer (boundary, district, street, feature) and their kind within it.
export function ownStyle(geometry, colour) {
  const layer = (name, ...kinds) => ["all", ["==", ["get", "layer"], name], ...(kinds.length ? [["in", ["get", "kind"], ["literal", kinds]]] : [])];
  const fill = (id, paint, ...kinds) => ({ id, type: "fill", source: "city", filter: ["all", layer("feature", ...kinds), ["==", ["geometry-type"], "Polygon"]], paint: { "fill-color": paint } });
  const width = (factor, wider) => ["interpolate", ["exponential", 1.6], ["zoom"], 11, 0.6 * factor + wider, 14, 3 * factor + wider, 18, 22 * factor + wider];
  const street = (paint, wider) => ({
    type: "line",
    source: "city",
    filter: layer("street"),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": paint, "line-width": widths(width, wider) },
  });
  return {
    version: 8,
    sources: { city: { type: "geojson", data: geometry } },
    layers: [
      { id: "land", type: "background", paint: { "background-color": colour.land } },
      fill("green", colour.green, "park", "forest", "wood", "orchard", "meadow", "cemetery", "hill"),
      fill("sand", colour.sand, "beach"),
      fill("built", colour.built, "industrial", "square", "harbour", "mole", "pier", "building"),
      fill("water", colour.water, "sea", "river", "lake", "water"),
      { id: "river", type: "line", source: "city", filter: ["all", layer("feature", "river", "stream", "water"), ["==", ["geometry-type"], "LineString"]], paint: { "line-color": colour.water, "line-width": 4 } },
      { id: "railway", type: "line", source: "city", filter: layer("feature", "railway"), paint: { "line-color": colour.rail, "line-width": 1.5, "line-dasharray": [4, 2] } },
      { id: "mole", type: "line", source: "city", filter: ["all", layer("feature", "mole", "pier"), ["==", ["geometry-type"], "LineString"]], paint: { "line-color": colour.built, "line-width": 5 } },
      { id: "street-edge", ...street(colour["street-edge"], 1.5) },
      { id: "street", ...street(colour.street, 0) },
      { id: "district", type: "line", source: "city", filter: layer("district"), paint: { "line-color": colour.line, "line-width": 1, "line-dasharray": [3, 3], "line-opacity": 0.7 } },
      { id: "boundary", type: "line", source: "city", filter: layer("boundary"), paint: { "line-color": colour.line, "line-width": 2 } },
    ],
  };
}

// Main roads are wider than lanes; zoom must stand outermost in MapLibre's expressions.
function widths(width, wider) {
  const factor = ["match", ["get", "kind"], "main", 1.5, "secondary", 1.15, "lane", 0.55, 0.85];
  return width(1, wider).map((part, index) => (index > 3 && index % 2 === 0 ? ["+", ["*", part - wider, factor], wider] : part));
}

// Names are drawn as HTML, so that no glyph files have to be fetched and every script has its letters.
export function labels(geometry) {
  return geometry.features
    .filter(({ properties }) => properties.name && ["district", "street"].includes(properties.layer))
    .map(({ properties, geometry: shape }) => ({
      name: properties.name,
      kind: properties.layer,
      at: properties.label ?? (properties.layer === "street" ? middleOf(shape) : centreOf(shape)),
    }));
}

export function boundsOf(geometry) {
  const bounds = [180, 90, -180, -90];
  const edge = geometry.features.filter(({ properties }) => properties.layer === "boundary");
  for (const feature of edge.length ? edge : geometry.features) grow(bounds, feature.geometry.coordinates);
  return bounds;
}

function grow(bounds, part) {
  if (typeof part[0] !== "number") return part.forEach((inner) => grow(bounds, inner));
  bounds[0] = Math.min(bounds[0], part[0]);
  bounds[1] = Math.min(bounds[1], part[1]);
  bounds[2] = Math.max(bounds[2], part[0]);
  bounds[3] = Math.max(bounds[3], part[1]);
}

function centreOf(shape) {
  const bounds = [180, 90, -180, -90];
  grow(bounds, shape.coordinates);
  return [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
}

function middleOf(shape) {
  const line = shape.type === "MultiLineString" ? shape.coordinates[0] : shape.coordinates;
  const half = (line.length - 1) / 2;
  const [a, b] = [line[Math.floor(half)], line[Math.ceil(half)]];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
