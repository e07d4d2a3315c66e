// Draws a QR code as SVG. The encoder (uqr) is fetched only when somebody prints.
export async function draw(place) {
  const { encode } = await import("./uqr.mjs");
  const { data, size } = encode(place.dataset.qr, { ecc: "M", border: 4 });
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS(svg.namespaceURI, "path");
  const runs = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")));
  path.setAttribute("d", runs.join(""));
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  place.append(svg);
}
