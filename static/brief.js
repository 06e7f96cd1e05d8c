// The brief on a server: its small drawings go along with the question for a Word file, as pictures that this browser has made.
const SCALE = 6; // dots for each unit of a drawing: sharp in print
const form = document.forms[0];
const style = document.querySelector("style").textContent + " svg text { font-size: 11.5px }"; // it is printed smaller than here

async function paint(drawing) {
  const { width, height } = drawing.viewBox.baseVal;
  const copy = drawing.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.cssText = `width: ${width * SCALE}px; height: ${height * SCALE}px; margin: 0; font-family: ${getComputedStyle(drawing).fontFamily}`;
  copy.insertBefore(document.createElementNS("http://www.w3.org/2000/svg", "style"), copy.firstChild).textContent = style;
  const picture = new Image(width * SCALE, height * SCALE);
  picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

form.addEventListener("submit", async event => {
  event.preventDefault();
  const pictures = {};
  try {
    for (const drawing of document.querySelectorAll("svg[data-name]")) pictures[drawing.dataset.name] = await paint(drawing);
  } catch (error) {
    console.warn(error); // the tables alone say the same
  }
  form.elements.pictures.value = JSON.stringify(pictures);
  form.submit();
});

const print_button = document.querySelector("[data-print]");
print_button.hidden = false;
print_button.addEventListener("click", () => print());
addEventListener("load", () => {
  if (location.hash !== "#word") return;
  history.replaceState(null, "", location.pathname + location.search); // once, not at every reload
  form.requestSubmit();
});
