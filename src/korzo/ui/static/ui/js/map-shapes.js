// Lines and areas on a map, drawn whole in the page's own colours. Who cannot point at them has the table below the map.
const ID = "korzo-shapes";

export function shapes(map, element) {
  let drawn = { type: "FeatureCollection", features: [] };
  let label;
  const colour = (name) => getComputedStyle(element).getPropertyValue(name).trim();
  const layers = () => [`${ID}-fill`, `${ID}-line`].filter((id) => map.getLayer(id));

  function put() {
    const source = map.getSource(ID);
    if (source) return source.setData(drawn);
    if (!drawn.features.length) return;
    map.addSource(ID, { type: "geojson", data: drawn });
    const paint = colour("--k-accent");
    map.addLayer({ id: `${ID}-fill`, type: "fill", source: ID, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": paint, "fill-opacity": 0.22 } });
    map.addLayer({ id: `${ID}-line`, type: "line", source: ID, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": paint, "line-width": ["interpolate", ["linear"], ["zoom"], 10, 1.2, 16, 3] } });
  }

  const at = ({ point: { x, y } }) => map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers: layers() })[0];
  map.on("click", (event) => {
    const found = layers().length && at(event);
    if (found) location.assign(found.properties.url);
  });
  map.on("mousemove", (event) => {
    const found = layers().length && at(event);
    const title = found ? found.properties.title : "";
    if (title === label) return;
    label = title;
    map.getCanvas().style.cursor = found ? "pointer" : "";
    map.getCanvas().title = title;
  });
  map.on("style.load", put); // a page that turns dark gets a new style

  return (features) => {
    drawn = { type: "FeatureCollection", features };
    put();
  };
}
