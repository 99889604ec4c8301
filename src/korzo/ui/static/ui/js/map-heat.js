// Where most is: a heat map of counted places, switched on instead of the markers. The list beside the map stays as it is.

const ID = "korzo-heat";
const NOTHING = { type: "FeatureCollection", features: [] };

export function heat(map, element, json) {
  const tools = element.parentElement.querySelector(".k-map-tools:has([data-korzo-heat])");
  const box = tools.querySelector("[data-korzo-heat]");
  tools.hidden = false;
  let counted = NOTHING;

  function draw() {
    if (!map.isStyleLoaded()) return;
    const source = map.getSource(ID);
    if (source) source.setData(counted);
    else if (box.checked) {
      map.addSource(ID, { type: "geojson", data: counted });
      map.addLayer({ id: ID, type: "heatmap", source: ID, paint: paint(element) });
    }
    if (map.getLayer(ID)) {
      map.setPaintProperty(ID, "heatmap-weight", weight(counted));
      map.setLayoutProperty(ID, "visibility", box.checked ? "visible" : "none");
    }
    element.toggleAttribute("data-warm", box.checked);
  }

  async function look() {
    if (box.checked) {
      const bbox = map.getBounds().toArray().flat().map((number) => number.toFixed(5)).join(",");
      counted = await json(element.dataset.heat.replace("{bbox}", bbox).replace("{zoom}", Math.floor(map.getZoom()))).catch(() => counted);
    }
    draw();
  }

  box.addEventListener("change", look);
  map.on("moveend", look);
  map.on("idle", () => { if (box.checked && !map.getSource(ID)) draw(); }); // another theme has another style
}

// The fullest place in sight is hottest; half as many cases are half as hot.
function weight({ features }) {
  const most = Math.max(1, ...features.map(({ properties }) => properties.count));
  return ["/", ["get", "count"], most];
}

function paint(element) {
  const style = getComputedStyle(element);
  const colour = (step) => style.getPropertyValue(`--k-heat-${step}`).trim();
  return {
    "heatmap-radius": 40,
    "heatmap-intensity": 1.6,
    "heatmap-opacity": 0.78,
    "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, "rgba(253,232,180,0)", 0.12, colour(1), 0.4, colour(2), 0.7, colour(3), 1, colour(4)],
  };
}
