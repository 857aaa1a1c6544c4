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
// Moves a map through scenarios and months: who rules most of a region's people, and how many of them.
for (const figure of document.querySelectorAll("figure.rulers")) {
  const [scenario, range] = [figure.querySelector("select"), figure.querySelector("input")];
  const moment = figure.querySelector(".moment");
  const months = figure.dataset.months.split(";");
  const who = [...figure.querySelectorAll(".who li")].map((item) => (
    { name: item.textContent, colour: item.dataset.colour }
  ));
  const regions = [...figure.querySelectorAll("path[data-r]")];
  const show = () => {
    const at = 3 * (Number(scenario.value) * months.length + Number(range.value));
    for (const region of regions) {
      const most = who[region.dataset.r.charCodeAt(at) - 97];
      const percent = Number(region.dataset.r.slice(at + 1, at + 3));
      region.setAttribute("class", most.colour);
      region.setAttribute("fill-opacity", (0.15 + 0.0085 * percent).toFixed(2));
      region.querySelector("title").textContent = `${region.dataset.name}: ${most.name} ${percent}\u00a0%`;
    }
    moment.textContent = `${scenario.selectedOptions[0].text}, ${months[Number(range.value)]}`;
    range.setAttribute("aria-valuetext", moment.textContent);
  };
  for (const control of [scenario, range]) control.addEventListener("input", show);
  figure.querySelector(".control").hidden = false;
}
// Moves a map through its months.
for (const figure of document.querySelectorAll("figure.slider")) {
  const range = figure.querySelector("input[type=range]");
  const moment = figure.querySelector(".moment");
  const areas = figure.dataset.areas.split(";");
  const [year, month] = figure.dataset.first.split("-").map(Number);
  const name = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });
  const cells = [...figure.querySelectorAll(".cells rect")].map((rect) => (
    { rect, from: Number(rect.dataset.from), shades: rect.dataset.p }
  ));
  const show = () => {
    const at = Number(range.value);
    for (const { rect, from, shades } of cells) {
      rect.setAttribute("class", "r" + (shades[at - from] ?? "0"));
    }
    const day = new Date(Date.UTC(year, month - 1 + at, 1));
    moment.textContent = `${name.format(day)}\u00a0${day.getUTCFullYear()}: ${areas[at]}\u00a0km²`;
    range.setAttribute("aria-valuetext", moment.textContent);
  };
  range.addEventListener("input", show);
  figure.querySelector(".control").hidden = false;
}
