// A MapLibre style from the page's own colours and the city's own geometry: a map without anybody's tiles.

export function colours(element) {
  const style = getComputedStyle(element);
  const colour = (name) => style.getPropertyValue(`--k-map-${name}`).trim();
  return Object.fromEntries(["land", "street", "street-edge", "water", "line"].map((name) => [name, colour(name)]));
}

export function ownStyle(geometry, colour) {
  const kind = (name) => ["==", ["get", "kind"], name];
  const street = (paint, wider) => ({
    type: "line",
    source: "city",
    filter: kind("street"),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": paint, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 11, 0.8 + wider, 14, 3.5 + wider, 18, 24 + wider] },
  });
  return {
    version: 8,
    sources: { city: { type: "geojson", data: geometry } },
    layers: [
      { id: "land", type: "background", paint: { "background-color": colour.land } },
      { id: "water", type: "fill", source: "city", filter: ["all", kind("water"), ["==", ["geometry-type"], "Polygon"]], paint: { "fill-color": colour.water } },
      { id: "river", type: "line", source: "city", filter: ["all", kind("water"), ["==", ["geometry-type"], "LineString"]], paint: { "line-color": colour.water, "line-width": 4 } },
      { id: "street-edge", ...street(colour["street-edge"], 1.5) },
      { id: "street", ...street(colour.street, 0) },
      { id: "district", type: "line", source: "city", filter: kind("district"), paint: { "line-color": colour.line, "line-width": 1, "line-dasharray": [3, 3], "line-opacity": 0.7 } },
      { id: "boundary", type: "line", source: "city", filter: kind("boundary"), paint: { "line-color": colour.line, "line-width": 2 } },
    ],
  };
}

// Names are drawn as HTML, so that no glyph files have to be fetched and every script has its letters.
export function labels(geometry) {
  return geometry.features
    .filter(({ properties }) => properties.name && ["district", "street"].includes(properties.kind))
    .map(({ properties, geometry: shape }) => ({
      name: properties.name,
      kind: properties.kind,
      at: properties.label ?? (properties.kind === "street" ? middleOf(shape) : centreOf(shape)),
    }));
}

export function boundsOf(geometry) {
  const bounds = [180, 90, -180, -90];
  for (const feature of geometry.features) grow(bounds, feature.geometry.coordinates);
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
