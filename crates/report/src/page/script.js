// Reads out what lies under the pointer. Without it, browsers show the same words as tooltips.
for (const figure of document.querySelectorAll("figure")) {
  const readout = figure.querySelector(".readout");
  if (!readout) continue;
  const rest = readout.textContent;
  const under = (target) => target.closest(".hover rect, g.whole, g.part");
  figure.addEventListener("pointerover", (event) => {
    const mark = under(event.target);
    readout.textContent = mark ? mark.querySelector("title").textContent : rest;
    for (const old of figure.querySelectorAll(".on")) old.classList.remove("on");
    if (mark) mark.classList.add("on");
  });
  figure.addEventListener("pointerleave", () => {
    readout.textContent = rest;
    for (const old of figure.querySelectorAll(".on")) old.classList.remove("on");
  });
  readout.hidden = false;
}
